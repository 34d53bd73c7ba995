import { type Reader, take } from './reader.ts';

/** The longest block that is read: an RSA key of 16,384 bits has 12,500 characters. */
const MAX_BLOCK = 16_200;

const BEGIN = '-----BEGIN ';

/** The longest of a block's first line before the anchor in it. */
const MAX_LABEL = 45;

/** From BEGIN to END, or, where that is missing, as far as no other block begins. */
const BLOCK =
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----[A-Z])){56,16000}(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/y;

/**
 * A PEM block of a private key (RFC 7468) in any writing: on lines, indented, in a comment, with \n
 * escapes, quoted and joined line by line, or on one line. What of it is base64, and whether that makes
 * a key, is for the checks to say.
 */
export const pem: Reader = {
  reach: MAX_BLOCK + MAX_LABEL,
  glance: (text, at) => beginning(text, at) >= 0,
  read(text, at) {
    const start = beginning(text, at);
    const block = take(BLOCK, text, start);
    if (!block) return null;
    const end = start + block[0].length;
    return { start, end, found: [{ start, end, name: '', what: 'a PEM block', confidence: 'high' }] };
  },
};

/** Where the block's first line begins whose end the anchor is; below 0 if it is none. */
function beginning(text: string, at: number): number {
  const from = Math.max(0, at - MAX_LABEL);
  const begin = text.slice(from, at).lastIndexOf(BEGIN);
  return begin < 0 ? begin : from + begin;
}
