import { crc32 } from 'node:zlib';
import { type Check, NO } from './check.ts';

/**
 * The last six characters are the CRC-32 of what stands between "cflt" and them, its bytes in
 * little-endian order, in base64. (docs.confluent.io, "Use API Keys to Authenticate to Confluent
 * Cloud", "API secret format"; the order of the bytes is that of its example.)
 */
export const confluentCrc32: Check = ({ value }) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(value.slice('cflt'.length, -6)));
  return sum.toString('base64').slice(0, 6) === value.slice(-6)
    ? { ok: true, reason: 'its checksum is right', confidence: 'high' }
    : NO;
};
