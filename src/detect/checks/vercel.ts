import { crc32 } from 'node:zlib';
import { type Check, NO } from './check.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What stands before the random part: `vcp_` and its kin. */
const PREFIX = 4;

/**
 * The last six characters of a Vercel token are the CRC-32 of its random part in base 62, the most
 * significant digit first. (providers.md, section 6.1.) Unlike GitHub's, that part may hold "_".
 */
export const vercelCrc32: Check = ({ value }) => {
  let text = '';
  for (let rest = crc32(value.slice(PREFIX, -6)); rest > 0; rest = Math.floor(rest / 62)) {
    text = BASE62[rest % 62] + text;
  }
  return text.padStart(6, '0') === value.slice(-6)
    ? { ok: true, reason: 'its checksum is right', confidence: 'high' }
    : NO;
};
