import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';

/**
 * Whether a path is another name of standard output, such as `/dev/stdout`. It cannot be opened by that
 * name where it is a socket, and what is in it already would be lost where it is a file.
 */
export function isStandardOutput(path: string): boolean {
  try {
    const [named, own] = [statSync(path), fstatSync(1)];
    return named.dev === own.dev && named.ino === own.ino;
  } catch {
    return false;
  }
}

export type WriteOptions = {
  /** Nobody but its owner may read it. */
  secret?: boolean;
  /** A link in its place is not followed: whoever made the link did not name the file. */
  refuseLinks?: boolean;
};

/**
 * Writes a file whole or not at all: beside its place first, then moved there. What is no regular
 * file (`/dev/null`, a pipe) is written to as it is. A file that is there keeps its permissions.
 *
 * @throws ClawbackError `output`
 */
export function writeWhole(path: string, text: string, { secret, refuseLinks }: WriteOptions = {}): void {
  if (refuseLinks && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new ClawbackError('output', `cannot write ${path} (it is a link): remove it, or name a file with --output`);
  let temporary = '';
  try {
    const target = realTarget(path);
    if (target.special) {
      writeFileSync(path, text);
      return;
    }
    temporary = join(dirname(target.path), `.clawback-${randomBytes(8).toString('hex')}.tmp`);
    const mode = (target.mode ?? 0o644) & (secret ? 0o600 : 0o777);
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      // The mask of this process does not count for a file whose permissions were chosen before.
      if (target.mode !== null) fchmodSync(descriptor, mode);
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target.path);
  } catch (error) {
    if (temporary !== '') {
      try {
        unlinkSync(temporary);
      } catch {
        // It was never made, or is gone already.
      }
    }
    throw new ClawbackError(
      'output',
      `cannot write ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      { cause: error },
    );
  }
}

function realTarget(path: string): { path: string; special: boolean; mode: number | null } {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { path, special: false, mode: null };
  if (!stat.isFile()) return { path, special: true, mode: null };
  return { path: realpathSync(path), special: false, mode: stat.mode & 0o777 };
}
