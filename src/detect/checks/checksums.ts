import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Check, NO } from './check.ts';

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BASE62 = DIGITS + UPPER + UPPER.toLowerCase();
const BASE36 = DIGITS + UPPER.toLowerCase();

/** A number in a base whose digits are given, padded on the left with the digit zero. */
function encode(value: number, digits: string, length: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / digits.length)) {
    text = digits[rest % digits.length] + text;
  }
  return text.padStart(length, digits[0]);
}

/**
 * The last six characters are the CRC-32 of what stands between the prefix and them, in base 62:
 * GitHub's tokens since 2021 and npm's. (providers.md, section 6.1; GitHub's blog, "Behind GitHub's
 * new authentication token formats".)
 */
export const crc32Base62: Check = ({ value }) => {
  const body = value.slice(value.lastIndexOf('_') + 1, -6);
  return encode(crc32(body), BASE62, 6) === value.slice(-6)
    ? { ok: true, reason: 'its checksum is right', confidence: 'high' }
    : NO;
};

/**
 * Characters 77 to 84 of a fine-grained GitHub token are the base32 SHA-256 of the first 77.
 * (providers.md, section 6.2: holds for most published samples, not all: it may only raise.)
 */
export const githubPatDigest: Check = ({ value }) => {
  const digest = createHash('sha256').update(value.slice(0, 77)).digest();
  let bits = '';
  for (const byte of digest.subarray(0, 5)) bits += byte.toString(2).padStart(8, '0');
  const base32 = (bits.match(/.{5}/g) ?? []).map((five) => `${UPPER}234567`[Number.parseInt(five, 2)]).join('');
  return base32 === value.slice(77, 85) ? { ok: true, reason: 'its digest is right', confidence: 'high' } : NO;
};

/**
 * The last seven characters of a versioned GitLab token are the CRC-32 of everything before them in
 * base 36; the two before those are the length of the payload. (providers.md, section 6.3.)
 */
export const gitlabCrc32: Check = ({ value }) => {
  const payload = /^[a-z]+-(?:t\d_)?(.*?)\.01\./.exec(value)?.[1] ?? '';
  const head = value.slice(0, -7);
  const right = encode(crc32(head), BASE36, 7) === value.slice(-7) && head.endsWith(encode(payload.length, BASE36, 2));
  return right ? { ok: true, reason: 'its checksum is right', confidence: 'high' } : NO;
};
