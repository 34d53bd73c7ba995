import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';

/** The names under which a repository's own files are looked for. */
export const CONFIG_FILE = '.clawback.yaml';
export const IGNORE_FILE = '.clawbackignore';
export const BASELINE_FILE = '.clawback-baseline.json';

/**
 * A text file, or null where there is none.
 *
 * @throws ClawbackError `unreadable`
 */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new ClawbackError('unreadable', `cannot read ${path} (${code})`, { cause: error });
  }
}

/**
 * The same for a file at the top of what is scanned, which may be anything: a pipe or a device there is
 * not waited for, and a link that leads out of the tree is not followed.
 *
 * @throws ClawbackError `unreadable`
 */
export function readOwnText(root: string, name: string): string | null {
  const path = join(root, name);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) return null;
  if (!kind.isFile()) throw new ClawbackError('unreadable', `cannot read ${path} (it is no regular file)`);
  if (!isInside(realpathSync(path), realpathSync(root)))
    throw new ClawbackError('unreadable', `cannot read ${path} (it is a link to somewhere else)`);
  return readText(path);
}

/** Whether a path lies in a folder. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
