import { describe, expect, it } from 'vitest';
import type { Answer, Provider } from '../live/server.ts';
import { type JsonFinding, report } from '../support/clawback.ts';
import { operatorFile, providerHere, sendgridHere } from '../support/operator.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { githubToken, hex } from '../support/secrets.ts';
import { sendgridKey } from '../support/tokens.ts';

/** GitHub, as its documentation describes it: each token has an owner, and anybody may revoke it. */
async function githubHere(owners: Record<string, string>, special: (token: string) => Answer | null = () => null) {
  const living = new Map(Object.entries(owners));
  const server = await providerHere(({ method, path, headers, body }) => {
    if (method === 'POST' && path === '/credentials/revoke') {
      for (const token of (JSON.parse(body) as { credentials: string[] }).credentials) living.delete(token);
      return { status: headers.authorization === undefined ? 202 : 403, body: {} };
    }
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    const login = living.get(token);
    return (
      special(token) ??
      (login ? { status: 200, body: { login } } : { status: 401, body: { message: 'Bad credentials' } })
    );
  });
  return Object.assign(server, { living });
}

const configFor = (server: Provider, revoke: object): string =>
  operatorFile({ providers: { github: { 'base-url': server.url } }, revoke: { rules: ['github-*'], ...revoke } });

async function revoking(repository: TestRepository, config: string) {
  const args = ['audit', '--revoke', 'confirmed', '--config', config];
  return report(args, { cwd: repository.path, env: { RUNNER_TEMP: temporaryFolder() } });
}

const outcomeOf = (finding: JsonFinding) =>
  (finding as unknown as { outcome: { state: string; why?: string } | null }).outcome;

describe('somebody who plants keys', () => {
  it('keeps none of the operator’s from being revoked, with eleven throw-away ones in front of it', async () => {
    const planted = Array.from({ length: 11 }, (_, index) => githubToken(`planted ${index}`));
    const real = githubToken('real');
    const server = await githubHere({
      ...Object.fromEntries(planted.map((token) => [token, 'mallory'])),
      [real]: 'acme',
    });
    const repository = new TestRepository();
    repository.commitFile('a.txt', planted.map((token) => `${token}\n`).join(''));
    repository.commitFile('z.txt', `${real}\n`);
    const { findings, run } = await revoking(repository, configFor(server, { owners: ['acme'] }));
    expect([...server.living.values()]).toEqual(Array(11).fill('mallory'));
    expect(findings.filter((one) => outcomeOf(one)?.state === 'revoked')).toHaveLength(1);
    expect(run.code).toBe(1);
  });

  it('uses up no limit of the default branch, even where any owner’s are revoked', async () => {
    const planted = Array.from({ length: 11 }, (_, index) => githubToken(`planted ${index}`));
    const real = githubToken('real');
    const server = await githubHere({
      ...Object.fromEntries(planted.map((token) => [token, 'mallory'])),
      [real]: 'acme',
    });
    const repository = new TestRepository();
    repository.commitFile('z.txt', `${real}\n`);
    repository.git('checkout', '-q', '-b', 'proposal');
    repository.commitFile('a.txt', planted.map((token) => `${token}\n`).join(''));
    repository.git('checkout', '-q', 'main');
    const { run } = await revoking(repository, configFor(server, { owners: ['*'], limit: 1, 'owner-limit': 1 }));
    expect(server.living.has(real)).toBe(false);
    expect(server.living.size).toBe(11);
    expect(run.code).toBe(1);
  });

  it('gets no stranger’s key revoked', async () => {
    const token = githubToken('stranger');
    const server = await githubHere({ [token]: 'someone-else' });
    const repository = new TestRepository();
    repository.commitFile('a.txt', `${token}\n`);
    const { findings } = await revoking(repository, configFor(server, { owners: ['acme', 'acme-*'] }));
    expect(outcomeOf(findings[0]!)).toMatchObject({ state: 'by-hand', why: expect.stringContaining('nobody of') });
    expect(server.living.size).toBe(1);
  });

  it('gets nothing revoked that its provider only limits', async () => {
    const token = githubToken('limited');
    const server = await githubHere({ [token]: 'acme' }, (own) =>
      own === token ? { status: 429, headers: { 'retry-after': '0' }, body: {} } : null,
    );
    const repository = new TestRepository();
    repository.commitFile('a.txt', `${token}\n`);
    const { findings } = await revoking(repository, configFor(server, { owners: ['*'] }));
    expect(findings[0]!.verdict).toMatchObject({ state: 'unknown', why: 'rate-limit' });
    expect(outcomeOf(findings[0]!)).toBeNull();
    expect(server.seen.map(({ path }) => path)).not.toContain('/credentials/revoke');
  });

  it('gets nothing revoked that its provider only refuses to answer for', async () => {
    const token = githubToken('forbidden');
    const server = await githubHere({ [token]: 'acme' }, (own) =>
      own === token ? { status: 403, body: { login: 'acme', message: 'Forbidden' } } : null,
    );
    const repository = new TestRepository();
    repository.commitFile('a.txt', `${token}\n`);
    const { findings } = await revoking(repository, configFor(server, { owners: ['acme'] }));
    expect(findings[0]!.verdict).toMatchObject({ state: 'live', proven: false });
    expect(outcomeOf(findings[0]!)).toMatchObject({ state: 'by-hand' });
    expect(server.living.size).toBe(1);
  });

  it('gets a key sent to none of two providers that it fits', async () => {
    const key = `${'sk'}-${hex(32, 'ambiguous')}`;
    const trap = await providerHere(() => ({ status: 200, body: {} }));
    const config = operatorFile({
      providers: { deepseek: { 'base-url': trap.url }, alibaba: { 'base-url': trap.url } },
      revoke: { rules: ['*'], owners: ['*'] },
    });
    for (const files of [
      { 'a.env': `DEEPSEEK_API_KEY=${key}\n`, 'b.env': `DASHSCOPE_API_KEY=${key}\n` },
      { 'one.env': `DEEPSEEK_DASHSCOPE_API_KEY=${key}\n` },
    ]) {
      const repository = new TestRepository();
      for (const [path, text] of Object.entries(files)) repository.write(path, text!);
      repository.commit();
      const { findings } = await revoking(repository, config);
      expect(findings).toHaveLength(1);
      expect(findings[0]!.verdict).toMatchObject({ state: 'unknown', why: 'ambiguous' });
    }
    expect(trap.seen).toEqual([]);
  });

  it('is called at no address that stands beside a key, and led nowhere by a provider', async () => {
    const trap = await providerHere(() => ({ status: 200, body: { scopes: [] } }));
    const key = sendgridKey();
    const repository = new TestRepository();
    repository.commitFile(
      'app.env',
      `SENDGRID_API_KEY=${key}\nSENDGRID_BASE_URL=${trap.url}\nSENDGRID_HOST=${trap.url}/v3\nHTTPS_PROXY=${trap.url}\n`,
    );
    const provider = await providerHere(() => ({ status: 302, headers: { location: `${trap.url}/v3/scopes` } }));
    const config = operatorFile({
      providers: { sendgrid: { 'base-url': provider.url } },
      revoke: { rules: ['*'], owners: ['*'] },
    });
    const { findings } = await revoking(repository, config);
    expect(findings.find(({ rule }) => rule === 'sendgrid-api-key')!.verdict).toMatchObject({
      state: 'unknown',
      why: 'unexpected-reply',
    });
    expect(trap.seen).toEqual([]);
  });

  it('shows nothing of a key that a provider sends back', async () => {
    const token = githubToken('echo');
    const server = await githubHere({ [token]: token });
    const repository = new TestRepository();
    repository.commitFile('a.txt', `${token}\n`);
    const config = configFor(server, { owners: ['acme'] });
    const { run } = await revoking(repository, config);
    expect(run.out + run.err).not.toContain(token);
  });
});

describe('keys that nobody may ask about', () => {
  it('are those that are silenced: they are told of nowhere, and asked about by nobody', async () => {
    const server = await sendgridHere([sendgridKey()]);
    const repository = new TestRepository();
    repository.commitFile('a.py', `key = "${sendgridKey()}"  # clawback:allow\n`);
    const config = operatorFile({
      providers: { sendgrid: { 'base-url': server.url } },
      revoke: { rules: ['*'], owners: ['*'] },
    });
    await revoking(repository, config);
    expect(server.seen).toEqual([]);
  });
});

describe('somebody who adds a wrong id beside a copy of a key', () => {
  it('hides no live one: each id that it stands with is tried', async () => {
    const [account, wrong] = [`${'AC'}${hex(32, 'right')}`, `${'AC'}${hex(32, 'wrong')}`];
    const token = hex(32, 'twilio token');
    const expected = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
    const server = await providerHere(({ headers }) =>
      headers.authorization === expected
        ? { status: 200, body: { accounts: [{ sid: account }], sid: account } }
        : { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } },
    );
    const config = operatorFile({ providers: { twilio: { 'base-url': server.url } } });
    const repository = new TestRepository();
    repository.write('a/notes.txt', `twilio: curl https://api.twilio.com -u ${wrong}:${token}\n`);
    repository.write('z/prod.sh', `# twilio\ncurl https://api.twilio.com -u ${account}:${token}\n`);
    repository.commit();
    for (const command of ['scan', 'audit']) {
      const { findings, run } = await report([command, '--verify', '--config', config], { cwd: repository.path });
      const finding = findings.find(({ rule }) => rule.startsWith('twilio'))!;
      expect([finding.verdict.state, finding.failing, run.code]).toEqual(['live', true, 1]);
    }
  });
});
