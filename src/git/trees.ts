import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** What a tree or an index has at a path. */
export type ListedEntry = { mode: number; id: string; path: RawPath };

/**
 * Everything that a commit's or a tree's folders hold, the folders themselves too. Whole trees are
 * listed where a single path would do: an argument is text, and a path may be no UTF-8.
 *
 * @returns no entries where it cannot be read
 */
export async function listTree(repository: Repository, treeish: string): Promise<ListedEntry[]> {
  const { stdout } = await runGit(repository.context, ['ls-tree', '-r', '-t', '-z', '--full-tree', treeish]);
  return entriesOf(stdout, /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s);
}

/** Every entry of every index: of this work tree and linked ones, in any stage of a merge. */
export async function listIndexes(repository: Repository): Promise<ListedEntry[]> {
  const linked = join(repository.commonDir, 'worktrees');
  const names = existsSync(linked) ? readdirSync(linked).sort() : [];
  const gitDirs = [repository.commonDir, ...names.map((name) => join(linked, name))];
  const context = { ...repository.context, ambient: false };
  const entries: ListedEntry[] = [];
  for (const gitDir of gitDirs.filter((dir) => existsSync(join(dir, 'index')))) {
    const { stdout } = await runGit(context, [`--git-dir=${gitDir}`, 'ls-files', '--stage', '-z']);
    entries.push(...entriesOf(stdout, /^(\d+) ([0-9a-f]+) \d\t(.*)$/s));
  }
  return entries;
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
