import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import { changesOf } from './introductions.ts';
import { GITLINK, readTag } from './parse.ts';
import { type Change, renameOptions } from './raw-diff.ts';
import { headCommit, type Repository, resolveCommit } from './repository.ts';
import { askGit, runGit } from './run.ts';
import { listTree } from './trees.ts';

/** What a range holds. */
export type Range = {
  /** Oldest first. */
  commits: string[];
  /** Tag objects that belong to it. */
  tags: string[];
  /** What belongs to it without a commit: a tag on a blob or on a tree. */
  loose: Change[];
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
  const pushed = {
    heads: [] as string[],
    bases: [] as string[],
    tags: [] as string[],
    loose: [] as Change[],
    notes: [] as string[],
  };
  const lines = input.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    // The first field is what was typed, and may hold spaces: `git push origin 'HEAD^{/a text}:main'`.
    const match = /^(.+) ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/.exec(line);
    if (!match) {
      throw new ClawbackError('usage', '--since-push reads what git gives a pre-push hook: lines of "REF ID REF ID"');
    }
    const [, ref, local, remote] = match as unknown as [string, string, string, string];
    // All zeros: a ref that is deleted here, or does not exist there yet.
    if (/^0+$/.test(local)) continue;
    const { tags, target, type } = await peel(repository, local);
    pushed.tags.push(...tags);
    if (type === 'commit') pushed.heads.push(target);
    else pushed.loose.push(...(await looseChanges(repository, target, type)));
    if (type === 'commit' && ref.startsWith('refs/notes/')) pushed.notes.push(target);
    if (!/^0+$/.test(remote) && (await isCommit(repository, remote))) pushed.bases.push(remote);
  }
  const head = lines.length === 0 ? await headCommit(repository) : null;
  if (head !== null) pushed.heads.push(head);

  const { heads, bases, tags, loose } = pushed;
  const range = heads.length === 0 ? NOTHING : await commitsBetween(repository, heads, [...bases, '--remotes']);
  const notes = pushed.notes.length === 0 ? [] : await revList(repository, pushed.notes);
  return { ...range, tags, loose, notes: new Set(notes) };
}

const NOTHING: Range = { commits: [], tags: [], loose: [], notes: new Set(), tips: [], cutOff: [] };

/** The tags that an object is behind, and what they lead to. */
async function peel(repository: Repository, id: string): Promise<{ tags: string[]; target: string; type: string }> {
  const tags: string[] = [];
  let target = id;
  for (let depth = 0; depth < 20; depth += 1) {
    const type = (await askGit(repository.context, ['cat-file', '-t', target])).toString('latin1').trim();
    if (type !== 'tag') return { tags, target, type };
    tags.push(target);
    target = readTag(await askGit(repository.context, ['cat-file', 'tag', target])).object;
  }
  return { tags, target, type: 'tag' };
}

/** A blob or the files of a tree, as if a commit without parents had brought them. */
async function looseChanges(repository: Repository, id: string, type: string): Promise<Change[]> {
  const entries = type === 'blob' ? [{ mode: 0o100644, id, path: '' }] : await listTree(repository, id);
  const files = entries.filter(({ mode }) => mode !== GITLINK && mode !== 0o40000);
  return files.map((entry) => ({ ...entry, commit: '', parents: [] }));
}

async function isCommit(repository: Repository, id: string): Promise<boolean> {
  return (await runGit(repository.context, ['cat-file', '-e', `${id}^{commit}`])).code === 0;
}

async function commitsBetween(repository: Repository, heads: string[], not: string[]): Promise<Range> {
  const commits = await revList(repository, ['--topo-order', '--reverse', ...heads, '--not', ...not]);
  const shallow = repository.shallow ? readFileSync(join(repository.commonDir, 'shallow'), 'latin1').split('\n') : [];
  const cut = new Set(shallow);
  return { ...NOTHING, commits, tips: heads, cutOff: commits.filter((id) => cut.has(id)) };
}

async function revList(repository: Repository, args: string[]): Promise<string[]> {
  const out = await askGit(repository.context, ['rev-list', ...args]);
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
