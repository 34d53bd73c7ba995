import { crc32 } from 'node:zlib';
import { type Check, NO } from './check.ts';
import { decodeObject } from './jwt.ts';

/**
 * The last eight characters of a service account token are the CRC-32 of what stands before their
 * "_", in hex, its bytes in little-endian order. (providers.md, section 6.4; grafana/grafana,
 * pkg/components/satokengen/tokengen.go.)
 */
export const grafanaCrc32: Check = ({ value }) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(value.slice(0, -9)));
  return sum.toString('hex') === value.slice(-8)
    ? { ok: true, reason: 'its checksum is right', confidence: 'high' }
    : NO;
};

/** Shorter keys are documentation. */
const MIN_KEY = 16;

/**
 * A Grafana Cloud token behind its prefix, or an API key from before service accounts, is base64 of
 * a JSON object whose `k` is the key. (providers.md, Table B.)
 */
export const grafanaPayload: Check = ({ value }) => {
  const key = decodeObject(value.replace(/^glc_/, ''))?.k;
  return typeof key === 'string' && key.length >= MIN_KEY
    ? { ok: true, reason: 'it decodes to a key and its name', confidence: 'high' }
    : NO;
};
