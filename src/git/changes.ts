import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import { type Change, GITLINK, RawDiffParser } from './parse.ts';
import { changesOf } from './places.ts';
import { emptyTree, headCommit, mergeHeads, type Repository, resolveCommit } from './repository.ts';
import { askGit, type GitContext, runGit } from './run.ts';

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
    first = (await diffIndex(context, parents[0]!, renames)) ?? [];
  }
  let changes = first;
  for (const parent of parents.slice(1)) {
    const other = await diffIndex(context, parent, renames);
    if (other === null)
      throw new ClawbackError('git-failed', `git could not compare the index with ${parent}, which is being merged`);
    const others = new Map(other.map((change) => [change.path, change]));
    changes = changes.flatMap((change) => {
      const other = others.get(change.path);
      return other ? [{ ...change, parents: [...change.parents, ...other.parents] }] : [];
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

/** Renames are only followed for the few changes that hold something, so the limit may be high. */
export function renameOptions(renames: boolean): string[] {
  return renames ? ['-M', '-l20000'] : ['--no-renames'];
}

/** Commits to look at, oldest first. */
export type Range = {
  commits: string[];
  /** Tag objects that belong to it. */
  tags: string[];
  /** Blobs that belong to it by themselves: what tags point straight at. */
  blobs: string[];
  /** Commits of refs that hold notes. */
  notes: Set<string>;
  /** Where it ends: what is still there is told by these. */
  tips: string[];
  /** Commits of the range whose parents were cut off by a shallow fetch. */
  cutOff: string[];
};

/**
 * The commits of `BASE..HEAD`: all that HEAD leads to and BASE does not, merges included.
 *
 * @throws ClawbackError `usage` or `no-such-ref`
 */
export async function readRange(repository: Repository, spec: string): Promise<Range> {
  const match = /^(.+?)\.\.(?!\.)(.*)$/.exec(spec);
  if (!match || spec.includes('...')) {
    throw new ClawbackError('usage', `a range is written BASE..HEAD, as in "main..HEAD", not "${spec}"`);
  }
  const base = await resolveCommit(repository, match[1]!);
  const head = await resolveCommit(repository, match[2] || 'HEAD');
  return rangeOf(repository, [head], [base], [], []);
}

/**
 * What a push would send: from git's pre-push input (`<local ref> <id> <remote ref> <id>` a line),
 * or, without any, the commits of HEAD that no remote has.
 *
 * @throws ClawbackError `usage` if the input is not what git gives a pre-push hook
 */
export async function readPush(repository: Repository, input: string): Promise<Range> {
  const heads: string[] = [];
  const bases: string[] = [];
  const tags: string[] = [];
  const blobs: string[] = [];
  const notes: string[] = [];
  const lines = input.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const match = /^.+ ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/.exec(line);
    if (!match)
      throw new ClawbackError('usage', '--since-push reads what git gives a pre-push hook: lines of "REF ID REF ID"');
    const [, local, remote] = match as unknown as [string, string, string];
    // All zeros: a ref that is deleted here, or does not exist there yet.
    if (/^0+$/.test(local)) continue;
    let at = local;
    let type = await typeOf(repository, at);
    for (let depth = 0; type === 'tag' && depth < 20; depth += 1) {
      tags.push(at);
      at = /^object ([0-9a-f]+)/.exec((await askGit(repository.context, ['cat-file', 'tag', at])).toString('latin1'))![1]!;
      type = await typeOf(repository, at);
    }
    if (type === 'commit') heads.push(at);
    if (type === 'commit' && line.startsWith('refs/notes/')) notes.push(at);
    else if (type === 'blob') blobs.push(at);
    else if (type === 'tree') blobs.push(...(await heldBy(repository, at)));
    const known = /^0+$/.test(remote)
      ? null
      : await runGit(repository.context, ['cat-file', '-e', `${remote}^{commit}`]);
    if (known?.code === 0) bases.push(remote);
  }
  if (lines.length === 0) {
    const head = await headCommit(repository);
    if (head !== null) heads.push(head);
  }
  return heads.length === 0
    ? { commits: [], tags, blobs, notes: new Set(), tips: [], cutOff: [] }
    : {
        ...(await rangeOf(repository, heads, [...bases, '--remotes'], tags, blobs)),
        notes: new Set(
          notes.length === 0
            ? []
            : (await askGit(repository.context, ['rev-list', ...notes])).toString('latin1').split('\n').filter(Boolean),
        ),
      };
}

async function typeOf(repository: Repository, id: string): Promise<string> {
  return (await askGit(repository.context, ['cat-file', '-t', id])).toString('latin1').trim();
}

async function rangeOf(
  repository: Repository,
  heads: string[],
  not: string[],
  tags: string[],
  blobs: string[],
): Promise<Range> {
  const out = await askGit(repository.context, ['rev-list', '--topo-order', '--reverse', ...heads, '--not', ...not]);
  const commits = out.toString('latin1').split('\n').filter(Boolean);
  const cut = repository.shallow
    ? new Set(readFileSync(join(repository.commonDir, 'shallow'), 'latin1').split('\n'))
    : new Set();
  return { commits, tags, blobs, notes: new Set(), tips: heads, cutOff: commits.filter((id) => cut.has(id)) };
}

/** What the commits of a range brought; of a merge, what none of its parents had. */
export async function rangeChanges(
  repository: Repository,
  commits: readonly string[],
  renames = false,
  onUnreadable: (commit: string) => void = () => {},
): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const change of changesOf(repository, commits, renameOptions(renames), onUnreadable)) {
    if (change.mode !== GITLINK) changes.push(change);
  }
  return changes;
}

/** Ids of everything that a commit's or tree's folders hold; empty where it cannot be read. */
export async function heldBy(repository: Repository, treeish: string): Promise<Set<string>> {
  const { stdout } = await runGit(repository.context, ['ls-tree', '-r', '-z', '--full-tree', treeish]);
  const held = new Set<string>();
  for (const entry of stdout.toString('latin1').split('\0')) {
    const id = /^\d+ \w+ ([0-9a-f]+)\t/.exec(entry)?.[1];
    if (id) held.add(id);
  }
  return held;
}

/** The parents of a commit that is made, or of the one that is being made. */
export async function parentsOf(repository: Repository, commit: string): Promise<string[]> {
  if (commit === '') {
    const head = await headCommit(repository);
    return head === null ? [] : [head, ...mergeHeads(repository)];
  }
  const { stdout } = await runGit(repository.context, ['rev-list', '--parents', '--no-walk', commit]);
  return stdout.toString('latin1').trim().split(' ').slice(1);
}
