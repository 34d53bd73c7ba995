import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';

/** Whoever is asked for more patience than this is told so instead: comments are not worth a runner's minutes. */
const MOST_PATIENCE_S = 60;
const RETRIES = 3;

export type Octokit = ReturnType<typeof getOctokit>;

/** A repository at GitHub's API. */
export type GitHub = { octokit: Octokit; owner: string; repo: string };

/**
 * @param url of the API; null: the runner's
 * @param repository as `owner/name`
 * @param log told of waits; no credential is in what it is told
 */
export function gitHubAt(url: string | null, repository: string, token: string, log: (line: string) => void): GitHub {
  const [owner = '', repo = ''] = repository.split('/');
  const wait =
    (kind: string) =>
    (after: number, { method, url: route }: { method: string; url: string }, _: unknown, count: number) => {
      const patient = count < RETRIES && after <= MOST_PATIENCE_S;
      log(`GitHub's ${kind} rate limit was reached by ${method} ${route}${patient ? `: again in ${after} s` : ''}`);
      return patient;
    };
  const octokit = getOctokit(
    token,
    {
      ...(url === null ? {} : { baseUrl: url.replace(/\/$/, '') }),
      request: { retries: RETRIES },
      throttle: { onRateLimit: wait('primary'), onSecondaryRateLimit: wait('secondary') },
    },
    throttling as never,
    retry as never,
  );
  return { octokit, owner, repo };
}

/** What came of something that need not succeed: a page that could not be written fails no job. */
export type Done<Value> = { value: Value } | { failed: string };

/**
 * Does something at GitHub.
 *
 * @param what it is, in words
 * @param permission that the workflow needs for it
 * @returns why it failed, with what to do about it
 */
export async function attempt<Value>(
  what: string,
  permission: string,
  task: () => Promise<Value>,
): Promise<Done<Value>> {
  try {
    return { value: await task() };
  } catch (error) {
    const { status, message = 'no reason given' } = error as { status?: number; message?: string };
    const said = message.split('\n')[0]!.slice(0, 200);
    if (status === 401) return { failed: `${what}: GitHub does not know the token (401)` };
    const limited = /rate limit/i.test(said);
    if ((status === 403 || status === 404) && !limited)
      return { failed: `${what}: GitHub answered ${status} (${said}): the job needs "permissions: ${permission}"` };
    return { failed: `${what}: ${status === undefined ? '' : `GitHub answered ${status}: `}${said}` };
  }
}
