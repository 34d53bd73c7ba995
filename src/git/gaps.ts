import type { Skip } from '../domain/blob.ts';
import { isPartialClone, type Repository } from './repository.ts';
import { NEVER_FETCHED, whyNoTrees } from './unreadable.ts';

/**
 * Commits for a report, of which it is not known what they brought.
 *
 * @param commits whose trees git could not read
 */
export async function commitGaps(repository: Repository, commits: readonly string[]): Promise<Skip[]> {
  const whys = await whyNoTrees(repository, commits);
  return commits.map((commit, index) => ({ what: `commit ${commit}`, why: whys[index]!, incomplete: true }));
}

/**
 * Trees for a report that a ref leads to without a commit, and of which it is not known what they hold.
 *
 * @param trees of which git could not read every folder
 */
export async function treeGaps(repository: Repository, trees: readonly string[]): Promise<Skip[]> {
  const partial = trees.length > 0 && (await isPartialClone(repository));
  const why = partial ? NEVER_FETCHED : 'git cannot read all of its folders: see "git fsck"';
  return trees.map((tree) => ({ what: `tree ${tree}`, why, incomplete: true }));
}
