import { type Check, NO } from './check.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * A seed of NATS: base32 of two bytes of prefix, 32 of seed, and their CRC-16 (XMODEM), the low byte
 * first. (github.com/nats-io/nkeys, "strkey.go".)
 */
export const natsNkey: Check = ({ value }) => {
  const bytes = base32Bytes(value);
  if (bytes === null || bytes.length < 3) return NO;
  const [low = 0, high = 0] = bytes.subarray(-2);
  return crc16(bytes.subarray(0, -2)) === (low | (high << 8))
    ? { ok: true, reason: 'its checksum is right', confidence: 'high' }
    : NO;
};

function base32Bytes(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    const five = BASE32.indexOf(letter);
    if (five < 0) return null;
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  // What is left over is zero; if it were not, several spellings would mean the same seed.
  return value & ((1 << bits) - 1) ? null : Uint8Array.from(bytes);
}

/** CRC-16 with the polynomial 0x1021, from 0. */
function crc16(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1) & 0xffff;
  }
  return sum;
}
