import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ActionRun, runAction } from './action.ts';
import { type GitServer, serveGit } from './git-server.ts';
import { type GitHubHere, type GitHubOptions, gitHubHere, type Pull } from './github-server.ts';
import { TestRepository, temporaryFolder } from './repository.ts';

export const TOKEN = 'token-of-the-workflow';
export const HEADER = `basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;

/** How a run ended, and what it left for the runner. */
export type HostedRun = ActionRun & { outputs: Record<string, string>; summary: string };

/** A repository at a forge, with its API, on this machine. */
export type Hosted = {
  origin: TestRepository;
  git: GitServer;
  api: GitHubHere;
  /** A checkout as actions/checkout makes it, without credentials; depth 0 is the whole history. */
  checkout(ref: string, depth: number): TestRepository;
  run(checkout: TestRepository, event: string, payload: object, inputs?: NodeJS.ProcessEnv): Promise<HostedRun>;
};

export async function hosted(options: GitHubOptions = {}): Promise<Hosted> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'acme/app'), { recursive: true });
  const origin = new TestRepository({ path: join(folder, 'acme/app') });
  origin.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  // As GitHub does: any commit can be asked for by its id.
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const git = await serveGit(folder, HEADER);
  const api = await gitHubHere({ token: TOKEN, ...options });
  const url = `${git.url}/acme/app/.git`;
  return {
    origin,
    git,
    api,
    checkout: (ref, depth) => {
      const checkout = new TestRepository();
      // From the disk: the server is of this process, which waits for git here.
      checkout.git('remote', 'add', 'origin', `file://${origin.path}`);
      const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
      const id = origin.git('rev-parse', `${ref}^{commit}`);
      const local = ref.replace('refs/heads/', 'refs/remotes/origin/').replace(/^refs\/(?!remotes)/, 'refs/remotes/');
      const what = depth === 0 ? ['origin', ...all] : [`--depth=${depth}`, 'origin'];
      const own = depth === 0 && ref.startsWith('refs/heads/') ? [] : [`+${id}:${local}`];
      checkout.git('fetch', '-q', '--no-tags', ...what, ...own);
      checkout.git('remote', 'set-url', 'origin', url);
      checkout.git('checkout', '-q', '--force', '--detach', id);
      return checkout;
    },
    run: async (checkout, event, payload, inputs = {}) => {
      const summary = join(temporaryFolder(), 'summary.md');
      writeFileSync(summary, '');
      const done = await runAction(checkout.path, event, payload, {
        INPUT_TOKEN: TOKEN,
        GITHUB_API_URL: api.url,
        GITHUB_SERVER_URL: git.url,
        GITHUB_RUN_ID: '100',
        // A checkout of another user's cannot be asked.
        GITHUB_SHA: inputs.GITHUB_SHA ?? checkout.git('rev-parse', 'HEAD'),
        GITHUB_STEP_SUMMARY: summary,
        ...inputs,
      });
      return { ...done, outputs: outputsIn(done.output), summary: readFileSync(summary, 'utf8') };
    },
  };
}

/** The file of outputs, as a runner reads it. */
function outputsIn(text: string): Record<string, string> {
  const rows = [...text.matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)];
  return Object.fromEntries(rows.map(([, name, , value]) => [name!, value!]));
}

/** A pull request as GitHub has it: its refs at the origin, at the API, and in the event. */
export function proposed(
  { origin, api }: Pick<Hosted, 'origin' | 'api'>,
  {
    number = 1,
    base,
    head,
    into = 'main',
    from = 'topic',
    repo = 'acme/app',
    author = 'MEMBER',
  }: { number?: number; base: string; head: string; into?: string; from?: string; repo?: string; author?: string },
): { payload: { pull_request: object; repository: object }; merge: string; pull: Pull } {
  origin.git('update-ref', `refs/pull/${number}/head`, head);
  const tree = origin.git('rev-parse', `${head}^{tree}`);
  const merge = origin.git('commit-tree', tree, '-p', base, '-p', head, '-m', 'Merge');
  origin.git('update-ref', `refs/pull/${number}/merge`, merge);
  const commits = Number(origin.git('rev-list', '--count', `${base}..${head}`));
  const pull: Pull = {
    number,
    state: 'open',
    head: { sha: head, ref: from, label: `${repo.split('/')[0]}:${from}`, repo: { full_name: repo, id: 2 } },
    base: { sha: base, ref: into, repo: { full_name: 'acme/app', default_branch: 'main' } },
    user: { login: 'ada' },
    author_association: author,
  };
  api.pulls.splice(0, api.pulls.length, pull);
  return {
    payload: { pull_request: { ...pull, commits }, repository: { default_branch: 'main', full_name: 'acme/app' } },
    merge: `refs/pull/${number}/merge`,
    pull,
  };
}
