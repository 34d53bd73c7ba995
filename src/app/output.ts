import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';

/**
 * Writes a file whole or not at all: beside its place first, then moved there. What is no regular
 * file (`/dev/null`, a pipe) is written to as it is.
 *
 * @throws ClawbackError `output`
 */
export function writeWhole(path: string, text: string): void {
  let temporary = '';
  try {
    const target = realTarget(path);
    if (target.special) {
      writeFileSync(path, text);
      return;
    }
    temporary = join(dirname(target.path), `.${basename(target.path)}.${randomBytes(6).toString('hex')}.tmp`);
    const descriptor = openSync(temporary, 'wx', 0o644);
    try {
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

function realTarget(path: string): { path: string; special: boolean } {
  try {
    const real = realpathSync(path);
    return { path: real, special: !statSync(real).isFile() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { path, special: false };
    throw error;
  }
}
