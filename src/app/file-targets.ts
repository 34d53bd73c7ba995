import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Skip } from '../domain/blob.ts';
import { ClawbackError } from '../domain/errors.ts';
import { kindOf } from '../files/read.ts';
import { walkFolder } from '../files/walk.ts';
import type { RawPath } from '../git/path.ts';
import { findRepository, type Repository, withoutWorkTree } from '../git/repository.ts';
import type { GitContext } from '../git/run.ts';
import { isIgnored, listWorktree } from '../git/worktree.ts';
import { isInside } from './file-names.ts';

/** A file to scan: how it is named in reports, and where it is. Both as bytes in Latin-1. */
export type Target = { path: RawPath; file: RawPath };

/** The files below one of the paths that were named, and the top of the repository that they are in. */
type Targets = { root: string | null; files: Target[] };

/**
 * The files below the paths that are named, by their names in reports. In a repository, paths are told
 * from its top; where several are scanned at once, from here, as a file of the same name may stand in
 * each.
 *
 * @param paths as given; none means the folder we are in
 * @param all ignored files too
 * @param skipped takes what could not be listed, or is left out
 */
export async function findTargets(
  git: GitContext,
  paths: string[],
  all: boolean,
  skipped: Skips,
): Promise<Map<RawPath, Target>> {
  const groups: Targets[] = [];
  for (const path of paths.length > 0 ? paths : [git.cwd]) {
    const own = paths.length === 0 ? git : { ...git, ambient: false };
    groups.push(await targetsOf(path, own, all, skipped));
  }
  const several = new Set(groups.map(({ root }) => root)).size > 1;
  const targets = new Map<RawPath, Target>();
  for (const { path, file } of groups.flatMap(({ files }) => files)) {
    const name = several ? fromHere(file, git.cwd) : path;
    targets.set(name, { path: name, file });
  }
  return targets;
}

async function targetsOf(path: string, git: GitContext, all: boolean, skipped: Skips): Promise<Targets> {
  const given = resolve(git.cwd, path);
  const { real, isFolder } = namedPath(given, path);
  const repository = await findRepository({ ...git, cwd: isFolder ? real : dirname(real) });
  if (repository?.root && !isFolder)
    return { root: repository.root, files: [target(relative(repository.root, real), real)] };
  if (!isFolder) return { root: null, files: [target(shortPath(given, git.cwd), real)] };
  if (repository?.root) return repositoryTargets(repository, real, all, skipped);
  if (repository?.insideGitDir) throw withoutWorkTree(repository);
  const { files, unreadable } = await walkFolder(real);
  for (const folder of unreadable)
    skipped.add({ what: join(path, folder), why: 'permission denied', incomplete: true });
  const prefix = shortPath(given, git.cwd);
  return { root: null, files: files.map((file) => ({ path: joinRaw(prefix, file), file: joinRaw(real, file) })) };
}

/**
 * What a path that is named leads to: a link that is named is meant. Links found on the way are not
 * followed.
 *
 * @throws ClawbackError also for a pipe, a socket or a device, which a scan passes over where it comes upon one
 */
function namedPath(given: string, path: string): { real: string; isFolder: boolean } {
  try {
    const stat = statSync(given);
    if (stat.isDirectory() || stat.isFile()) return { real: realpathSync(given), isFolder: stat.isDirectory() };
    throw new ClawbackError('unreadable', `cannot scan ${path}: it is a ${kindOf(stat)}`);
  } catch (error) {
    if (error instanceof ClawbackError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const gone = code === 'ENOENT' || code === 'ENOTDIR';
    throw new ClawbackError(
      gone ? 'no-such-path' : 'unreadable',
      `cannot scan ${path}: ${gone ? 'there is no such file or folder' : code}`,
    );
  }
}

async function repositoryTargets(
  repository: Repository,
  folder: string,
  all: boolean,
  skipped: Skips,
): Promise<Targets> {
  const root = realpathSync(repository.root!);
  const below = relative(root, folder).split(sep).join('/');
  // A folder that is ignored, or in which everything is, is meant where it is named.
  const meant = all || (below !== '' && (await isIgnored(repository, below)));
  let listed = await listWorktree(repository, below, meant);
  if (listed.files.length === 0 && below !== '' && !meant) listed = await listWorktree(repository, below, true);
  const { files, unreadable } = listed;
  for (const what of unreadable) skipped.add({ what, why: 'permission denied', incomplete: true });
  const isReal = realFolders(root);
  const targets: Target[] = [];
  for (const path of files) {
    if (path.endsWith('/')) skipped.count('other repositories in this one', 'scan them by themselves');
    else if (isReal(folderName(path))) targets.push({ path, file: joinRaw(root, path) });
    else skipped.count(...GONE);
  }
  return { root: repository.root, files: targets };
}

/**
 * Whether a folder of the work tree is one: git still lists the files of a tracked folder that has
 * become a link, and reading them would follow it to wherever it leads.
 */
function realFolders(root: string): (folder: RawPath) => boolean {
  const known = new Map<RawPath, boolean>([['', true]]);
  const isReal = (folder: RawPath): boolean => {
    let real = known.get(folder);
    if (real === undefined) {
      real = isReal(folderName(folder)) && !isLink(joinRaw(root, folder));
      known.set(folder, real);
    }
    return real;
  };
  return isReal;
}

/** What cannot be looked at is no link: reading it will tell. */
function isLink(path: RawPath): boolean {
  try {
    return lstatSync(Buffer.from(path, 'latin1')).isSymbolicLink();
  } catch {
    return false;
  }
}

function folderName(path: RawPath): RawPath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The path from here where that is shorter than the whole. */
function shortPath(path: string, cwd: string): string {
  return isInside(path, cwd) ? relative(cwd, path) : path;
}

/** A file's path from here, as bytes; the whole one where it lies elsewhere. */
function fromHere(file: RawPath, cwd: string): RawPath {
  const here = `${raw(cwd).replace(/\/$/, '')}/`;
  return file.startsWith(here) ? file.slice(here.length) : file;
}

function target(path: string, file: string): Target {
  return { path: raw(path.split(sep).join('/')), file: raw(file) };
}

function raw(text: string): RawPath {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function joinRaw(folder: string, file: RawPath): RawPath {
  return folder === '' ? file : `${raw(folder).replace(/\/$/, '')}/${file}`;
}

export const GONE = ['deleted files', 'they are tracked, but not in the work tree'] as const;

/** What was left out, the harmless kinds counted. */
export class Skips {
  readonly #counted = new Map<string, Skip & { count: number }>();
  readonly #single: Skip[] = [];

  add(skip: Skip): void {
    this.#single.push(skip);
  }

  count(what: string, why: string): void {
    const known = this.#counted.get(what);
    if (known) known.count += 1;
    else this.#counted.set(what, { what, why, count: 1, incomplete: false });
  }

  list(): Skip[] {
    return [...this.#counted.values(), ...this.#single];
  }
}
