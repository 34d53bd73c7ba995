import type { Allowance } from './allowance.ts';
import { DAMAGED, type Entry, TOO_LARGE, TOO_MANY } from './entry.ts';
import { inflateRaw } from './inflate.ts';
import { type ZipEntry, zipContent, zipDirectory, zipLocals } from './zip-directory.ts';

const STORED = 0;
const DEFLATED = 8;

/**
 * The files in a ZIP archive, as its directory at the end tells of them. Where there is none, the
 * archive was cut off: then as far as its files follow each other from its start.
 *
 * Read here since no kept library does so synchronously within limits: they allocate what a header
 * claims, or give nothing at all where one member is damaged.
 */
export function* zipEntries(bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  const directory = zipDirectory(bytes);
  for (const entry of directory?.entries ?? zipLocals(bytes)) {
    if (entry.name.endsWith('/') && entry.packed === 0) continue;
    if (!allowance.enter()) {
      yield { is: 'gap', name: '', why: TOO_MANY };
      return;
    }
    yield* unpack(bytes, entry, allowance);
  }
  if (!directory?.whole) yield { is: 'gap', name: '', why: DAMAGED };
}

function* unpack(bytes: Uint8Array, entry: ZipEntry, allowance: Allowance): Generator<Entry> {
  const { name, at: offset, method, encrypted } = entry;
  const start = zipContent(bytes, offset);
  if (start < 0 || start + entry.packed > bytes.length) yield { is: 'gap', name, why: DAMAGED };
  if (start < 0 || start > bytes.length) return;
  if (encrypted) yield { is: 'left-out', what: 'encrypted archive member' };
  else if (method === DEFLATED) {
    const { bytes: content, why } = inflateRaw(bytes.subarray(start, start + entry.packed), allowance);
    if (content) yield { is: 'member', name, offset, bytes: content };
    if (why !== null && start + entry.packed <= bytes.length) yield { is: 'gap', name, why };
  } else if (method === STORED) {
    const content = bytes.subarray(start, start + entry.packed);
    if (content.length > allowance.roomFor(content.length)) yield { is: 'gap', name, why: TOO_LARGE };
    else {
      allowance.spend(content.length);
      yield { is: 'member', name, offset, bytes: content };
    }
  } else yield { is: 'left-out', what: 'archive member in another compression' };
}
