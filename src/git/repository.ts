import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import { askGit, type GitContext, gitError, runGit } from './run.ts';

/** An opened repository. */
export type Repository = {
  context: GitContext;
  /** This work tree's own git folder. */
  gitDir: string;
  /** The folder that all its work trees share. */
  commonDir: string;
  /** The top of the work tree; null in a bare repository, or inside the git folder. */
  root: string | null;
  bare: boolean;
  /** Whether the folder that it was found from is git's own. */
  insideGitDir: boolean;
  objectFormat: 'sha1' | 'sha256';
  /** Whether the history was cut off when it was fetched. */
  shallow: boolean;
};

/**
 * Finds the repository that a folder belongs to.
 *
 * @throws ClawbackError `not-a-repository` with what to do
 */
export async function openRepository(context: GitContext): Promise<Repository> {
  const repository = await findRepository(context);
  if (repository) return repository;
  throw new ClawbackError(
    'not-a-repository',
    `not a git repository: ${context.cwd} (for a folder without git, use "clawback scan")`,
  );
}

/** The same, or null where there is no repository. */
export async function findRepository(context: GitContext): Promise<Repository | null> {
  const { code, stdout, stderr } = await runGit(context, [
    'rev-parse',
    '--absolute-git-dir',
    '--git-common-dir',
    '--is-inside-work-tree',
    '--is-bare-repository',
    '--is-inside-git-dir',
    '--show-object-format',
    '--is-shallow-repository',
    '--show-cdup',
  ]);
  if (code !== 0) {
    if (/dubious ownership/.test(stderr)) {
      throw new ClawbackError(
        'not-a-repository',
        `git does not trust ${context.cwd}, because another user owns it: run "git config --global --add safe.directory ${context.cwd}"`,
      );
    }
    if (/not a git repository/i.test(stderr)) return null;
    throw gitError('rev-parse', code, stderr);
  }
  const lines = stdout.toString('utf8').replace(/\n$/, '').split('\n');
  const [gitDir, commonDir, inside, bare, own, format, shallow, up] = lines as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  return {
    context,
    gitDir,
    commonDir: resolve(context.cwd, commonDir),
    root: inside === 'true' ? resolve(context.cwd, up ?? '') : null,
    bare: bare === 'true',
    insideGitDir: own === 'true',
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    shallow: shallow === 'true',
  };
}

/** What to say where files or an index are asked for, and there is only what git keeps for itself. */
export function withoutWorkTree({ bare }: Repository): ClawbackError {
  const what = bare ? 'bare repository' : 'git folder';
  return new ClawbackError('not-a-repository', `a ${what} has no work tree: use "clawback audit"`);
}

/** The id of the tree that holds nothing; git knows it without its being stored. */
export function emptyTree(format: Repository['objectFormat']): string {
  return format === 'sha256'
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}

/**
 * The commit that a revision names.
 *
 * @throws ClawbackError `no-such-ref`
 */
export async function resolveCommit(repository: Repository, revision: string): Promise<string> {
  const ask = async (name: string): Promise<string> => {
    const { code, stdout } = await runGit(repository.context, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      name,
    ]);
    return code === 0 ? stdout.toString('latin1').trim() : '';
  };
  // In two steps: what is added to ":/text" would be part of the text.
  const named = await ask(revision);
  const id = named === '' ? '' : await ask(`${named}^{commit}`);
  if (id === '') {
    const hint = repository.shallow ? ' (this clone is shallow: "git fetch --unshallow" brings the rest)' : '';
    throw new ClawbackError('no-such-ref', `no commit is named "${revision}" here${hint}`);
  }
  return id;
}

/** HEAD's commit, or null before the first one. */
export async function headCommit(repository: Repository): Promise<string | null> {
  const head = await headId(repository);
  if (head === null) return null;
  const { code, stdout } = await runGit(repository.context, ['rev-parse', '--verify', '--quiet', `${head}^{commit}`]);
  if (code !== 0) {
    throw new ClawbackError('git-failed', `HEAD names commit ${head}, which cannot be read: see "git fsck"`);
  }
  return stdout.toString('latin1').trim();
}

/** The id that HEAD names, whether or not there is such an object; null before the first commit. */
export async function headId(repository: Repository): Promise<string | null> {
  const { code, stdout } = await runGit(repository.context, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  return code === 0 ? stdout.toString('latin1').trim() : null;
}

/** The ids that the HEADs of all work trees name. */
export async function worktreeHeads(repository: Repository): Promise<string[]> {
  const { stdout } = await runGit(repository.context, ['worktree', 'list', '--porcelain']);
  return [...stdout.toString('latin1').matchAll(/^HEAD ([0-9a-f]+)$/gm)]
    .map((match) => match[1]!)
    .filter((id) => !/^0+$/.test(id));
}

/**
 * The commits that a merge in progress brings in, each once.
 *
 * @throws ClawbackError `git-failed` where it is no file: to read a pipe would be to wait for ever
 */
export function mergeHeads(repository: Repository): string[] {
  const file = join(repository.gitDir, 'MERGE_HEAD');
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isFile()) throw new ClawbackError('git-failed', `${file} should be a file, and is none`);
  const lines = readFileSync(file, 'latin1').split('\n');
  return [...new Set(lines.filter((line) => /^[0-9a-f]{40,64}$/.test(line)))];
}

/** Whether objects were left out when the history was fetched (`git clone --filter`). */
export async function isPartialClone(repository: Repository): Promise<boolean> {
  const { stdout } = await runGit(repository.context, [
    'config',
    '--get-regexp',
    String.raw`^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$`,
  ]);
  return stdout.length > 0;
}

/** A ref, and the object that it points at: a commit, a tag, or anything else. */
export type Ref = { name: string; id: string };

/** Every ref, this work tree's HEAD not included. Reads no objects, so broken ones do not matter. */
export async function listRefs(repository: Repository): Promise<Ref[]> {
  const out = await askGit(repository.context, ['for-each-ref', '--format=%(objectname) %(refname)']);
  return out
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ id: line.slice(0, line.indexOf(' ')), name: line.slice(line.indexOf(' ') + 1) }));
}

/** The commits that reflogs mention, stash entries among them. */
export async function listReflogs(repository: Repository): Promise<string[]> {
  const { stdout } = await runGit(repository.context, ['rev-list', '--no-walk=unsorted', '--reflog']);
  return stdout.toString('latin1').split('\n').filter(Boolean);
}

/** A file's text in a commit; null where it holds none of that name. */
export async function readFileAt(repository: Repository, commit: string, path: string): Promise<string | null> {
  const { code, stdout } = await runGit(repository.context, ['cat-file', 'blob', `${commit}:${path}`]);
  return code === 0 ? stdout.toString('utf8').replace(/^\ufeff/, '') : null;
}
