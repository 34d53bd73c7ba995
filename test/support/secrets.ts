import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * Token-shaped strings, made at run time so that none stands in a file. The same seed gives the same
 * token; they belong to nobody.
 */

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const BASE62 = DIGITS + UPPER + LOWER;

/** Random characters of an alphabet, by a seed. */
export function characters(alphabet: string, length: number, seed: string): string {
  let text = '';
  for (let counter = 0; text.length < length; counter += 1) {
    for (const byte of createHash('sha256').update(`${seed} ${counter}`).digest()) {
      if (byte < 256 - (256 % alphabet.length) && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

export const alphanumeric = (length: number, seed: string): string => characters(BASE62, length, seed);
export const hex = (length: number, seed: string): string => characters('0123456789abcdef', length, seed);

/** An Anthropic API key: found by its shape, with high confidence. */
export const anthropicKey = (seed = '1'): string => `sk-ant-${'api03'}-${characters(`${BASE62}_-`, 93, seed)}AA`;

/** A classic GitHub token with a right checksum. */
export function githubToken(seed = '1'): string {
  const body = characters(BASE62, 30, seed);
  let rest = crc32(body);
  let sum = '';
  for (; rest > 0; rest = Math.floor(rest / 62)) sum = BASE62[rest % 62] + sum;
  return `${'ghp'}_${body}${sum.padStart(6, '0')}`;
}

/** A Groq key, which is short. */
export const groqKey = (seed = '1'): string => `${'gsk'}_${alphanumeric(52, seed)}`;

/** The platform's pairing code: any text, found by its name. */
export const pairingCode = (seed = '1'): string => alphanumeric(32, seed);

/** An AWS access key id, and the secret that belongs to it. */
export const awsId = (seed = '1'): string => `${'AKIA'}${characters(`${UPPER}234567`, 16, seed)}`;
export const awsSecret = (seed = '1'): string => characters(`${BASE62}+/`, 40, `aws ${seed}`);

/** Fifteen characters, none of them twice: the shortest value that looks random by itself. */
export function shortPassword(seed = '1'): string {
  const distinct = (alphabet: string, length: number): string[] =>
    [...new Set(characters(alphabet, 200, `short ${seed}`))].slice(0, length);
  const letters = distinct(LOWER + UPPER, 10);
  const digits = distinct(DIGITS, 5);
  return letters.map((letter, index) => (index % 2 === 0 ? letter + digits[index / 2] : letter)).join('');
}

/** A gateway token as `openssl rand -hex 24` makes it: found by its name or its JSON path. */
export const gatewayToken = (seed = '1'): string => hex(48, `gateway ${seed}`);

/** Any object as a setup code is written: unpadded base64url of its JSON. */
export const base64urlOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token with these claims. */
export const jwtOf = (claims: object, header: object = { alg: 'HS256', typ: 'JWT' }, seed = '1'): string =>
  `${base64urlOf(header)}.${base64urlOf(claims)}.${characters(`${BASE62}_-`, 43, `jwt ${seed}`)}`;
