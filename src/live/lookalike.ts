import { randomInt } from 'node:crypto';
import { Secret } from '../domain/secret.ts';

const DIGITS = '0123456789';
const CLASSES = [DIGITS, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const;
const HEX = ['0123456789abcdef', '0123456789ABCDEF'] as const;
/** For letters and digits of other scripts. */
const FOREIGN = 'àâäéèêëîïôöùûüçñ';

/** Of a secret, no run of so many characters may stand in what is made up for it. */
const RUN = 6;

/** How often it is drawn again if chance makes one. */
const TRIES = 100;

/**
 * A made-up credential of the same shape: as long, with characters of the same kinds at the same places, and
 * drawn afresh. The literal that all such credentials begin with stays, and what is no letter and no digit; of
 * the secret itself nothing does.
 */
export function lookAlike(secret: Secret): Secret {
  const rest = secret.reveal().slice(secret.prefix.length);
  let drawn = draw(rest);
  for (let tries = 0; tries < TRIES && sharesRun(drawn, rest); tries += 1) drawn = draw(rest);
  return new Secret(secret.prefix + drawn, secret.prefix);
}

function draw(rest: string): string {
  const letters = [...rest].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  const isHex = letters.some((letter) => !DIGITS.includes(letter));
  const hex = isHex ? HEX.find((digits) => letters.every((letter) => digits.includes(letter))) : undefined;
  const draws = [...rest].map((letter) => {
    if (!letters.includes(letter)) return letter;
    const own = CLASSES.find((letters) => letters.includes(letter));
    // As many UTF-16 units as it has: two for some.
    return own ? anyOf(hex ?? own) : Array.from({ length: letter.length }, () => anyOf(FOREIGN)).join('');
  });
  return draws.join('');
}

function anyOf(letters: string): string {
  return letters[randomInt(letters.length)]!;
}

/** Whether a run of a secret that holds a letter or a digit stands in another text. */
function sharesRun(text: string, secret: string): boolean {
  for (let at = 0; at + RUN <= secret.length; at += 1) {
    const run = secret.slice(at, at + RUN);
    if (/[\p{L}\p{N}]/u.test(run) && text.includes(run)) return true;
  }
  return false;
}
