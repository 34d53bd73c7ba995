import type { Allowance } from './allowance.ts';
import type { Entry } from './entry.ts';
import { gunzip } from './inflate.ts';

const FEXTRA = 4;
const FNAME = 8;

/** What the content is called where the file does not tell. */
const NAMELESS = 'content';

/** The content of a gzip file. */
export function* gzipEntries(bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  const name = nameIn(bytes);
  const { bytes: content, why } = gunzip(bytes, allowance);
  if (content) yield { is: 'member', name, offset: 0, bytes: content };
  if (why !== null) yield { is: 'gap', name, why };
}

/** The name of the file that it was made of (RFC 1952, 2.3.1), without folders. */
function nameIn(bytes: Uint8Array): string {
  const flags = bytes[3]!;
  if ((flags & FNAME) === 0) return NAMELESS;
  const at = 10 + ((flags & FEXTRA) === 0 ? 0 : 2 + (bytes[10]! | (bytes[11]! << 8)));
  const end = bytes.subarray(at, at + 1024).indexOf(0);
  const name = end < 1 ? '' : Buffer.from(bytes.subarray(at, at + end)).toString('latin1');
  return name.slice(name.lastIndexOf('/') + 1) || NAMELESS;
}
