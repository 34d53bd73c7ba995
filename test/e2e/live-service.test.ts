import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Seen } from '../live/server.ts';
import { report } from '../support/clawback.ts';
import { operatorFile, providerHere, sendgridHere } from '../support/operator.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { sendgridKey } from '../support/tokens.ts';

function leaking(...keys: string[]): TestRepository {
  const repository = new TestRepository();
  keys.forEach((key, index) => {
    repository.write(`mail${index}.py`, `client = SendGridAPIClient("${key}")\n`);
  });
  repository.commit();
  return repository;
}

/** A revocation service as GitLab documents it, which takes a while. */
async function serviceHere(types: string[], living: Set<string>, answer = 204) {
  return providerHere(({ method, path, body }: Seen) => {
    if (method === 'GET' && path === '/revocation/v1/revocable_token_types') return { status: 200, body: { types } };
    if (method !== 'POST' || path !== '/revocation/v1/revoke_tokens') return { status: 405 };
    if (answer === 204) {
      for (const { token } of JSON.parse(body) as { token: string }[]) setTimeout(() => living.delete(token), 700);
    }
    return { status: answer };
  });
}

describe('a revocation service of the operator’s own', () => {
  async function run(types: string[], answer = 204, env: NodeJS.ProcessEnv = { SRS_TOKEN: 'service-token-1' }) {
    const provider = await sendgridHere([sendgridKey()]);
    const service = await serviceHere(types, provider.living, answer);
    const config = operatorFile({
      providers: { sendgrid: { 'base-url': provider.url } },
      revoke: {
        rules: ['sendgrid-*'],
        owners: ['*'],
        service: {
          url: `${service.url}/revocation`,
          'token-env': 'SRS_TOKEN',
          types: { 'sendgrid-api-key': 'gitleaks_rule_id_sendgrid_api_token' },
        },
      },
    });
    const made = await report(['audit', '--revoke', 'confirmed', '--config', config], {
      cwd: leaking(sendgridKey()).path,
      env: { RUNNER_TEMP: temporaryFolder(), ...env },
    });
    return { provider, service, ...made };
  }

  it('gets what it says that it revokes, and the provider has the last word', async () => {
    const { service, provider, findings } = await run(['gitleaks_rule_id_sendgrid_api_token']);
    expect(service.seen.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(service.seen[1]!.headers.authorization).toBe('service-token-1');
    expect(JSON.parse(service.seen[1]!.body)).toEqual([
      {
        type: 'gitleaks_rule_id_sendgrid_api_token',
        token: sendgridKey(),
        location: expect.stringMatching(/^mail0\.py#L1 at [0-9a-f]{40}$/),
      },
    ]);
    expect(provider.seen.map(({ method }) => method)).not.toContain('DELETE');
    expect(findings[0]).toMatchObject({ outcome: { state: 'revoked' }, failing: false });
  });

  it('gets nothing that it does not revoke: the provider does', async () => {
    const { service, provider, findings } = await run(['something_else']);
    expect(service.seen.map(({ method }) => method)).toEqual(['GET']);
    expect(provider.seen.map(({ method }) => method)).toContain('DELETE');
    expect(findings[0]).toMatchObject({ outcome: { state: 'revoked' } });
  });

  it('is left out where it refuses, or its token is not set', async () => {
    expect((await run(['gitleaks_rule_id_sendgrid_api_token'], 401)).findings[0]).toMatchObject({
      outcome: { state: 'revoked' },
    });
    const { scan, service } = await run(['gitleaks_rule_id_sendgrid_api_token'], 204, {});
    expect(service.seen).toEqual([]);
    expect(scan.notes).toContain('the revocation service was not used: SRS_TOKEN is not set');
  });
});

describe('the alarm', () => {
  async function alarmed(style: string, more: object = {}, status = 200) {
    const provider = await sendgridHere([sendgridKey()]);
    const hook = await providerHere(() => ({ status }));
    const config = operatorFile({
      providers: { sendgrid: { 'base-url': provider.url } },
      revoke: { webhook: { url: `${hook.url}/hook`, 'secret-env': 'HOOK_KEY', style, ...more } },
    });
    const repository = leaking();
    repository.commitFile('a <!channel> `b` & c.py', `key = "${sendgridKey()}"\n`);
    const made = await report(['audit', '--verify', '--config', config], {
      cwd: repository.path,
      env: { HOOK_KEY: 'a key for alarms', RUNNER_TEMP: temporaryFolder() },
    });
    return { hook, ...made };
  }

  it('is signed, and holds no secret', async () => {
    const { hook, findings } = await alarmed('generic');
    const [{ body, headers, path }] = hook.seen as [Seen];
    expect(path).toBe('/hook');
    const signed = createHmac('sha256', 'a key for alarms').update(`${headers['x-clawback-timestamp']}.${body}`);
    expect(headers['x-clawback-signature-256']).toBe(`sha256=${signed.digest('hex')}`);
    const told = JSON.parse(body);
    expect(told).toMatchObject({ version: 1, omitted: 0, findings: [{ verdict: 'live', outcome: null }] });
    expect(told.findings[0].fingerprint).toBe(findings[0]!.fingerprint);
    expect(body).not.toContain(sendgridKey().split('.')[1]);
  });

  it('speaks to Slack in its own form, in which names cannot call anybody', async () => {
    const { hook } = await alarmed('slack');
    const { text } = JSON.parse(hook.seen[0]!.body);
    expect(text).toContain('Clawback: 1 leaked, 1 live, 0 revoked');
    expect(text).toContain('&lt;!channel&gt;');
    expect(text).not.toContain('<!channel>');
  });

  it('that is not taken is told of, and changes no verdict', async () => {
    const { scan, run } = await alarmed('generic', {}, 410);
    expect(scan.notes).toContain('the alarm was not raised: it answered with status 410');
    expect(run.code).toBe(1);
  });

  it('is not raised unsigned where it is to be signed', async () => {
    const { hook, scan } = await alarmed('generic', { 'secret-env': 'NOT_SET' });
    expect(hook.seen).toEqual([]);
    expect(scan.notes.join()).toContain('NOT_SET, its key, is not set');
  });
});

describe('many at once', () => {
  it('are asked about a few at a time at one host', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => sendgridKey(`many ${index}`));
    let [now, most] = [0, 0];
    const server = await providerHere(async ({ headers }) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
      const key = headers.authorization?.replace('Bearer ', '') ?? '';
      return keys.includes(key) ? { status: 200, body: { scopes: [] } } : { status: 401, body: {} };
    });
    const config = operatorFile({
      providers: { sendgrid: { 'base-url': server.url } },
      verify: { 'per-host': 3 },
    });
    const repository = new TestRepository();
    repository.commitFile('keys.txt', keys.map((key) => `${key}\n`).join(''));
    const { findings, run } = await report(['scan', '--verify', '--config', config], { cwd: repository.path });
    expect(run.err).toMatch(/^clawback: 200 leaks[^\n]*\n$/);
    expect(findings).toHaveLength(200);
    expect(new Set(findings.map(({ verdict }) => verdict.state))).toEqual(new Set(['live']));
    expect(most).toBe(3);
    expect(server.seen).toHaveLength(201);
  });

  it('end when the time for all questions is over, each with a verdict', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => sendgridKey(`slow ${index}`));
    const server = await providerHere(() => ({ status: 401, body: {}, delay: 400 }));
    const config = operatorFile({
      providers: { sendgrid: { 'base-url': server.url } },
      verify: { 'per-host': 2, 'deadline-ms': 1500 },
    });
    const repository = new TestRepository();
    repository.commitFile('keys.txt', keys.map((key) => `${key}\n`).join(''));
    const { findings } = await report(['scan', '--verify', '--config', config], { cwd: repository.path });
    const states = findings.map(({ verdict }) => verdict.why ?? verdict.state);
    expect(findings).toHaveLength(40);
    expect(new Set(states)).toEqual(new Set(['dead', 'stopped']));
    expect(join(...states)).toContain('dead');
  });
});
