import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { ClawbackError } from '../domain/errors.ts';

/** What came of reading a path. */
export type FileRead =
  | { is: 'content'; bytes: Uint8Array; changed: boolean }
  /** Not content: a folder, a pipe, a device, a socket. */
  | { is: 'other'; what: string }
  | { is: 'gone' }
  | { is: 'unreadable'; why: string };

/** Larger files are not read: a scan of them would not fit into memory. */
export const MAX_FILE = 1 << 30;

/** How often a file that changes while it is read is read again. */
const ATTEMPTS = 3;

const ERRORS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'it became a link while it was read',
  EIO: 'input/output error',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * Reads a file as git would store it: of a symbolic link its target's name, never what it leads to.
 * Pipes and devices are never opened for reading. A file that changes while it is read is read
 * again; if it does not come to rest, its last state is given as `changed`.
 *
 * @param path bytes where the name may not be UTF-8
 */
export function readFile(path: string | Buffer): FileRead {
  try {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink())
      return { is: 'content', bytes: readlinkSync(path, { encoding: 'buffer' }), changed: false };
    if (!stat.isFile()) return { is: 'other', what: kindOf(stat) };
    for (let attempt = 1; ; attempt += 1) {
      const read = readOnce(path);
      if (read.is !== 'content' || !read.changed || attempt === ATTEMPTS) return read;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { is: 'gone' };
    if (code === '') throw error;
    return { is: 'unreadable', why: ERRORS[code] ?? code };
  }
}

function readOnce(path: string | Buffer): FileRead {
  // Without NOFOLLOW and NONBLOCK a link or a pipe put here since lstat would be followed or waited for.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const before = fstatSync(descriptor, { bigint: true });
    if (!before.isFile()) return { is: 'other', what: kindOf(before) };
    if (before.size > MAX_FILE) return { is: 'unreadable', why: 'it is larger than 1 GiB' };
    const bytes = readAll(descriptor, Number(before.size));
    const after = fstatSync(descriptor, { bigint: true });
    const changed = after.size !== BigInt(bytes.length) || after.mtimeNs !== before.mtimeNs;
    return { is: 'content', bytes, changed };
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end, which may come earlier or later than the size said. */
function readAll(descriptor: number, size: number): Uint8Array {
  let bytes = Buffer.allocUnsafe(size + 1);
  let filled = 0;
  while (true) {
    const count = readSync(descriptor, bytes, filled, bytes.length - filled, null);
    if (count === 0 || filled + count > MAX_FILE) return bytes.subarray(0, filled);
    filled += count;
    if (filled === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
  }
}

/** What it is that is no file. */
export function kindOf(stat: { isDirectory(): boolean; isFIFO(): boolean; isSocket(): boolean }): string {
  if (stat.isDirectory()) return 'folder';
  if (stat.isFIFO()) return 'pipe';
  return stat.isSocket() ? 'socket' : 'device';
}

/** Reads standard input to its end. */
export async function readStdin(input: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_FILE)
      throw new ClawbackError('unreadable', 'standard input is larger than 1 GiB: scan it in pieces');
  }
  return Buffer.concat(chunks);
}
