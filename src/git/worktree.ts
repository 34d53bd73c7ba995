import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { gitError, runGit } from './run.ts';

/** A path below the top of the work tree; a link to another repository ends in "/". */
export type ListedFile = RawPath;

/**
 * What git knows of the work tree below a folder: tracked files, and untracked ones that are not
 * ignored. With `all`, ignored ones too.
 *
 * @returns the files, and the folders that could not be opened, as git names them
 * @param folder relative to the top, "" for all of it
 */
export async function listWorktree(
  repository: Repository,
  folder: string,
  all: boolean,
): Promise<{ files: ListedFile[]; unreadable: string[] }> {
  const context = { ...repository.context, cwd: repository.root! };
  const { code, stdout, stderr } = await runGit(context, [
    '--literal-pathspecs',
    'ls-files',
    '-z',
    '--full-name',
    '--cached',
    '--others',
    ...(all ? [] : ['--exclude-standard']),
    ...(folder === '' ? [] : ['--', folder]),
  ]);
  if (code !== 0) throw gitError('ls-files', code, stderr);
  // A path in the middle of a merge stands once for each side.
  const files = [...new Set(stdout.toString('latin1').split('\0').filter(Boolean))].sort();
  // git passes over a folder that it cannot open, and says so (dir.c, open_cached_dir).
  const unreadable = [...stderr.matchAll(/^warning: could not open directory '(.*)': /gm)].map((match) => match[1]!);
  return { files, unreadable };
}

/**
 * Whether git would ignore a folder as a whole, tracked files in it or not.
 *
 * @param folder relative to the top
 */
export async function isIgnored(repository: Repository, folder: string): Promise<boolean> {
  const context = { ...repository.context, cwd: repository.root! };
  // It refuses --literal-pathspecs; behind "./" no ":" is magic, and it matches no globs without the index.
  const { code } = await runGit(context, ['check-ignore', '--quiet', '--no-index', '--', `./${folder}`]);
  return code === 0;
}
