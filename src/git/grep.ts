import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/**
 * Which of some texts stand in the files of a commit. They go to git through a pipe: other users of the machine can
 * read a command line.
 *
 * @param texts of one line each
 */
export async function textsIn(repository: Repository, commit: string, texts: readonly string[]): Promise<Set<string>> {
  if (texts.length === 0) return new Set();
  const words = ['grep', '--fixed-strings', '--text', '--only-matching', '-h', '--no-color', '-f', '-', commit, '--'];
  const { stdout } = await runGit(repository.context, words, `${texts.join('\n')}\n`);
  const lines = new Set(stdout.toString('utf8').split('\n'));
  return new Set(texts.filter((text) => lines.has(text)));
}
