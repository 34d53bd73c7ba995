import { type Repository, resolveCommit } from './repository.ts';
import { runGit, startGit } from './run.ts';

/**
 * Which of some commits the default branch leads to: the branch that the remote `origin` names as its own, or the
 * one that is checked out where there is no remote.
 */
export async function onDefaultBranch(repository: Repository, commits: readonly string[]): Promise<Set<string>> {
  const named = await runGit(repository.context, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD']);
  const ref = named.code === 0 ? named.stdout.toString('utf8').trim() : 'HEAD';
  const tip = await resolveCommit(repository, ref).catch(() => null);
  const wanted = new Set(commits);
  const found = new Set<string>();
  if (tip === null || wanted.size === 0) return found;
  const { child, ended } = startGit(repository.context, ['rev-list', tip]);
  child.stdin.end();
  let rest = '';
  for await (const chunk of child.stdout) {
    const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (wanted.has(line)) found.add(line);
  }
  await ended;
  return found;
}
