import { simpleGit } from 'simple-git';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/** Where a token may be sent, and how it is asked for. */
export type Credentials = {
  /** The server that the token is for, as `https://github.com`. */
  server: string;
  token: string;
};

/** What git needs of the environment to reach a remote: nothing of `GIT_*`, which names repositories. */
const KEPT = /^(?:PATH|HOME|USER|TMPDIR|TEMP|SYSTEMROOT|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO|ALL)_PROXY|SSH_AUTH_SOCK)$/i;

/**
 * Brings commits, and the history behind them, into a checkout that was made without: the one place
 * where anything is fetched, and only when the operator's workflow asks.
 *
 * @param commits full ids
 * @param credentials for where the checkout did not keep its own; sent to that server alone, and never
 *   for submodules, whose addresses a proposal may choose
 * @returns what git said where that failed, or null
 */
export async function fetchCommits(
  repository: Repository,
  commits: string[],
  credentials: Credentials | null,
): Promise<string | null> {
  const codes = await Promise.all(
    commits.map(async (commit) => (await runGit(repository.context, ['cat-file', '-e', `${commit}^{commit}`])).code),
  );
  const wanted = commits.filter((_, index) => codes[index] !== 0);
  if (!repository.shallow && wanted.length === 0) return null;
  // In the environment, not on the command line: other users of the machine can read that.
  const header: Record<string, string> =
    credentials === null
      ? {}
      : {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `http.${credentials.server.replace(/\/$/, '')}/.extraheader`,
          GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${credentials.token}`).toString('base64')}`,
        };
  const environment = Object.entries(repository.context.env).filter(([name]) => KEPT.test(name));
  const git = simpleGit({
    baseDir: repository.context.cwd,
    config: ['core.hooksPath=/dev/null', 'core.fsmonitor=false'],
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeConfigEnvCount: true },
    allowEnvironment: ['GIT_TERMINAL_PROMPT', ...Object.keys(header)],
  }).env({ ...Object.fromEntries(environment), ...header, GIT_TERMINAL_PROMPT: '0' });
  try {
    await git.fetch([
      '--no-tags',
      '--no-recurse-submodules',
      '--quiet',
      ...(repository.shallow ? ['--unshallow'] : []),
      'origin',
      ...wanted,
    ]);
    return null;
  } catch (error) {
    return error instanceof Error
      ? (error.message.split('\n').find((line) => line.trim() !== '') ?? error.name)
      : String(error);
  }
}
