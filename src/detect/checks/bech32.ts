import { type Check, NO } from './check.ts';

const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The checksum is the last six characters. */
const CHECKSUM = 6;

/**
 * Bech32 (BIP 173): a readable part, "1", and data whose last six characters are a BCH code over
 * everything. age writes its keys so, longer than the 90 characters that BIP 173 allows.
 */
export const bech32: Check = ({ value }) => {
  // One case throughout, as the specification demands.
  if (value !== value.toUpperCase() && value !== value.toLowerCase()) return NO;
  const text = value.toLowerCase();
  const split = text.lastIndexOf('1');
  const data = [...text.slice(split + 1)].map((letter) => CHARSET.indexOf(letter));
  if (split < 1 || data.length < CHECKSUM || data.includes(-1)) return NO;
  const readable = [...text.slice(0, split)].map((letter) => letter.charCodeAt(0));
  const all = [...readable.map((code) => code >> 5), 0, ...readable.map((code) => code & 31), ...data];
  return polymod(all) === 1 ? { ok: true, reason: 'its checksum is right', confidence: 'high' } : NO;
};

function polymod(values: number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, factor] of GENERATOR.entries()) if ((top >> bit) & 1) sum ^= factor;
  }
  return sum;
}
