import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comment } from '../support/github-server.ts';
import { type Hosted, type HostedRun, hosted, proposed } from '../support/hosted.ts';
import { providerHere } from '../support/operator.ts';
import type { TestRepository } from '../support/repository.ts';
import { anthropicKey, githubToken } from '../support/secrets.ts';

const MARKER = '<!-- clawback:comment';
const repository = { default_branch: 'main', full_name: 'acme/app' };
const by = (login: string, type: 'Bot' | 'User', role: string, body: string, id: number): Comment => ({
  id,
  body,
  user: { login, type },
  author_association: role,
});

type Topic = Hosted & {
  base: string;
  checkout1: () => TestRepository;
  run1: (inputs?: NodeJS.ProcessEnv) => Promise<HostedRun>;
  pull: Parameters<typeof proposed>[1];
};

/** A pull request that brings what is given, at depth 1. */
async function topicWith(
  files: Record<string, string>,
  options: Parameters<typeof hosted>[0] = {},
  pull: Partial<Parameters<typeof proposed>[1]> = {},
): Promise<Topic> {
  const here = await hosted(options);
  const { origin, api } = here;
  const base = origin.commitFile('app.py', 'import os\n');
  origin.git('checkout', '-q', '-b', 'topic');
  for (const [path, text] of Object.entries(files)) origin.write(path, text);
  origin.commit('a topic');
  api.comments.set(1, []);
  api.reviews.set(1, []);
  const about = { base, head: 'topic', ...pull };
  const checkout1 = (): TestRepository =>
    here.checkout(proposed(here, { ...about, head: origin.git('rev-parse', 'topic') }).merge, 1);
  const run1 = (inputs = {}): Promise<HostedRun> => {
    const head = origin.git('rev-parse', 'topic');
    const { payload, merge } = proposed(here, { ...about, head });
    return here.run(here.checkout(merge, 1), 'pull_request', payload, inputs);
  };
  return { ...here, base, checkout1, run1, pull: about };
}

const secretsOf = (keys: string[]): string[] => keys.flatMap((key) => [key, key.slice(14, 40)]);

describe('the comment on a pull request', () => {
  it('is written once, written anew by the next run, and resolved when the leak is gone', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    const first = await here.run1();
    expect(first.status).toBe(1);
    const [comment] = here.api.comments.get(1)!;
    expect(comment!.body).toMatch(/^<!-- clawback:comment /);
    expect(comment!.body).toContain('1 leak in this pull request');
    expect(comment!.body).toContain('key.py');
    expect(comment!.body).toContain('os&#46;environ'.replace('&#46;', '.'));
    expect(first.outputs).toMatchObject({ 'comment-id': String(comment!.id), 'new-findings-count': '1' });

    here.origin.commitFile('two.py', `KEY = "${anthropicKey('2')}"\n`);
    const second = await here.run1({ GITHUB_RUN_ID: '101' });
    expect(here.api.comments.get(1)).toHaveLength(1);
    expect(here.api.comments.get(1)![0]!.body).toContain('2 leaks in this pull request');
    expect(second.outputs).toMatchObject({ 'findings-count': '2', 'new-findings-count': '1' });

    here.origin.git('reset', '-q', '--hard', here.base);
    here.origin.commitFile('key.py', 'KEY = os.environ["KEY"]\n');
    const third = await here.run1({ GITHUB_RUN_ID: '102' });
    expect(third.status).toBe(0);
    const { body } = here.api.comments.get(1)![0]!;
    expect(body).toContain('Resolved');
    expect(body).toContain('~~Anthropic API key');
    const writes = here.api.seen.filter(({ method }) => method !== 'GET').map(({ method }) => method);
    expect(writes).toEqual(['POST', 'PATCH', 'PATCH']);
  });

  it('is not written where nothing was found, unless that is asked for', async () => {
    const here = await topicWith({ 'one.py': '1\n' });
    await here.run1();
    expect(here.api.comments.get(1)).toEqual([]);
    await here.run1({ INPUT_COMMENT: 'always' });
    expect(here.api.comments.get(1)![0]!.body).toContain('No leaks');
    const other = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    await other.run1({ INPUT_COMMENT: 'never' });
    expect(other.api.seen).toEqual([]);
  });

  it('is found behind a hundred others, and never in a stranger’s', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    await here.run1();
    const ours = here.api.comments.get(1)![0]!;
    const strange = by('mallory', 'User', 'NONE', ours.body, 1);
    const many = Array.from({ length: 130 }, (_, n) => by('ada', 'User', 'MEMBER', `hello ${n}`, 2000 + n));
    here.api.comments.set(1, [strange, ...many, { ...ours, id: 9999 }]);
    const { outputs } = await here.run1({ GITHUB_RUN_ID: '101' });
    expect(outputs['comment-id']).toBe('9999');
    expect(here.api.comments.get(1)).toHaveLength(132);
  });

  it('is not overwritten by an older run that ends later', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    await here.run1({ GITHUB_RUN_ID: '200' });
    const { body } = here.api.comments.get(1)![0]!;
    await here.run1({ GITHUB_RUN_ID: '150' });
    expect(here.api.comments.get(1)![0]!.body).toBe(body);
  });

  it('that may not be written fails no job by that, and the permission is named', async () => {
    const here = await topicWith({ 'one.py': '1\n' }, { permissions: { pull_requests: 'read' } });
    const { status, stdout } = await here.run1({ INPUT_COMMENT: 'always' });
    expect(status).toBe(0);
    expect(stdout).toContain('::warning title=Clawback::the comment could not be written');
    expect(stdout).toContain('pull-requests: write');
  });

  it('is tried again where GitHub is broken for a moment', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    here.api.fail({ method: 'POST', path: /comments$/, status: 502, body: '<html>' });
    await here.run1();
    expect(here.api.comments.get(1)).toHaveLength(1);
  });

  it('tells of 500 leaks, each of them, within the limit', async () => {
    const text = Array.from({ length: 500 }, (_, n) => `KEY_${n} = "${anthropicKey(String(n))}"\n`).join('');
    const here = await topicWith({ 'src/deep/in/a/folder/with/a/long/name/keys.py': text });
    const { outputs, summary, stdout } = await here.run1();
    expect(outputs['findings-count']).toBe('500');
    const { body } = here.api.comments.get(1)![0]!;
    expect(body.length).toBeLessThan(65_536);
    expect(body.match(/keys&#46;py|keys\.py/g)!.length).toBeGreaterThanOrEqual(500);
    expect(Buffer.byteLength(summary)).toBeLessThan(1 << 20);
    expect(stdout.match(/^::error title=/gm)).toHaveLength(10);
    expect(JSON.parse(outputs.findings!)).toHaveLength(100);
  });

  it('shows ignores that the pull request brings, and is not silenced by them', async () => {
    const here = await topicWith({
      'key.py': `KEY = "${anthropicKey()}"  # clawback:allow -- it is fine\n`,
      '.clawbackignore': '**/*.py # all of it\n',
    });
    const { status } = await here.run1();
    expect(status).toBe(1);
    const { body } = here.api.comments.get(1)![0]!;
    expect(body).toContain('This pull request adds 2 ignores');
    expect(body).toContain('it is fine');
    expect(body).toContain('does not count here');
  });

  it('says of a secret that the base has, too, that rewriting does not help', async () => {
    const here = await topicWith({});
    here.origin.git('checkout', '-q', 'main');
    const base = here.origin.commitFile('old.py', `KEY = "${anthropicKey()}"\n`);
    here.origin.git('checkout', '-q', '-B', 'topic');
    here.origin.commitFile('copy.py', `OTHER = "${anthropicKey()}"\n`);
    here.pull.base = base;
    await here.run1();
    expect(here.api.comments.get(1)![0]!.body).toContain('already</b>');
  });
});

describe('what leaves the runner', () => {
  it('holds no secret, whatever files, branches and messages are called', async () => {
    const keys = [anthropicKey(), anthropicKey('2'), githubToken('3')];
    const hostile = '::error::@everyone <img src=x> [a](javascript:1) `|` %0A ##[group]x.py';
    const here = await topicWith({
      [hostile]: `KEY = "${keys[0]}"\n`,
      [`named-${keys[2]}.txt`]: `TOKEN = "${keys[1]}"\n`,
    });
    here.origin.commitFile(
      'more.py',
      '1\n',
      `::set-output name=x::y\n\nmessage with ${githubToken('4')} and @everyone`,
    );
    const { stdout, stderr, summary, output } = await here.run1({
      'INPUT_REVIEW-COMMENTS': 'suggest',
      'INPUT_UPLOAD-SARIF': 'true',
      'INPUT_SARIF-FILE': 'out.sarif',
    });
    const log = stdout
      .split('\n')
      .filter((line) => !line.startsWith('::add-mask::'))
      .join('\n');
    const bodies = here.api.seen.map(({ text, path, query }) => text + path + JSON.stringify(query)).join('\n');
    const uploads = JSON.stringify(here.api.sarifs.map(({ sarif }) => sarif));
    expect(here.api.sarifs).toHaveLength(1);
    expect(bodies).toContain(MARKER);
    for (const secret of secretsOf([...keys, githubToken('4')]))
      for (const text of [log, stderr, summary, output, bodies, uploads]) expect(text).not.toContain(secret);
    for (const { body } of here.api.comments.get(1)!) {
      expect(body).not.toMatch(/@everyone|<img/);
    }
    expect(summary).not.toMatch(/@everyone|<img/);
    const commands = log
      .split('\n')
      .filter((line) => /^::(?!error |warning |notice |stop-commands::|error::|[0-9a-f-]{36}::)/.test(line));
    expect(commands).toEqual([]);
  });
});

describe('a fork', () => {
  const fork = { repo: 'mallory/app', author: 'NONE' } as const;

  it('gets exit code, annotations and summary; no question to a provider, no verdict', async () => {
    const server = await providerHere(() => ({ status: 200, body: {} }));
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` }, {}, fork);
    here.origin.git('checkout', '-q', 'main');
    here.pull.base = here.origin.commitFile(
      'operator.yaml',
      `providers: { anthropic: { base-url: "${server.url}" } }\nverify: { enabled: true }\n`,
    );
    here.origin.git('checkout', '-q', 'topic');
    here.origin.git('rebase', '-q', 'main');
    const { status, stdout, summary } = await here.run1({ INPUT_VERIFY: 'true', 'INPUT_CONFIG-FILE': 'operator.yaml' });
    expect(status, stdout).toBe(1);
    expect(stdout).toContain('::error title=');
    expect(summary).toContain('key.py');
    expect(server.seen).toEqual([]);
    expect(here.api.comments.get(1)![0]!.body).not.toMatch(/Does it work|live|dead/);
  });

  it('has its comment written by the companion, which believes the API alone', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` }, {}, fork);
    const head = here.origin.git('rev-parse', 'topic');
    proposed(here, { ...here.pull, head });
    const run = {
      head_sha: head,
      head_branch: 'topic',
      event: 'pull_request',
      head_repository: { full_name: 'mallory/app', owner: { login: 'mallory' } },
    };
    const checkout = here.checkout('refs/heads/main', 1);
    const { status, stdout } = await here.run(checkout, 'workflow_run', { workflow_run: run, repository });
    expect(status, stdout).toBe(1);
    expect(here.api.comments.get(1)![0]!.body).toContain('1 leak in this pull request');
    const gone = await here.run(checkout, 'workflow_run', {
      workflow_run: { ...run, head_sha: '1'.repeat(40) },
      repository,
    });
    expect(gone.status).toBe(0);
    expect(gone.stdout).toContain('no open pull request');
  });
});

describe('revoking', () => {
  it('is refused for a pull request; the scan is told all the same, and is not green', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    const { status, stdout } = await here.run1({ INPUT_REVOKE: 'confirmed' });
    expect(status).toBe(2);
    expect(stdout).toContain('nothing is revoked for "pull_request"');
    expect(stdout).toContain('key.py');
  });
});

describe('code scanning', () => {
  it('gets the masked report for the head, and is asked until it is done', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    const { stdout } = await here.run1({ 'INPUT_UPLOAD-SARIF': 'true', INPUT_CATEGORY: 'gate' });
    expect(stdout).not.toContain('::warning');
    const [upload] = here.api.sarifs;
    expect(upload!.body).toMatchObject({ ref: 'refs/pull/1/head', commit_sha: here.origin.git('rev-parse', 'topic') });
    expect(upload!.sarif).toMatchObject({ runs: [{ automationDetails: { id: 'gate/' } }] });
    expect(upload!.polls).toBeGreaterThan(2);
  });

  it('that may not be written to is named with its permission', async () => {
    const here = await topicWith({ 'one.py': '1\n' }, { permissions: { security_events: 'none' } });
    const { status, stdout } = await here.run1({ 'INPUT_UPLOAD-SARIF': 'true' });
    expect(status).toBe(0);
    expect(stdout).toContain('security-events: write');
  });
});

describe('comments on files', () => {
  it('stand on the file, or on the line with a replacement where that is asked for; and are marked once it is gone', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    await here.run1({ 'INPUT_REVIEW-COMMENTS': 'file' });
    expect(here.api.reviews.get(1)).toMatchObject([{ subject_type: 'file', path: 'key.py' }]);
    await here.run1({ 'INPUT_REVIEW-COMMENTS': 'file', GITHUB_RUN_ID: '101' });
    expect(here.api.reviews.get(1)).toHaveLength(1);
    const other = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    await other.run1({ 'INPUT_REVIEW-COMMENTS': 'suggest' });
    const [comment] = other.api.reviews.get(1)!;
    expect(comment).toMatchObject({ line: 1, path: 'key.py' });
    expect(comment!.body).toContain('```suggestion\nKEY = os.environ["ANTHROPIC_API_KEY"]\n```');
    other.origin.git('reset', '-q', '--hard', other.base);
    other.origin.commitFile('a.py', '1\n');
    await other.run1({ 'INPUT_REVIEW-COMMENTS': 'suggest', GITHUB_RUN_ID: '101' });
    expect(other.api.reviews.get(1)![0]!.body).toContain('do not hold it any more');
  });
});

describe('inputs', () => {
  it.each([
    ['INPUT_MODE', 'everything', 'the input "mode"'],
    ['INPUT_VERIFY', 'perhaps', 'the input "verify"'],
    ['INPUT_FAIL-ON', 'critical, grave', 'the input "fail-on"'],
    ['INPUT_GITHUB-API-URL', 'ftp://x', 'the input "github-api-url"'],
    ['INPUT_SARIF-FILE', '../out.sarif', 'lies outside of the workspace'],
  ])('%s=%s is an error that names it', async (name, value, message) => {
    const here = await topicWith({ 'one.py': '1\n' });
    const { status, stdout, outputs } = await here.run1({ [name]: value });
    expect(status).toBe(2);
    expect(stdout).toContain(message);
    expect(outputs.complete).toBe('false');
  });

  it('warn only, where leaks are not to fail the job', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    const { status, stdout, outputs } = await here.run1({ 'INPUT_WARN-ONLY': 'true' });
    expect(status).toBe(0);
    expect(stdout).toContain('::warning title=Leaked Anthropic API key');
    expect(outputs['findings-count']).toBe('1');
  });

  it('write SARIF below the workspace', async () => {
    const here = await topicWith({ 'key.py': `KEY = "${anthropicKey()}"\n` });
    const { payload, merge } = proposed(here, { ...here.pull, head: here.origin.git('rev-parse', 'topic') });
    const checkout = here.checkout(merge, 1);
    const { outputs } = await here.run(checkout, 'pull_request', payload, { 'INPUT_SARIF-FILE': 'out.sarif' });
    expect(outputs['sarif-file']).toBe('out.sarif');
    expect(JSON.parse(readFileSync(join(checkout.path, 'out.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
  });
});
