import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** What a tree or an index has at a path. */
export type ListedEntry = { mode: number; id: string; path: RawPath };

/**
 * Everything that a tree's folders hold, the folders themselves too.
 *
 * @returns what there is of it where it cannot be read whole
 */
export async function listTree(
  repository: Repository,
  tree: string,
): Promise<{ entries: ListedEntry[]; whole: boolean }> {
  const { code, stdout } = await runGit(repository.context, ['ls-tree', '-r', '-t', '-z', '--full-tree', tree]);
  return { entries: entriesOf(stdout, /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s), whole: code === 0 };
}

/** What the indexes of a repository hold, and which of them git cannot read. */
export type Indexes = { entries: ListedEntry[]; unreadable: string[] };

/** Every entry of every index: of this work tree and linked ones, in any stage of a merge. */
export async function listIndexes(repository: Repository): Promise<Indexes> {
  const linked = join(repository.commonDir, 'worktrees');
  const names = existsSync(linked) ? readdirSync(linked).sort() : [];
  const workTrees = [
    { what: 'the index of the main work tree', gitDir: repository.commonDir },
    ...names.map((name) => ({ what: `the index of the work tree "${name}"`, gitDir: join(linked, name) })),
  ];
  const context = { ...repository.context, ambient: false };
  const entries: ListedEntry[][] = [];
  const unreadable: string[] = [];
  for (const { what, gitDir } of workTrees.filter(({ gitDir }) => existsSync(join(gitDir, 'index')))) {
    const { code, stdout } = await runGit(context, [`--git-dir=${gitDir}`, 'ls-files', '--stage', '-z']);
    entries.push(entriesOf(stdout, /^(\d+) ([0-9a-f]+) \d\t(.*)$/s));
    if (code !== 0) unreadable.push(what);
  }
  return { entries: entries.flat(), unreadable };
}

function entriesOf(stdout: Buffer, form: RegExp): ListedEntry[] {
  return stdout
    .toString('latin1')
    .split('\0')
    .flatMap((entry) => {
      const match = form.exec(entry);
      return match ? [{ mode: Number.parseInt(match[1]!, 8), id: match[2]!, path: match[3]! }] : [];
    });
}
