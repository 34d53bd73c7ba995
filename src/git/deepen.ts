import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Origin } from './fetch.ts';
import { readObjects } from './objects.ts';
import { readCommit } from './parse.ts';
import { findRepository, type Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Commits that are wanted: all that `head` leads to, and none of `bases` does. */
export type WantedRange = {
  head: string;
  /** A ref of the origin that leads to `head`. */
  headRef: string | null;
  bases: readonly string[];
  /** A branch of the origin that has what is not new. */
  against: string | null;
  /** How many commits there are, if that is known. */
  count: number | null;
};

/** What of it is here now. */
export type HeldRange = {
  /** What the range does not hold, as commits that are here. */
  not: string[];
  /** Why it is not here whole, in git's words; null: it is. */
  problem: string | null;
};

/** How much deeper each further attempt goes. */
const DEEPER = 4;
/** From here on the whole history is asked for. */
const MAX_DEPTH = 10_000;

/**
 * Brings the commits of a range into a checkout, and of what is older only the commits that they were made on. A whole
 * clone gets what it lacks. In a shallow one the server itself is asked for what a branch does not have; where that
 * does not come to the range, it is deepened step by step until every commit has its parents.
 */
export async function bringRange(repository: Repository, wanted: WantedRange, origin: Origin): Promise<HeldRange> {
  const { head, bases } = wanted;
  const lacking = await absent(repository, [head, ...bases]);
  if (!repository.shallow) {
    const failed = await bringCommits(repository, lacking, wanted, origin);
    return held(repository, wanted, failed, origin);
  }
  if (lacking.length === 0 && bases.length > 0 && (await isClosed(repository, head, bases)))
    return { not: [...bases], problem: null };
  if (wanted.against === null) return deepen(repository, wanted, origin);
  // The old commit of a moved ref may be gone for good.
  for (const base of bases) if (lacking.includes(base)) await origin.bring([base], ['--depth=1']);
  const reachable = { ...wanted, bases: await present(repository, bases) };
  const not = await bringUnknown(repository, reachable, wanted.against, origin);
  return not === null ? deepen(repository, reachable, origin) : { not, problem: null };
}

/** A whole clone, or one that could not be made deeper: what is here of the range's end, or of where it branches off. */
async function held(
  repository: Repository,
  { bases, against }: WantedRange,
  failed: string | null,
  origin: Origin,
): Promise<HeldRange> {
  const gone = new Set(await absent(repository, bases));
  const here = bases.filter((base) => !gone.has(base));
  if (gone.size === 0 && (bases.length > 0 || against === null)) return { not: here, problem: failed };
  if (against === null) return { not: here, problem: failed };
  // The old commit of a moved ref may be gone for good: what the branch has is not new either.
  const tip = await bringTip(repository, against, origin);
  return { not: [...here, ...(tip === null ? [] : [tip])], problem: null };
}

/** The commit that a branch of the origin names, once it is here; null where it cannot be had. */
export async function bringTip(repository: Repository, branch: string, origin: Origin): Promise<string | null> {
  if (!repository.shallow) {
    const known = await commitOf(repository, `refs/remotes/origin/${branch}`);
    if (known !== null) return known;
  }
  const tip = await origin.tipOf(`refs/heads/${branch}`);
  if (tip === null) return commitOf(repository, `refs/remotes/origin/${branch}`);
  if ((await absent(repository, [tip])).length === 0) return tip;
  const failed = await origin.bring([tip], repository.shallow ? ['--depth=1'] : []);
  return failed === null ? tip : null;
}

async function bringCommits(
  repository: Repository,
  ids: readonly string[],
  { head, headRef }: WantedRange,
  origin: Origin,
): Promise<string | null> {
  if (ids.length === 0) return null;
  const failed = await origin.bring(ids);
  if (failed === null || headRef === null || !ids.includes(head)) return failed;
  // A server that gives nothing by its id gives it by its name; whether it is the same is seen from what is here then.
  await origin.bring([headRef]);
  return (await absent(repository, [head])).length === 0 ? null : failed;
}

/**
 * Brings what a branch does not have, and then the commits that this was made on.
 *
 * @returns those; null where this is not what is wanted, or the server cannot do it
 */
async function bringUnknown(
  repository: Repository,
  { head, bases, count }: WantedRange,
  branch: string,
  origin: Origin,
): Promise<string[] | null> {
  const not = new Set(await present(repository, bases));
  // Without an end that is here, nobody could tell which of the commits that are here already the branch has, too.
  if (not.size === 0 && ((await commitsOf(repository, [head]))?.length ?? 0) > 1) return null;
  // Whether the branch has a commit, too; if not, what it does not have comes with it.
  const isKnown = async (id: string): Promise<boolean | null> => {
    const failed = await origin.bring([id], [`--shallow-exclude=${branch}`]);
    if (failed === null) return false;
    // git-upload-pack's words for: there is no commit here that the branch does not have.
    return /no commits selected/.test(failed) ? true : null;
  };
  const known = await isKnown(head);
  if (known === true && bases.length === 0) return [head];
  if (known !== false || (await absent(repository, [head])).length > 0) return null;
  // git cuts a merge with what the branch has off from all of its parents: each of them is asked for by itself.
  for (
    let cut = await cutCommits(repository, head, not);
    cut.length > 0;
    cut = await cutCommits(repository, head, not)
  ) {
    for (const parent of await absent(repository, [...(await parentsIn(repository, cut))])) {
      const isOld = await isKnown(parent);
      if (isOld === null || (isOld && (await origin.bring([parent], ['--depth=1'])) !== null)) return null;
      if (isOld) not.add(parent);
    }
    // What they were made on is here now. (`git fetch --deepen=1` does not do it for a commit that no ref names.)
    uncut(repository, cut);
  }
  const commits = (await commitsOf(repository, [head, ...[...not].map((id) => `^${id}`)])) ?? [];
  // The branch went on since, and has a part of them by now: the event counts them all the same.
  return count !== null && commits.length < count ? null : [...not];
}

/** The commits of the range whose parents are hidden. */
async function cutCommits(repository: Repository, head: string, not: ReadonlySet<string>): Promise<string[]> {
  const shallow = shallowCommits(repository);
  const commits = await commitsOf(repository, [head, ...[...not].map((id) => `^${id}`)]);
  return commits?.filter((id) => shallow.has(id)) ?? [];
}

async function deepen(repository: Repository, wanted: WantedRange, origin: Origin): Promise<HeldRange> {
  const { head, bases, count, against } = wanted;
  let problem: string | null = null;
  // Nothing to end at: the whole history of the head is new.
  const endless = bases.length === 0 && against === null;
  for (let depth = endless ? MAX_DEPTH : (count ?? 1) + 1; ; depth *= DEEPER) {
    const whole = depth >= MAX_DEPTH;
    const tip = bases.length === 0 && against !== null ? await origin.tipOf(`refs/heads/${against}`) : null;
    const ends = tip === null ? bases : [tip];
    const options = whole ? ['--unshallow'] : [`--depth=${depth}`];
    // Within so many commits of a push the old one is met: it need not be asked for, nor what is behind it.
    const met = count !== null && against === null;
    problem = await origin.bring([head, ...(met && !whole ? [] : ends)], options);
    const still = await findRepository(repository.context);
    if (problem !== null || whole || still?.shallow === false) {
      const now = still ?? repository;
      const failed = problem === null ? null : await bringCommits(now, await absent(now, [head]), wanted, origin);
      return held(now, wanted, failed ?? problem, origin);
    }
    const here = await present(repository, ends);
    if (here.length === ends.length && (await isClosed(repository, head, here))) return { not: here, problem: null };
  }
}

/** The parents that commits name, also where a shallow clone hides them. */
async function parentsIn(repository: Repository, ids: readonly string[]): Promise<Set<string>> {
  const parents = new Set<string>();
  for await (const { objects } of readObjects(repository.context, [...ids])) {
    for (const { bytes } of objects) for (const id of readCommit(bytes).parents) parents.add(id);
  }
  return parents;
}

/** Lets commits have their parents again, which are here. */
function uncut({ commonDir }: Repository, ids: readonly string[]): void {
  const file = join(commonDir, 'shallow');
  const known = new Set(ids);
  const rest = readFileSync(file, 'latin1')
    .split('\n')
    .filter((id) => id !== '' && !known.has(id));
  // Whole or not at all: git reads it as it likes.
  writeFileSync(`${file}.clawback`, rest.map((id) => `${id}\n`).join(''));
  renameSync(`${file}.clawback`, file);
}

/** Whether each commit of the range is here with its parents. */
async function isClosed(repository: Repository, head: string, not: readonly string[]): Promise<boolean> {
  const cut = shallowCommits(repository);
  const commits = await commitsOf(repository, [head, ...not.map((id) => `^${id}`)]);
  return commits?.every((id) => !cut.has(id)) ?? false;
}

/** The commits behind which a shallow clone ends. */
export function shallowCommits({ commonDir }: Repository): Set<string> {
  try {
    return new Set(readFileSync(join(commonDir, 'shallow'), 'latin1').split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}

/** Null where git cannot tell. */
async function commitsOf(repository: Repository, ends: readonly string[]): Promise<string[] | null> {
  const { code, stdout } = await runGit(
    repository.context,
    ['rev-list', '--stdin'],
    ends.map((end) => `${end}\n`).join(''),
  );
  if (code !== 0) return null;
  return stdout.toString('latin1').split('\n').filter(Boolean);
}

/** The commit that a revision names; null where there is none. */
async function commitOf(repository: Repository, revision: string): Promise<string | null> {
  const { code, stdout } = await runGit(repository.context, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  return code === 0 ? stdout.toString('latin1').trim() : null;
}

/** Which of some commits, or tags on them, are not here. */
async function absent(repository: Repository, ids: readonly string[]): Promise<string[]> {
  const here = new Set(await present(repository, ids));
  return ids.filter((id) => !here.has(id));
}

async function present(repository: Repository, ids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(ids.map((id) => commitOf(repository, id)));
  return ids.filter((_, index) => found[index] !== null);
}
