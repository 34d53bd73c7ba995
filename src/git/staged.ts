import { ClawbackError } from '../domain/errors.ts';
import { GITLINK } from './parse.ts';
import { type Change, RawDiffParser, renameOptions } from './raw-diff.ts';
import { emptyTree, headCommit, mergeHeads, type Repository } from './repository.ts';
import { type GitContext, runGit } from './run.ts';

/**
 * What the next commit would add: paths whose content in the index is that of no parent. Before the
 * first commit there is no parent; in a merge that is being made there are several.
 *
 * @param renames follow renamed files to what they were
 */
export async function stagedChanges(repository: Repository, renames = false): Promise<Change[]> {
  const { context } = repository;
  let parents = ['HEAD', ...mergeHeads(repository)];
  let first = await diffIndex(context, parents[0]!, renames);
  if (first === null) {
    if ((await headCommit(repository)) !== null)
      throw new ClawbackError('git-failed', 'git could not compare the index with HEAD');
    parents = [emptyTree(repository.objectFormat)];
    first = await diffIndex(context, parents[0]!, renames);
    if (first === null) throw new ClawbackError('git-failed', 'git could not read the index');
  }
  let changes = first;
  for (const parent of parents.slice(1)) {
    const other = await diffIndex(context, parent, renames);
    if (other === null)
      throw new ClawbackError('git-failed', `git could not compare the index with ${parent}, which is being merged`);
    const byPath = new Map(other.map((change) => [change.path, change]));
    changes = changes.filter((change) => {
      const same = byPath.get(change.path);
      for (const side of same?.parents ?? []) change.parents.push(side);
      return same !== undefined;
    });
  }
  return changes;
}

/** The paths that differ from one tree; null if git could not tell. */
async function diffIndex(context: GitContext, tree: string, renames: boolean): Promise<Change[] | null> {
  const { code, stdout } = await runGit(context, [
    'diff-index',
    '--cached',
    '--raw',
    '-z',
    '--no-abbrev',
    '--ignore-submodules=none',
    ...renameOptions(renames),
    '--end-of-options',
    tree,
    '--',
  ]);
  if (code !== 0) return null;
  const changes: Change[] = [];
  new RawDiffParser().push(stdout.toString('latin1').split('\0'), (change) => changes.push(change));
  return changes.filter((change) => change.mode !== GITLINK);
}

/** The parents of the commit that is being made. */
export async function stagedParents(repository: Repository): Promise<string[]> {
  const head = await headCommit(repository);
  return head === null ? [] : [head, ...mergeHeads(repository)];
}
