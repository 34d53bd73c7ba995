import { type Change, RawDiffParser } from './raw-diff.ts';
import type { Repository } from './repository.ts';
import { nulSeparated, startGit } from './run.ts';

/**
 * What each commit brought, in the order of the commits; of a merge, what none of its parents had.
 *
 * @param onUnreadable called with a commit whose trees git cannot read; the others follow all the same
 */
export async function* changesOf(
  repository: Repository,
  commits: readonly string[],
  options: string[] = ['--no-renames'],
  onUnreadable: (commit: string) => void = () => {},
): AsyncGenerator<Change> {
  let next = 0;
  while (next < commits.length) {
    const { child, ended } = startGit(repository.context, [
      'diff-tree',
      '--stdin',
      '--always',
      '--root',
      '-r',
      '-c',
      '--combined-all-paths',
      '--raw',
      '-z',
      '--no-abbrev',
      '--ignore-submodules=none',
      ...options,
    ]);
    child.stdin.end(`${commits.slice(next).join('\n')}\n`);
    const parser = new RawDiffParser();
    let reached = next;
    for await (const pieces of nulSeparated(child.stdout)) {
      const changes: Change[] = [];
      parser.push(
        pieces,
        (change) => changes.push(change),
        () => {
          reached += 1;
        },
      );
      yield* changes;
    }
    const { code } = await ended;
    if (code === 0) return;
    // The commit after the last one named is the one that ended the process.
    if (reached === next) {
      onUnreadable(commits[next]!);
      reached += 1;
    }
    next = reached;
  }
}
