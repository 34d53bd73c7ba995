import type { UnreadableObject } from './objects.ts';
import { isPartialClone, type Repository } from './repository.ts';
import { runGit } from './run.ts';

/** The way out where objects were left out when the history was fetched. */
export const NEVER_FETCHED = 'never fetched into this partial clone: clone without --filter to scan everything';

/** How many ids one command line takes. */
const IDS_ASKED = 1000;

/**
 * Why objects could not be read, for a report. What is not stored was never fetched where the clone is
 * partial; what is stored is corrupt, or may not be read.
 *
 * @param name what a reason calls an object
 * @returns reasons in the order of the objects
 */
export async function whyUnreadable(
  repository: Repository,
  unreadable: readonly UnreadableObject[],
  name: (id: string) => string,
): Promise<string[]> {
  if (unreadable.length === 0) return [];
  const stored = await storedOf(
    repository,
    unreadable.map(({ id }) => id),
  );
  const partial = unreadable.some(({ id }) => !stored.has(id)) && (await isPartialClone(repository));
  return unreadable.map(({ id, why }) => {
    if (why === 'too large') return 'it is larger than 1 GiB';
    if (stored.has(id)) return `git cannot read ${name(id)}: see "git fsck"`;
    return partial ? NEVER_FETCHED : `${name(id)} is not in the repository: see "git fsck"`;
  });
}

/**
 * Those objects that the repository holds, readable or not. Asked for as the only ends of an
 * abbreviation: every other question opens the object, or goes to fetch it.
 */
async function storedOf(repository: Repository, ids: string[]): Promise<Set<string>> {
  const stored = new Set<string>();
  for (let at = 0; at < ids.length; at += IDS_ASKED) {
    const asked = ids.slice(at, at + IDS_ASKED).map((id) => `--disambiguate=${id}`);
    const { stdout } = await runGit(repository.context, ['rev-parse', ...asked]);
    for (const id of stdout.toString('latin1').split('\n')) if (id !== '') stored.add(id);
  }
  return stored;
}

/**
 * Why commits cannot be compared with their parents.
 *
 * @param commits whose trees git could not read
 */
export async function whyNoTrees(repository: Repository, commits: readonly string[]): Promise<string[]> {
  if (commits.length === 0) return [];
  const partial = await isPartialClone(repository);
  const whys: string[] = [];
  for (const commit of commits) {
    const absent = partial && (await lacksTrees(repository, commit));
    whys.push(absent ? NEVER_FETCHED : 'git cannot read its trees: see "git fsck"');
  }
  return whys;
}

/** Whether all that keeps the trees of a commit and its parents from being read is that some are not there. */
export async function lacksTrees(repository: Repository, commit: string): Promise<boolean> {
  const args = ['rev-list', '--objects', '--missing=print', '--filter=blob:none', '--no-walk', `${commit}^@`, commit];
  const { code, stdout } = await runGit(repository.context, args);
  return code === 0 && /^\?/m.test(stdout.toString('latin1'));
}
