import { randomInt } from 'node:crypto';
import { Secret } from '../domain/secret.ts';

const CLASSES = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const;
const HEX = ['0123456789abcdef', '0123456789ABCDEF'] as const;

/**
 * A made-up credential of the same shape: as long, with characters of the same kinds at the same places, and
 * drawn afresh. The literal that all such credentials begin with stays; of the secret itself nothing does.
 */
export function lookAlike(secret: Secret): Secret {
  const value = secret.reveal();
  const rest = value.slice(secret.prefix.length);
  const hex = HEX.find((digits) => [...rest].every((letter) => digits.includes(letter) || !/[A-Za-z0-9]/.test(letter)));
  const drawn = [...rest].map((letter) => {
    const own = CLASSES.find((letters) => letters.includes(letter));
    if (own === undefined) return letter;
    const from = hex ?? own;
    return from[randomInt(from.length)]!;
  });
  return new Secret(secret.prefix + drawn.join(''), secret.prefix);
}
