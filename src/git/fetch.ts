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

/** Where a checkout came from. The one way in which anything is fetched, and only a workflow asks for it. */
export type Origin = {
  /**
   * Fetches refs or commits, and no tags that were not asked for; never submodules, whose addresses a proposal may
   * choose. Nothing is checked out, and no branch moves.
   *
   * @param what refs, full ids or refspecs
   * @param options how deep, as `--depth=2`
   * @returns what git said where that failed, or null
   */
  bring(what: readonly string[], options?: readonly string[]): Promise<string | null>;
  /** The commit that a ref of it names now; null where there is none, or it does not answer. */
  tipOf(ref: string): Promise<string | null>;
};

/** Where the origin is, as the checkout has it; null where there is none. */
export async function originUrl({ context }: Repository): Promise<string | null> {
  const { code, stdout } = await runGit(context, ['remote', 'get-url', 'origin']);
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

/**
 * @param credentials for where the checkout did not keep its own; sent to that server alone
 */
export async function originOf(repository: Repository, credentials: Credentials | null): Promise<Origin> {
  const { context } = repository;
  // Two headers at once would be refused.
  const keeps = async ({ server }: Credentials): Promise<boolean> =>
    (await runGit(context, ['config', '--get-urlmatch', 'http.extraheader', server])).stdout.length > 0;
  const header = credentials === null || (await keeps(credentials)) ? {} : headerFor(credentials);
  const environment = Object.entries(context.env).filter(([name]) => KEPT.test(name));
  const safe =
    context.safeDirectory === undefined ? {} : safeDirectory(context.safeDirectory, Object.keys(header).length);
  const git = simpleGit({
    baseDir: context.cwd,
    // A server that says nothing for a minute is given up. A repository that is committed in another is no checkout.
    config: [
      'core.hooksPath=/dev/null',
      'core.fsmonitor=false',
      'safe.bareRepository=explicit',
      'http.lowSpeedLimit=1',
      'http.lowSpeedTime=60',
    ],
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeConfigEnvCount: true },
    allowEnvironment: ['GIT_TERMINAL_PROMPT', ...Object.keys({ ...header, ...safe })],
  }).env({ ...Object.fromEntries(environment), ...header, ...safe, GIT_TERMINAL_PROMPT: '0' });
  const attempt = async (task: () => PromiseLike<string>): Promise<{ out: string } | { failed: string }> => {
    try {
      return { out: await task() };
    } catch (error) {
      return { failed: firstLine(error) };
    }
  };
  return {
    bring: async (what, options = []) => {
      const words = ['fetch', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--quiet', ...options];
      const done = await attempt(() => git.raw([...words, 'origin', ...what]));
      return 'failed' in done ? done.failed : null;
    },
    tipOf: async (ref) => {
      const done = await attempt(() => git.raw(['ls-remote', '--quiet', 'origin', ref]));
      // What is asked for matches the end of a name, too: "a/refs/heads/main" is another branch.
      const rows = 'out' in done ? done.out.split('\n').map((line) => line.split('\t')) : [];
      return rows.find(([, name]) => name === ref)?.[0] ?? null;
    },
  };
}

/** In the environment, not on the command line: other users of the machine can read that. */
function headerFor({ server, token }: Credentials): Record<string, string> {
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server.replace(/\/$/, '')}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  };
}

function safeDirectory(folder: string, headers: number): Record<string, string> {
  const at = headers === 0 ? 0 : 1;
  return {
    GIT_CONFIG_COUNT: String(at + 1),
    [`GIT_CONFIG_KEY_${at}`]: 'safe.directory',
    [`GIT_CONFIG_VALUE_${at}`]: folder,
  };
}

function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.split('\n').find((line) => line.trim() !== '') ?? error.name;
}
