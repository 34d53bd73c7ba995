import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../support/certificate.ts';
import { clawback, cleanEnvironment, cliPath, report } from '../support/clawback.ts';
import { operatorFile, providerHere, sendgridHere } from '../support/operator.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';
import { sendgridKey } from '../support/tokens.ts';

/** A repository with some keys, a file each. */
function leaking(...keys: string[]): TestRepository {
  const repository = new TestRepository();
  keys.forEach((key, index) => {
    repository.write(`src/mail${index}.py`, `client = SendGridAPIClient("${key}")\n`);
  });
  repository.commit();
  return repository;
}

const everything = (url: string, more: object = {}, revoke: object = {}): string =>
  operatorFile({
    providers: { sendgrid: { 'base-url': url } },
    revoke: { rules: ['*'], owners: ['*'], ...revoke },
    ...more,
  });

const lines = (path: string): { event: string; outcome?: string; endpoint?: string; status?: number }[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('--verify', () => {
  it('asks nobody unless it is asked for', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const { findings } = await report(['audit', '--config', everything(server.url)], { cwd: repository.path });
    expect(findings[0]!.verdict).toEqual({ state: 'unknown', why: 'not-asked' });
    expect(server.seen).toEqual([]);
  });

  it('tells live from dead, and a dead one fails nothing', async () => {
    const [live, dead] = [sendgridKey('a'), sendgridKey('b')];
    const server = await sendgridHere([live]);
    const repository = leaking(live, dead);
    const config = everything(server.url);
    const { findings, run } = await report(['audit', '--verify', '--config', config], { cwd: repository.path });
    const states = Object.fromEntries(
      findings.map(({ places, verdict, failing }) => [places[0]!.path, [verdict.state, failing]]),
    );
    expect(states).toEqual({ 'src/mail0.py': ['live', true], 'src/mail1.py': ['dead', false] });
    expect(run.code).toBe(1);
    // Each once, and a made-up one before the first is believed.
    expect(server.seen).toHaveLength(3);
    const asked = server.seen.map(({ headers }) => headers.authorization);
    expect(new Set(asked).size).toBe(3);
    expect(run.out + run.err).not.toContain(live);
  });

  it('asks once about a secret that stands in many places', async () => {
    const server = await sendgridHere([]);
    const repository = leaking(sendgridKey(), sendgridKey(), sendgridKey());
    await report(['scan', '--verify', '--config', everything(server.url)], { cwd: repository.path });
    expect(server.seen).toHaveLength(1);
  });

  it('believes no provider that calls everything live', async () => {
    const server = await providerHere(() => ({ status: 200, body: { scopes: [] } }));
    const repository = leaking(sendgridKey());
    const { findings } = await report(['audit', '--verify', '--config', everything(server.url)], {
      cwd: repository.path,
    });
    expect(findings[0]!.verdict).toEqual({
      state: 'unknown',
      why: 'verifier-untrustworthy',
      detail: 'it calls a made-up one live',
    });
  });

  it.each([
    ['an answer that is not documented', 404, 'unexpected-reply'],
    ['none for the time being', 429, 'rate-limit'],
  ])('believes no provider that has for a made-up one %s', async (_, status, why) => {
    const server = await providerHere(({ headers }) =>
      headers.authorization === `Bearer ${sendgridKey()}`
        ? { status: 200, body: { scopes: [] } }
        : { status, headers: { 'retry-after': '0' }, body: {} },
    );
    const repository = leaking(sendgridKey());
    const { findings } = await report(['audit', '--verify', '--config', everything(server.url)], {
      cwd: repository.path,
    });
    expect(findings[0]!.verdict).toEqual({
      state: 'unknown',
      why: 'verifier-untrustworthy',
      detail: `a made-up one was not answered: ${why}`,
    });
  });

  it('shows of another secret in a fact no part, though facts are cut', async () => {
    const [asked, other] = [sendgridKey('a'), sendgridKey('b')];
    const fact = `${'x '.repeat(90)}${other}`;
    const server = await providerHere(({ headers }) =>
      headers.authorization === `Bearer ${asked}`
        ? { status: 200, body: { scopes: [fact] } }
        : { status: 401, body: { errors: [] } },
    );
    const { findings, run } = await report(['scan', '--verify', '--config', everything(server.url)], {
      cwd: leaking(asked, other).path,
    });
    const { verdict } = findings.find(({ verdict }) => verdict.state === 'live')!;
    expect(verdict).toMatchObject({ scopes: [expect.stringMatching(/^.{1,200}$/)] });
    expect(run.out + run.err).not.toContain(other.slice(3, 13));
  });

  it('says in words what it learned', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const run = await clawback(['scan', '--verify', '--config', everything(server.url)], { cwd: repository.path });
    expect(run.out).toContain('LIVE: its provider accepts it (status 200); may mail.send');
    expect(run.code).toBe(1);
  });
});

describe('--revoke', () => {
  it('says in a dry run what it would send, and sends none of it', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const run = await clawback(['scan', '--revoke', 'dry-run', '--config', everything(server.url)], {
      cwd: repository.path,
    });
    expect(run.out).toContain(`would be revoked by:\n    DELETE ${server.url}/v3/api_keys/…(22)\n`);
    expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(run.code).toBe(1);
    expect(existsSync(join(repository.path, 'clawback-trail.jsonl'))).toBe(false);
  });

  it('revokes, verifies again, and then fails no more', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const trail = join(temporaryFolder(), 'trail.jsonl');
    const config = everything(server.url);
    const args = ['audit', '--revoke', 'confirmed', '--trail', trail, '--config', config];
    const { findings, run } = await report(args, { cwd: repository.path });
    expect(findings[0]).toMatchObject({ outcome: { state: 'revoked', reversible: false }, failing: false });
    expect(run.code).toBe(0);
    expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE', 'GET']);
    expect(server.seen[2]!.path).toBe(`/v3/api_keys/${sendgridKey().split('.')[1]}`);
    expect(lines(trail).map(({ event, outcome }) => [event, outcome])).toEqual([
      ['asked', undefined],
      ['asked', undefined],
      ['verify', 'live'],
      ['request', undefined],
      ['answer', undefined],
      ['asked', undefined],
      ['outcome', 'revoked'],
    ]);
    expect(lines(trail)[4]).toMatchObject({ status: 204, endpoint: `DELETE ${server.url}/v3/api_keys/{id}` });
    expect(lines(trail)[3]).toMatchObject({ parameters: `DELETE ${server.url}/v3/api_keys/…(22)` });
    expect(statSync(trail).mode & 0o777).toBe(0o600);
    for (const part of sendgridKey().split('.').slice(1)) expect(readFileSync(trail, 'utf8')).not.toContain(part);
  });

  it('revokes nothing that the operator does not name', async () => {
    for (const [revoke, why] of [
      [{ rules: [], owners: ['*'] }, 'do not name'],
      [{ rules: ['github-*'], owners: ['*'] }, 'do not name'],
      [{ rules: ['*'], owners: [] }, 'does not tell whose it is'],
      [{ rules: ['*'], owners: ['acme'] }, 'does not tell whose it is'],
    ] as const) {
      const server = await sendgridHere([sendgridKey()]);
      const repository = leaking(sendgridKey());
      const config = everything(server.url, {}, revoke);
      const trail = join(temporaryFolder(), 'trail.jsonl');
      const args = ['scan', '--revoke', 'confirmed', '--trail', trail, '--config', config];
      const { findings } = await report(args, { cwd: repository.path });
      expect(findings[0]).toMatchObject({ outcome: { state: 'by-hand' }, failing: true });
      expect(JSON.stringify(findings[0])).toContain(why);
      expect([...server.living]).toHaveLength(1);
    }
  });

  it('revokes nothing that is silenced, or that the run itself uses', async () => {
    const [own, silent] = [sendgridKey('own'), sendgridKey('silent')];
    const server = await sendgridHere([own, silent]);
    const repository = leaking(own);
    repository.commitFile('old.py', `key = "${silent}"  # clawback:allow -- known\n`);
    const args = ['audit', '--revoke', 'confirmed', '--config', everything(server.url)];
    const { findings } = await report(args, {
      cwd: repository.path,
      env: { MAIL_URL: `smtp://apikey:${own}@mail.example`, RUNNER_TEMP: temporaryFolder() },
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ outcome: { state: 'refused', why: 'this run uses it itself' } });
    expect(server.living.size).toBe(2);
  });

  it('revokes no more than the limit, and says so with its exit code', async () => {
    const keys = Array.from({ length: 5 }, (_, index) => sendgridKey(`limit ${index}`));
    const server = await sendgridHere(keys);
    const repository = leaking(...keys);
    const config = everything(server.url, { report: { 'fail-on': [] } }, { limit: 2, 'owner-limit': 10 });
    const args = ['audit', '--revoke', 'confirmed', '--config', config];
    const { findings, run } = await report(args, { cwd: repository.path, env: { RUNNER_TEMP: temporaryFolder() } });
    const states = findings.map((finding) => (finding as unknown as { outcome: { state: string } }).outcome.state);
    expect(states.filter((state) => state === 'revoked')).toHaveLength(2);
    expect(states.filter((state) => state === 'by-hand')).toHaveLength(3);
    expect(run.code).toBe(1);
    expect(server.living.size).toBe(3);
  });

  it('revokes what the default branch has first, where the limit lets not all be revoked', async () => {
    const [branch, main] = [sendgridKey('branch'), sendgridKey('main')];
    const server = await sendgridHere([branch, main]);
    const repository = new TestRepository();
    repository.commitFile('readme', 'hello\n');
    repository.git('checkout', '-q', '-b', 'topic');
    repository.commitFile('a.py', `key = "${branch}"\n`);
    repository.git('checkout', '-q', 'main');
    repository.commitFile('z.py', `key = "${main}"\n`);
    const config = everything(server.url, {}, { limit: 1, 'owner-limit': 1 });
    const args = ['audit', '--revoke', 'confirmed', '--config', config];
    await report(args, { cwd: repository.path, env: { RUNNER_TEMP: temporaryFolder() } });
    expect([...server.living]).toEqual([branch]);
  });

  it('is told as requested where the provider takes its time, and as failed where it breaks', async () => {
    const key = sendgridKey();
    const broken = await providerHere(({ method, headers }) => {
      if (method === 'DELETE') return { status: 500, body: {} };
      return headers.authorization === `Bearer ${key}`
        ? { status: 200, body: { scopes: [] } }
        : { status: 401, body: {} };
    });
    const repository = leaking(key);
    const args = ['audit', '--revoke', 'confirmed', '--config', everything(broken.url)];
    const { findings, run } = await report(args, { cwd: repository.path, env: { RUNNER_TEMP: temporaryFolder() } });
    expect(findings[0]).toMatchObject({ outcome: { state: 'failed' }, failing: true });
    expect(run.code).toBe(1);
  });
});

describe('a run that is killed', () => {
  async function killed(effect: boolean) {
    const key = sendgridKey();
    const living = new Set([key]);
    let stuck = (): void => {};
    const reached = new Promise<void>((resolve) => {
      stuck = resolve;
    });
    const methods: string[] = [];
    const server = await providerHere(async ({ method, headers }) => {
      const own = headers.authorization?.replace('Bearer ', '') ?? '';
      methods.push(method);
      if (!living.has(own)) return { status: 401, body: {} };
      if (method === 'GET') return { status: 200, body: { scopes: [] } };
      if (methods.filter((one) => one === 'DELETE').length === 1) {
        if (effect) living.delete(own);
        stuck();
        return { status: 204, delay: 60_000 };
      }
      living.delete(own);
      return { status: 204 };
    });
    const repository = leaking(key);
    const trail = join(temporaryFolder(), 'trail.jsonl');
    const args = [
      'audit',
      '--revoke',
      'confirmed',
      '--trail',
      trail,
      '--config',
      everything(server.url),
      '--format',
      'json',
    ];
    const child = spawn(process.execPath, [cliPath(), ...args], { cwd: repository.path, env: cleanEnvironment() });
    await reached;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    const before = lines(trail);
    const { findings } = await report(args.slice(0, -2), { cwd: repository.path });
    return { methods, before, after: lines(trail), finding: findings[0]! };
  }

  it('has written down what it was about to send, and does it no second time if it was done', async () => {
    const { methods, before, after, finding } = await killed(true);
    expect(before.at(-1)).toMatchObject({ event: 'request' });
    expect(finding.verdict.state).toBe('dead');
    expect(methods.filter((method) => method === 'DELETE')).toHaveLength(1);
    expect(after.at(-1)).toMatchObject({ event: 'outcome', outcome: 'revoked' });
  });

  it('is made good for by the next one if it was not done', async () => {
    const { methods, after, finding } = await killed(false);
    expect(finding).toMatchObject({ outcome: { state: 'revoked' } });
    expect(methods.filter((method) => method === 'DELETE')).toHaveLength(2);
    expect(after.at(-1)).toMatchObject({ event: 'outcome', outcome: 'revoked' });
  });
});

describe('the trail', () => {
  it('follows no link, and tells where a line was changed', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const folder = temporaryFolder();
    const target = join(folder, 'precious');
    writeFileSync(target, 'precious\n');
    const trail = join(folder, 'trail.jsonl');
    symlinkSync(target, trail);
    const args = ['audit', '--revoke', 'confirmed', '--trail', trail, '--config', everything(server.url)];
    const linked = await clawback(args, { cwd: repository.path });
    expect([linked.code, linked.err]).toEqual([2, expect.stringContaining('it is a link')]);
    expect(readFileSync(target, 'utf8')).toBe('precious\n');
    expect(server.seen).toEqual([]);

    const own = join(folder, 'own.jsonl');
    const again = [...args];
    again[4] = own;
    await clawback(again, { cwd: repository.path });
    writeFileSync(own, readFileSync(own, 'utf8').replace('"live"', '"dead"'));
    const changed = await clawback(again, { cwd: repository.path });
    expect([changed.code, changed.err]).toEqual([2, expect.stringMatching(/was changed at line 3/)]);
  });
});

describe('where the trail is', () => {
  it('is never in what is scanned, and is told where nobody says', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const config = everything(server.url);
    const refused = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
      const run = await clawback(['audit', '--revoke', 'confirmed', '--config', config, ...args], {
        cwd: repository.path,
        env,
      });
      expect(run.code).toBe(2);
      return run.err;
    };
    expect(await refused([])).toContain('name a file for it with --trail');
    expect(await refused(['--trail', 'trail.jsonl'])).toContain('lies in what is scanned');
    expect(await refused([], { RUNNER_TEMP: repository.path })).toContain('lies in what is scanned');
    const link = join(temporaryFolder(), 'link');
    symlinkSync(repository.path, link);
    expect(await refused(['--trail', join(link, 'trail.jsonl')])).toContain('lies in what is scanned');
    expect(server.seen).toEqual([]);
  });

  it('is told from the folder of the operator’s file', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    const config = everything(server.url, {}, { trail: 'trails.jsonl' });
    await clawback(['audit', '--revoke', 'confirmed', '--config', config], { cwd: repository.path });
    expect(existsSync(join(config, '../trails.jsonl'))).toBe(true);
  });

  it('is no file that somebody needs', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    for (const text of ['one line without an end', 'two\nlines', 'a line\n', '{"json": true}']) {
      const precious = join(temporaryFolder(), 'precious');
      writeFileSync(precious, text);
      const args = ['audit', '--revoke', 'confirmed', '--config', everything(server.url), '--trail', precious];
      expect((await clawback(args, { cwd: repository.path })).code).toBe(2);
      expect(readFileSync(precious, 'utf8')).toBe(text);
    }
    expect(server.seen).toEqual([]);
  });
});

describe('a certificate that nobody vouches for', () => {
  it('ends the question, whatever the environment says of it', async () => {
    const repository = leaking(sendgridKey());
    const seen: string[] = [];
    const { key, cert } = selfSigned(['127.0.0.1', 'localhost']);
    const server = createServer({ key, cert }, (request, response) => {
      seen.push(request.url!);
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { findings } = await report(['audit', '--verify', '--config', everything(url)], {
      cwd: repository.path,
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(findings[0]!.verdict).toMatchObject({ state: 'unknown', why: 'network' });
    expect(seen).toEqual([]);
  });
});

describe('a proxy', () => {
  it('that cannot be used is told of by its variable', async () => {
    const repository = leaking(sendgridKey());
    const run = await clawback(['audit', '--verify'], {
      cwd: repository.path,
      env: { HTTPS_PROXY: 'socks5://proxy:1' },
    });
    expect([run.code, run.err]).toEqual([2, expect.stringContaining('HTTPS_PROXY names no proxy')]);
  });
});

describe('the alarm', () => {
  it('is raised without any question, and after the time for questions is over', async () => {
    const hook = await providerHere(() => ({ status: 200 }));
    const slow = await providerHere(() => ({ status: 401, body: {}, delay: 60_000 }));
    for (const args of [[], ['--verify']]) {
      const config = everything(slow.url, { verify: { 'deadline-ms': 1000 } }, { webhook: { url: hook.url } });
      const { scan } = await report(['audit', ...args, '--config', config], { cwd: leaking(sendgridKey()).path });
      expect(scan.notes.join()).not.toContain('the alarm');
    }
    expect(hook.seen).toHaveLength(2);
    expect(JSON.parse(hook.seen[1]!.body).findings[0]).toMatchObject({ verdict: 'unknown' });
  });
});

describe('what only the operator may say', () => {
  it.each([
    ['a base URL', 'providers: { sendgrid: { base-url: "URL" } }'],
    ['a webhook', 'revoke: { webhook: { url: "URL" } }'],
    ['a variable of the environment', 'revoke: { webhook: { url: "URL", secret-env: GITHUB_TOKEN } }'],
    ['a trail', 'revoke: { trail: "../../outside.jsonl" }'],
    ['verifying', 'verify: { enabled: true }'],
    ['revoking', 'revoke: { mode: confirmed, rules: ["*"], owners: ["*"] }'],
    ['a gateway', 'openclaw: { gateway-url: "ws://127.0.0.1:1" }'],
  ])('is not said by the repository itself: %s', async (_, text) => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = leaking(sendgridKey());
    repository.commitFile('.clawback.yaml', `${text.replace('URL', server.url)}\n`);
    for (const args of [[], ['--config', '.clawback.yaml'], ['--config', join(repository.path, '.clawback.yaml')]]) {
      const run = await clawback(['audit', '--verify', ...args], { cwd: repository.path });
      expect(run.code).toBe(2);
      expect(run.err).toMatch(/clawback\.yaml:1: ".*" is the operator's to say/);
    }
    const link = join(temporaryFolder(), 'operator.yaml');
    symlinkSync(join(repository.path, '.clawback.yaml'), link);
    expect((await clawback(['audit', '--verify', '--config', link], { cwd: repository.path })).code).toBe(2);
    expect(server.seen).toEqual([]);
  });

  it('names providers that there are, and servers that may be named', async () => {
    const repository = leaking(sendgridKey());
    for (const [config, message] of [
      [{ providers: { nobody: { 'base-url': 'https://a.example' } } }, 'there is no provider "nobody"'],
      [{ providers: { sendgrid: { 'base-url': 'http://a.example' } } }, 'without TLS leads to this machine only'],
      [{ providers: { sendgrid: { 'base-url': 'https://u:p@a.example' } } }, 'holds no user'],
      [{ revoke: { mode: 'yes' } }, 'mode'],
    ] as const) {
      const run = await clawback(['audit', '--verify', '--config', operatorFile(config)], { cwd: repository.path });
      expect([run.code, run.err]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});

describe('in a workflow', () => {
  const event = (name: string, payload: object, ref = 'refs/heads/main'): NodeJS.ProcessEnv => {
    const path = join(temporaryFolder(), 'event.json');
    writeFileSync(path, JSON.stringify(payload));
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: path,
      GITHUB_REF: ref,
      RUNNER_TEMP: temporaryFolder(),
    };
  };
  const proposal = (head: string, author: string): object => ({
    pull_request: {
      head: { repo: { full_name: head } },
      base: { repo: { full_name: 'acme/app' } },
      author_association: author,
    },
    repository: { default_branch: 'main' },
  });

  it('asks nobody about the keys of a fork, or of somebody who may not push', async () => {
    for (const name of ['pull_request', 'pull_request_target']) {
      for (const payload of [
        proposal('mallory/app', 'NONE'),
        proposal('mallory/app', 'OWNER'),
        proposal('acme/app', 'CONTRIBUTOR'),
        {},
      ]) {
        const keys = Array.from({ length: 8 }, (_, index) => sendgridKey(`fork ${index}`));
        const server = await sendgridHere(keys);
        const repository = leaking(...keys);
        const args = ['audit', '--verify', '--config', everything(server.url)];
        const { scan, findings } = await report(args, { cwd: repository.path, env: event(name, payload) });
        expect(server.seen).toEqual([]);
        expect(new Set(findings.map(({ verdict }) => verdict.why))).toEqual(new Set(['not-asked']));
        expect(scan.notes.join()).toMatch(/not verified: the proposal/);
      }
    }
  });

  it('revokes on the default branch only, and for no proposal', async () => {
    const push = { repository: { default_branch: 'main' } };
    for (const [env, refused] of [
      [event('pull_request', proposal('acme/app', 'OWNER'), 'refs/pull/1/merge'), true],
      [event('merge_group', push), true],
      [event('push', push, 'refs/heads/topic'), true],
      [event('push', push, 'refs/tags/main'), true],
      [event('push', push), false],
      [event('schedule', push), false],
    ] as const) {
      const server = await sendgridHere([sendgridKey()]);
      const repository = leaking(sendgridKey());
      const run = await clawback(['audit', '--revoke', 'confirmed', '--config', everything(server.url)], {
        cwd: repository.path,
        env,
      });
      expect([run.code, server.living.size]).toEqual(refused ? [2, 1] : [0, 0]);
      if (refused) expect(server.seen).toEqual([]);
    }
  });
});

describe('clawback verify and revoke', () => {
  it('find again what a report names, which holds no secret', async () => {
    const [kept, gone] = [sendgridKey('kept'), sendgridKey('gone')];
    const server = await sendgridHere([kept, gone]);
    const repository = leaking(kept);
    repository.commitFile('gone.py', `key = "${gone}"\n`);
    repository.git('rm', '-q', 'gone.py');
    repository.commit();
    const file = join(temporaryFolder(), 'report.json');
    await clawback(['audit', '--format', 'json', '--output', file], { cwd: repository.path });
    expect(readFileSync(file, 'utf8')).not.toContain(kept);
    const config = everything(server.url);
    const verified = await report(['verify', file, '--config', config], { cwd: repository.path });
    expect(verified.findings.map(({ verdict }) => verdict.state)).toEqual(['live', 'live']);
    expect(verified.run.code).toBe(1);
    const planned = await report(['revoke', file, '--config', config], { cwd: repository.path });
    expect(JSON.stringify(planned.findings)).toContain('"planned"');
    expect(server.living.size).toBe(2);
    const args = ['revoke', file, '--confirmed', '--config', config, '--trail', join(temporaryFolder(), 't')];
    const revoked = await report(args, { cwd: repository.path });
    expect([revoked.run.code, server.living.size]).toEqual([0, 0]);
  });

  it('take one credential from standard input', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const options = { cwd: temporaryFolder(), stdin: `${sendgridKey()}\n` };
    const config = everything(server.url);
    const { findings, run } = await report(['verify', '--stdin', '--config', config], options);
    expect(findings).toMatchObject([{ rule: 'sendgrid-api-key', verdict: { state: 'live' } }]);
    expect(run.out).not.toContain(sendgridKey());
    const text = await clawback(['verify', '--stdin', '--config', config], options);
    expect(text.out).toContain('LIVE');
  });

  it('say what is wrong', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'other.json'), '{"version": 7}');
    const wrong = async (args: string[], stdin = ''): Promise<string> => {
      const run = await clawback(args, { cwd: folder, stdin });
      expect(run.code).toBe(2);
      return run.err;
    };
    expect(await wrong(['verify'])).toContain('name a report');
    expect(await wrong(['verify', 'missing.json'])).toContain('there is no such file');
    expect(await wrong(['verify', 'other.json'])).toContain('is no report of this version');
    expect(await wrong(['revoke', 'other.json', '--stdin'])).toContain('name a report');
    expect(await wrong(['verify', '--stdin'], 'nothing of interest')).toContain('no rule knows');
    expect(await wrong(['verify', '--stdin', '--rule', 'nothing'], 'x')).toContain('there is no rule');
    expect(await wrong(['verify', '--stdin'], `${sendgridKey()} ${anthropicKey()}`)).toContain('2 credentials');
  });

  it('are incomplete where a secret of the report is not there any more', async () => {
    const repository = leaking(sendgridKey());
    const file = join(temporaryFolder(), 'report.json');
    await clawback(['audit', '--format', 'json', '--output', file], { cwd: repository.path });
    const other = new TestRepository();
    other.commitFile('a', 'a');
    const { run, scan } = await report(['verify', file], { cwd: other.path });
    expect(run.code).toBe(2);
    expect(scan.skipped[0]!.why).toContain('was not found again');
  });
});
