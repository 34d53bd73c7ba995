import { ClawbackError } from '../domain/errors.ts';
import { shallowCommits } from './deepen.ts';
import { changesOf } from './introductions.ts';
import { readObjects, typesOf } from './objects.ts';
import { GITLINK, readTag } from './parse.ts';
import { type Change, renameOptions } from './raw-diff.ts';
import { headCommit, type Repository, resolveCommit } from './repository.ts';
import { askGit, runGit } from './run.ts';
import { type Peeled, peelTags } from './tags.ts';
import { listTree } from './trees.ts';

/** What a range holds. */
export type Range = {
  /** Oldest first. */
  commits: string[];
  /** Tag objects that belong to it. */
  tags: string[];
  /** What belongs to it without a commit: a tag on a blob or on a tree. */
  loose: Change[];
  /** Those trees of them that git cannot list whole. */
  trees: string[];
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
  return commitsBetween(repository, [head], [base]);
}

/**
 * What a push would send: from git's pre-push input (`<local ref> <id> <remote ref> <id>` a line),
 * or, without any, the commits of HEAD that no remote has.
 *
 * @throws ClawbackError `usage` if the input is not what git gives a pre-push hook
 */
export async function readPush(repository: Repository, input: string): Promise<Range> {
  const updates: { ref: string; local: string; remote: string }[] = [];
  const lines = input.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    // The first field is what was typed, and may hold spaces: `git push origin 'HEAD^{/a text}:main'`.
    const match = /^(.+) ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/.exec(line);
    if (!match) {
      throw new ClawbackError('usage', '--since-push reads what git gives a pre-push hook: lines of "REF ID REF ID"');
    }
    const [, ref, local, remote] = match as unknown as [string, string, string, string];
    // All zeros: a ref that is deleted here.
    if (!/^0+$/.test(local)) updates.push({ ref, local, remote });
  }
  const bases = await commitsAmong(
    repository,
    updates.map(({ remote }) => remote),
  );
  const head = lines.length === 0 ? await headCommit(repository) : null;
  const ids = [...updates.map(({ local }) => local), ...(head === null ? [] : [head])];
  const notes = updates.filter(({ ref }) => ref.startsWith('refs/notes/')).map(({ local }) => local);
  return rangeOf(repository, { ids, not: bases, all: ['--remotes'], notes });
}

/** Objects whose history is meant. */
type Ends = {
  /** Commits, or tags on anything. */
  ids: readonly string[];
  /** Commits; what they lead to is not meant. */
  not: readonly string[];
  /** Options of `git rev-list` that name more of such. */
  all?: readonly string[];
  /** Those of the ids that are notes. */
  notes?: readonly string[];
};

/**
 * All that some objects lead to, and others do not: commits, and tags on the way, whatever they are on.
 *
 * @throws ClawbackError `git-failed` for an object that is not here
 */
export async function rangeOf(repository: Repository, { ids, not, all = [], notes = [] }: Ends): Promise<Range> {
  const { targets, tags, types } = await peelAll(repository, ids);
  const heads = [...new Set(targets.values())].filter((id) => types.get(id) === 'commit');
  const loose = await looseChanges(repository, new Set(targets.values()), types);
  const range = heads.length === 0 ? NOTHING : await commitsBetween(repository, heads, not, all);
  const noted = notes.map((id) => targets.get(id)!).filter((id) => heads.includes(id));
  return { ...range, ...loose, tags, notes: new Set(noted.length === 0 ? [] : await revList(repository, noted)) };
}

const NOTHING: Range = { commits: [], tags: [], loose: [], trees: [], notes: new Set(), tips: [], cutOff: [] };

/** Where objects lead that are to be pushed, the tags on the way, and what is at the end of them. */
async function peelAll(
  repository: Repository,
  ids: readonly string[],
): Promise<{ targets: Peeled['targets']; tags: string[]; types: Map<string, string> }> {
  const { context } = repository;
  const types = new Map<string, string>();
  const tagged = new Map<string, string>();
  for (let open = [...new Set(ids)]; open.length > 0; ) {
    for (const [id, type] of await typesOf(context, open)) types.set(id, type);
    const lost = open.find((id) => !types.has(id));
    if (lost !== undefined) throw notPushed(lost);
    const next = new Set<string>();
    const tags = open.filter((id) => types.get(id) === 'tag');
    for await (const { objects, unreadable } of readObjects(context, tags)) {
      if (unreadable[0]) throw notPushed(unreadable[0].id);
      for (const { id, bytes } of objects) {
        const { object } = readTag(bytes);
        if (!/^[0-9a-f]{40,64}$/.test(object)) throw notPushed(id);
        tagged.set(id, object);
        if (!types.has(object)) next.add(object);
      }
    }
    open = [...next];
  }
  const { targets, tags } = peelTags(ids, (id) => tagged.get(id));
  return { targets, tags: [...tags.keys()], types };
}

function notPushed(id: string): ClawbackError {
  return new ClawbackError('git-failed', `git cannot read object ${id}, which this is about: see "git fsck"`);
}

/** Blobs and the files of trees, as if a commit without parents had brought them. */
async function looseChanges(
  repository: Repository,
  ids: Iterable<string>,
  types: Map<string, string>,
): Promise<Pick<Range, 'loose' | 'trees'>> {
  const loose: Change[] = [];
  const trees: string[] = [];
  for (const id of ids) {
    const type = types.get(id);
    if (type === 'commit') continue;
    if (type === 'blob') loose.push({ mode: 0o100644, id, path: '', commit: '', parents: [] });
    else {
      const { entries, whole } = await listTree(repository, id);
      if (!whole) trees.push(id);
      for (const entry of entries) {
        if (entry.mode !== GITLINK && entry.mode !== 0o40000) loose.push({ ...entry, commit: '', parents: [] });
      }
    }
  }
  return { loose, trees };
}

/** Those ids that are, or lead to, a commit which is here. */
async function commitsAmong(repository: Repository, ids: string[]): Promise<string[]> {
  const distinct = [...new Set(ids)];
  const types = await typesOf(
    repository.context,
    distinct.map((id) => `${id}^{commit}`),
  );
  return distinct.filter((id) => types.has(`${id}^{commit}`));
}

/** @param all options that name more of what does not belong to it */
async function commitsBetween(
  repository: Repository,
  heads: readonly string[],
  not: readonly string[],
  all: readonly string[] = [],
): Promise<Range> {
  const ends = [...heads, ...not.map((id) => `^${id}`)];
  const commits = await revList(repository, ends, [
    '--topo-order',
    '--reverse',
    ...(all.length > 0 ? ['--not', ...all] : []),
  ]);
  const cut = repository.shallow ? shallowCommits(repository) : new Set<string>();
  return { ...NOTHING, commits, tips: [...heads], cutOff: commits.filter((id) => cut.has(id)) };
}

async function revList(
  repository: Repository,
  ends: readonly string[],
  options: readonly string[] = [],
): Promise<string[]> {
  const input = ends.map((end) => `${end}\n`).join('');
  const out = await askGit(repository.context, ['rev-list', '--stdin', ...options], input);
  return out.toString('latin1').split('\n').filter(Boolean);
}

/**
 * What the commits of a range brought; of a merge, what none of its parents had.
 *
 * @param renames follow renamed files to what they were
 */
export async function rangeChanges(
  repository: Repository,
  commits: readonly string[],
  renames: boolean,
): Promise<{ changes: Change[]; unreadable: string[] }> {
  const changes: Change[] = [];
  const unreadable: string[] = [];
  const stream = changesOf(repository, commits, renameOptions(renames), (commit) => unreadable.push(commit));
  for await (const change of stream) if (change.mode !== GITLINK) changes.push(change);
  return { changes, unreadable };
}

/** The parents of a commit; none where it has none, or cannot be read. */
export async function parentsOf(repository: Repository, commit: string): Promise<string[]> {
  const { stdout } = await runGit(repository.context, ['rev-list', '--parents', '--no-walk', commit]);
  return stdout.toString('latin1').trim().split(' ').slice(1);
}
