import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { type GatewayRun, gatewayRun, httpOf } from '../../src/live/openclaw/gateway.ts';
import { type Condemned, end, waitForDeath } from '../../src/live/revoke.ts';
import { type Asking, ask } from '../../src/live/verify.ts';
import { engine } from '../detect/scanning.ts';
import { apiOf, client, nobody, sleepless } from './asking.ts';
import { type DeviceToken, type Gateway, type GatewayOptions, gateway } from './gateway.ts';
import { provider } from './server.ts';

// The assistant's gateway: its own token, and those of its devices.

const http = client({ timeoutMs: 1500 });
const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});
afterAll(() => http.close());

const hex = (): string => randomBytes(24).toString('hex');
const deviceToken = (): string => randomBytes(32).toString('base64url');
const own = hex();

let run: GatewayRun;
beforeEach(() => {
  run = gatewayRun();
});

async function start(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const server = await gateway({ token: own, ...options });
  servers.push(server);
  return server;
}

function askingAt(url: URL | null, { token = own as string | null, by = http } = {}): Asking {
  const gatewayToken = token === null ? null : new Secret(token);
  return {
    client: by,
    base: ({ hosts }) => ({ hosts, override: null }),
    now: () => 0,
    forbidden: { awsAccounts: [] },
    probe: { openclaw: { ...nobody.openclaw, gateway: url, gatewayToken, run } },
  };
}

type Asks = { url: URL | null; rule: string; key: string; parts?: Record<string, string>; token?: string | null };

async function asked({ url, rule, key, parts = {}, token = own }: Asks) {
  const { provider: api, rule: own } = apiOf(rule);
  const secrets = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, new Secret(part)]));
  const credential = { rule, secret: new Secret(key), parts: secrets };
  return ask(api, own, credential, askingAt(url, { token }));
}

const verdictOf = async (asks: Asks): Promise<Verdict> => (await asked(asks)).verdict;
const gatewayVerdict = (url: URL | null, key: string) => verdictOf({ url, rule: 'openclaw-gateway-token', key });

describe('the gateway’s own token', () => {
  it('is live where the gateway lets it in, and nothing is run', async () => {
    const server = await start();
    expect(await gatewayVerdict(server.url, own)).toMatchObject({
      state: 'live',
      proven: true,
      owners: [server.url.host],
    });
    expect(server.asked.map(({ path }) => path)).toEqual(['/tools/invoke', '/tools/invoke']);
    expect(server.asked[0]!.token).toMatch(/^[0-9a-f]{48}$/);
    expect(server.asked[0]!.token).not.toBe(own);
    expect(server.calls).toEqual([]);
  });

  it('is dead where the gateway refuses it, and is not sent a second time', async () => {
    const server = await start();
    const other = hex();
    expect((await gatewayVerdict(server.url, other)).state).toBe('dead');
    expect((await gatewayVerdict(server.url, other)).state).toBe('dead');
    expect(server.asked.filter(({ token }) => token === other)).toHaveLength(1);
  });

  it('is asked about nowhere where no gateway is named', async () => {
    expect(await gatewayVerdict(null, own)).toEqual({ state: 'unknown', why: 'not-configured' });
  });

  it.each(['openclaw-gateway-password', 'openclaw-dashboard-url'])(
    'is asked about in the same way: %s',
    async (rule) => {
      const server = await start();
      expect((await verdictOf({ url: server.url, rule, key: own })).state).toBe('live');
    },
  );

  it('is not believed where the gateway lets everybody in', async () => {
    const server = await start({ mode: 'none' });
    expect(await gatewayVerdict(server.url, hex())).toEqual({ state: 'unknown', why: 'verifier-untrustworthy' });
    expect(server.asked).toHaveLength(1);
  });

  it.each<[string, number, string]>([
    ['a proxy that asks for a login', 401, '<html>'],
    ['a proxy with JSON of its own', 401, '{"error":"login"}'],
    ['a page', 200, '<html>'],
    ['a redirect', 302, ''],
    ['a broken gateway', 502, ''],
  ])('is unknown behind %s', async (_, status, body) => {
    const server = await start({ instead: () => ({ status, body, headers: { location: 'http://127.0.0.1:1/' } }) });
    expect(await gatewayVerdict(server.url, own)).toMatchObject({ state: 'unknown', why: 'unexpected-reply' });
    expect(server.asked).toHaveLength(1);
  });

  it('is unknown where the gateway has locked this address out, and nobody asks there again', async () => {
    const server = await start({ instead: () => ({ status: 429, headers: { 'retry-after': '1' }, body: '{}' }) });
    expect(await gatewayVerdict(server.url, own)).toEqual({ state: 'unknown', why: 'rate-limit' });
    expect(await gatewayVerdict(server.url, hex())).toEqual({ state: 'unknown', why: 'rate-limit' });
    expect(server.asked).toHaveLength(1);
  });

  it('is unknown where the gateway does not answer', async () => {
    const server = await start();
    await server.close();
    expect(await gatewayVerdict(server.url, own)).toMatchObject({ state: 'unknown', why: 'network' });
  });
});

describe('a run asks a gateway at most three times', () => {
  it('with ten made-up tokens', async () => {
    const server = await start();
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => gatewayVerdict(server.url, hex())));
    expect(server.asked).toHaveLength(3);
    expect(verdicts.filter(({ state }) => state === 'dead')).toHaveLength(2);
    expect(verdicts.filter((one) => one.state === 'unknown' && one.why === 'limit')).toHaveLength(8);
  });

  it('with ten made-up tokens of devices, and the operator’s own is asked for once at a time', async () => {
    const server = await start();
    const asks = Array.from({ length: 10 }, () =>
      verdictOf({ url: server.url, rule: 'openclaw-device-token', key: deviceToken() }),
    );
    await Promise.all(asks);
    expect(server.asked).toHaveLength(3);
  });

  it('whatever kinds they are of', async () => {
    const server = await start();
    const rules = [
      'openclaw-gateway-token',
      'openclaw-device-token',
      'openclaw-gateway-password',
      'openclaw-dashboard-url',
    ];
    for (const rule of [...rules, ...rules]) await verdictOf({ url: server.url, rule, key: deviceToken() });
    expect(server.asked).toHaveLength(3);
  });

  it('where it never answers, too', async () => {
    let count = 0;
    const server = await provider(() => {
      count += 1;
      return 'hang-up';
    });
    servers.push(server);
    const url = new URL(server.url.replace('http', 'ws'));
    for (let i = 0; i < 10; i += 1) await gatewayVerdict(url, hex());
    expect(count).toBe(3);
  });

  it('and shows it a refused token of the operator once', async () => {
    const server = await start();
    for (let i = 0; i < 5; i += 1)
      await verdictOf({ url: server.url, rule: 'openclaw-device-token', key: deviceToken(), token: hex() });
    expect(server.calls.map(({ method }) => method)).toEqual(['connect']);
  });
});

describe('a gateway’s address', () => {
  it.each([
    ['wss://gw.example.com', 'https://gw.example.com/'],
    ['wss://gw.example.com:8443/base', 'https://gw.example.com:8443/base'],
    ['https://gw.example.com', 'https://gw.example.com/'],
    ['ws://127.0.0.1:18789', 'http://127.0.0.1:18789/'],
    ['ws://[::1]:18789', 'http://[::1]:18789/'],
    ['wss://user:password@gw.example.com/?token=x#y', 'https://gw.example.com/'],
    ['ws://192.168.1.7:18789', null],
    ['http://gw.example.com', null],
    ['ftp://gw.example.com', null],
  ])('is reached over TLS, or on this machine: %s', (named, reached) => {
    expect(httpOf(new URL(named))?.href ?? null).toBe(reached);
  });

  it('is not reached in the clear elsewhere', async () => {
    const url = new URL('ws://192.0.2.1:18789');
    expect(await gatewayVerdict(url, own)).toMatchObject({ state: 'unknown', why: 'not-configured' });
    const device = await verdictOf({ url, rule: 'openclaw-device-token', key: deviceToken() });
    expect(device).toMatchObject({ state: 'unknown', why: 'not-configured' });
  });

  it('that stands in scanned content is never called', async () => {
    const named = await start();
    const trap = await start();
    const found = deviceToken();
    const text = JSON.stringify({
      gateway: { remote: { url: trap.url.href, token: hex() }, auth: { token: hex() } },
      dashboard: `${trap.url.href.replace('ws', 'http')}?gatewayUrl=${trap.url.href}&token=${hex()}`,
      deviceId: 'd1',
      tokens: { operator: { token: found, role: 'operator', gateway: trap.url.href } },
    });
    const candidates = engine
      .scan(Buffer.from(`${text}\nOPENCLAW_GATEWAY_URL=${trap.url.href}\nOPENCLAW_GATEWAY_TOKEN=${hex()}\n`))
      .candidates.filter(({ rule }) => /^openclaw-(?:gateway|dashboard|device)/.test(rule));
    expect(new Set(candidates.map(({ rule }) => rule)).size).toBeGreaterThan(1);
    for (const url of [null, named.url]) {
      run = gatewayRun();
      for (const { rule, secret, parts } of candidates) {
        const { provider: api, rule: own } = apiOf(rule);
        await ask(api, own, { secret, parts }, askingAt(url));
      }
    }
    expect(named.asked).toHaveLength(3);
    expect([...trap.asked, ...trap.calls]).toEqual([]);
  });
});

describe('a device’s token', () => {
  const RULE = 'openclaw-device-token';
  const slot = (token: string, more: Partial<DeviceToken> = {}): DeviceToken => ({
    token,
    role: 'operator',
    scopes: ['operator.read', 'operator.write'],
    createdAtMs: 1_779_000_000_000,
    ...more,
  });
  const device = (deviceId: string, ...tokens: DeviceToken[]) => ({ deviceId, tokens });

  it('is live where the gateway lets it read, and its list says whose it is', async () => {
    const key = deviceToken();
    const used = Date.parse('2026-05-01T10:00:00Z');
    const devices = [device('d1', slot(deviceToken())), device('d2', slot(key, { lastUsedAtMs: used }))];
    const server = await start({ devices });
    const { verdict, reply } = await asked({ url: server.url, rule: RULE, key });
    expect(verdict).toEqual({
      state: 'live',
      because: `the gateway ${server.url.host} accepts it`,
      proven: true,
      owners: [server.url.host, 'd2'],
      names: [],
      scopes: ['operator.read', 'operator.write'],
      lastUsed: '2026-05-01T10:00:00.000Z',
    });
    expect(reply).toEqual({ deviceId: 'd2', role: 'operator', issued: 1_779_000_000_000 });
    expect(new Set(server.calls.map(({ method }) => method))).toEqual(new Set(['connect', 'device.pair.list']));
  });

  it('creates no pairing request: it is never shown in a handshake', async () => {
    const key = deviceToken();
    const server = await start({ devices: [device('d1', slot(key))] });
    await asked({ url: server.url, rule: RULE, key });
    expect(JSON.stringify(server.calls)).not.toContain(key);
    for (const { method, params } of server.calls.filter((one) => one.method === 'connect')) {
      expect(method).toBe('connect');
      expect(params.device).toBeUndefined();
      expect(params.client).toMatchObject({ id: 'gateway-client', mode: 'backend' });
    }
  });

  it('is live without the gateway’s own token, too, but nobody knows whose', async () => {
    const key = deviceToken();
    const server = await start({ devices: [device('d1', slot(key))] });
    const { verdict, reply } = await asked({ url: server.url, rule: RULE, key, token: null });
    expect(verdict).toMatchObject({ state: 'live', owners: [server.url.host] });
    expect(reply).toBeNull();
    expect(server.calls).toEqual([]);
  });

  it('is dead where it is refused and no device could have it', async () => {
    const revoked = deviceToken();
    const devices = [device('d1', slot(revoked, { revokedAtMs: 1 })), device('d2', slot(deviceToken()))];
    const server = await start({ devices });
    expect((await verdictOf({ url: server.url, rule: RULE, key: revoked })).state).toBe('dead');
  });

  it('is not dead for being refused: a gateway refuses living tokens in the same words', async () => {
    const [approvals, node] = [deviceToken(), deviceToken()];
    const devices = [
      device('d1', slot(approvals, { scopes: ['operator.approvals'] })),
      device('d2', slot(node, { role: 'node', scopes: [] })),
    ];
    const server = await start({ devices });
    for (const key of [approvals, node])
      expect(await verdictOf({ url: server.url, rule: RULE, key })).toMatchObject({
        state: 'unknown',
        why: 'incomplete',
      });
    run = gatewayRun();
    const unlisted = await verdictOf({ url: server.url, rule: RULE, key: approvals, token: null });
    expect(unlisted).toMatchObject({ state: 'unknown', why: 'incomplete' });
  });

  it('of an operator is not confused with those of nodes, where its file says so', async () => {
    const revoked = deviceToken();
    const devices = [
      device('d1', slot(revoked, { revokedAtMs: 1 })),
      device('d2', slot(deviceToken(), { role: 'node', scopes: [] })),
    ];
    const server = await start({ devices });
    const parts = { role: 'operator' };
    expect((await verdictOf({ url: server.url, rule: RULE, key: revoked, parts })).state).toBe('dead');
  });

  it('of a node is not sent: no question shows whether it lives', async () => {
    const key = deviceToken();
    const tokens = slot(key, { role: 'node', scopes: [] });
    const server = await start({ devices: [device('d1', tokens)] });
    const asks = { url: server.url, rule: RULE, key, parts: { role: 'node' } };
    expect(await verdictOf(asks)).toMatchObject({ state: 'unknown', why: 'no-verifier' });
    tokens.revokedAtMs = 1;
    expect((await verdictOf(asks)).state).toBe('dead');
    expect(server.asked).toEqual([]);
  });

  it('has its role read from the gateway’s database', () => {
    const row = JSON.stringify({ operator: { token: deviceToken(), role: 'operator', scopes: ['operator.admin'] } });
    const [found] = engine.scan(Buffer.from(`row ${row}`)).candidates.filter(({ rule }) => rule === RULE);
    expect(found?.parts.role?.equals(new Secret('operator'))).toBe(true);
  });

  it('is unknown where the dashboard is turned off', async () => {
    const instead = (path: string) => (path === '/control-ui-config.json' ? { status: 404, body: '{}' } : null);
    const server = await start({ instead });
    expect(await verdictOf({ url: server.url, rule: RULE, key: deviceToken() })).toMatchObject({
      state: 'unknown',
      why: 'unexpected-reply',
    });
  });

  async function condemnedAt(server: Gateway, key: string, { admin = own as string | null, by = http } = {}) {
    const { provider: api, rule } = apiOf(RULE);
    const credential = { rule: RULE, secret: new Secret(key), parts: {} };
    const asking = askingAt(server.url, { by });
    const { verdict, reply } = await ask(api, rule, credential, asking);
    const condemned: Condemned = {
      provider: api,
      rule,
      way: rule.revoke[0]!,
      credential,
      verdict: verdict as Condemned['verdict'],
      reply,
      admin: admin === null ? null : { admin: new Secret(admin) },
    };
    const announced: string[] = [];
    const announce = async ({ route }: { route: string }) => {
      announced.push(route);
    };
    return { condemned, asking, announced, announce };
  }
  const revokes = ({ calls }: Gateway) => calls.filter(({ method }) => method === 'device.token.revoke');

  it('is revoked at its device and its role alone, and is dead then, without another question', async () => {
    const key = deviceToken();
    const devices = [device('d1', slot(deviceToken())), device('d2', slot(key), slot(deviceToken(), { role: 'node' }))];
    const server = await start({ devices });
    const { condemned, asking, announced, announce } = await condemnedAt(server, key);
    expect(await end(condemned, asking, announce)).toEqual({ is: 'done' });
    expect(revokes(server)).toEqual([{ method: 'device.token.revoke', params: { deviceId: 'd2', role: 'operator' } }]);
    expect(announced).toEqual([`device.token.revoke ${server.url.protocol}//${server.url.host}`]);
    const questions = server.asked.length;
    const wait = { seconds: 5, sleep: sleepless, clock: () => 0 };
    expect(await waitForDeath(condemned, asking, wait)).toMatchObject({ state: 'dead' });
    expect(server.asked).toHaveLength(questions);
    expect(devices.flatMap(({ tokens }) => tokens.map(({ revokedAtMs }) => revokedAtMs !== undefined))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('that is live still is called so, and not asked about again', async () => {
    const key = deviceToken();
    const server = await start({ devices: [device('d1', slot(key))] });
    const first = await verdictOf({ url: server.url, rule: RULE, key });
    const questions = server.asked.length;
    for (let i = 0; i < 5; i += 1)
      expect((await verdictOf({ url: server.url, rule: RULE, key })).state).toBe(first.state);
    expect(server.asked).toHaveLength(questions);
  });

  it('is left alone where the gateway does not say whose it is', async () => {
    const key = deviceToken();
    const silent = await start({ devices: [device('d1', slot(key))], notesUse: false });
    const one = await condemnedAt(silent, key);
    expect(await end(one.condemned, one.asking, one.announce)).toMatchObject({ is: 'unproven' });
    expect(revokes(silent)).toEqual([]);
    expect(one.announced).toEqual([]);
  });

  it('is left alone where another device’s token was used at the same moment', async () => {
    const key = deviceToken();
    const other = slot(deviceToken());
    let lists = 0;
    const server = await start({
      devices: [device('d1', other), device('d2', slot(key))],
      onCall: (method) => {
        if (method === 'device.pair.list') {
          lists += 1;
          if (lists === 2) other.lastUsedAtMs = 5;
        }
        return null;
      },
    });
    const { condemned, asking, announce } = await condemnedAt(server, key);
    expect(await end(condemned, asking, announce)).toMatchObject({ is: 'unproven' });
    expect(revokes(server)).toEqual([]);
  });

  it('is left alone where the gateway shows its devices only to its own machine, and people are told how to', async () => {
    const key = deviceToken();
    const server = await start({ devices: [device('d1', slot(key))], isLocal: false });
    const { condemned, asking, announce } = await condemnedAt(server, key);
    expect(await end(condemned, asking, announce)).toMatchObject({
      is: 'unproven',
      why: expect.stringContaining('tunnel'),
    });
  });

  it('is gone where its device has another one by now', async () => {
    const key = deviceToken();
    const own = slot(key);
    const server = await start({ devices: [device('d1', own)] });
    const { condemned, asking, announced, announce } = await condemnedAt(server, key);
    Object.assign(own, { token: deviceToken(), rotatedAtMs: 1_780_500_000_000 });
    expect(await end(condemned, asking, announce)).toEqual({ is: 'gone' });
    expect([...announced, ...revokes(server)]).toEqual([]);
  });

  it('is not revoked without the gateway’s token, with a wrong one, or if nothing can be written down', async () => {
    const key = deviceToken();
    const server = await start({ devices: [device('d1', slot(key))] });
    const { condemned, asking, announce } = await condemnedAt(server, key);
    expect(await end({ ...condemned, admin: null }, asking, announce)).toEqual({ is: 'denied' });
    expect(await end({ ...condemned, admin: { admin: new Secret(hex()) } }, asking, announce)).toEqual({
      is: 'denied',
    });
    const full = async () => {
      throw new Error('no space left');
    };
    await expect(end(condemned, asking, full)).rejects.toThrow('no space left');
    expect(revokes(server)).toEqual([]);
  });

  it.each(['hang-up', 'garbage', 'silence'] as const)('is not called revoked after a %s', async (what) => {
    const key = deviceToken();
    const server = await start({
      devices: [device('d1', slot(key))],
      onCall: (method) => (method === 'device.token.revoke' ? what : null),
    });
    const impatient = client({ timeoutMs: 300 });
    const { condemned, asking, announce } = await condemnedAt(server, key, { by: impatient });
    expect(await end(condemned, asking, announce)).toMatchObject({ is: 'failed' });
    await impatient.close();
  });

  it('leaves no connection behind, though the gateway never closes one', async () => {
    const server = await start({ onCall: (method) => (method === 'connect' ? 'silence' : null) });
    const impatient = client({ timeoutMs: 200 });
    const { provider: api, rule } = apiOf(RULE);
    const subject = { secret: new Secret(deviceToken()), parts: {} };
    const { verdict } = await ask(api, rule, subject, askingAt(server.url, { by: impatient }));
    expect(verdict).toMatchObject({ state: 'unknown', why: 'incomplete' });
    await expect.poll(server.open).toBe(0);
    await impatient.close();
  });

  it('is revoked by nobody after the run was stopped', async () => {
    const key = deviceToken();
    const server = await start({ devices: [device('d1', slot(key))] });
    const stop = new AbortController();
    const stoppable = client({ signal: stop.signal });
    const { condemned, asking, announce } = await condemnedAt(server, key, { by: stoppable });
    stop.abort();
    expect(await end(condemned, asking, announce)).toMatchObject({ is: 'failed' });
    expect(revokes(server)).toEqual([]);
    await stoppable.close();
  });

  it('is not revoked where the gateway denies it', async () => {
    const key = deviceToken();
    const own = slot(key);
    let denies = false;
    const server: Gateway = await start({
      devices: [device('d1', own)],
      onCall: (method) => {
        // Another operator is faster, between the list and the call.
        if (denies && method === 'device.token.revoke') server.devices.length = 0;
        return null;
      },
    });
    const { condemned, asking, announce } = await condemnedAt(server, key);
    denies = true;
    expect(await end(condemned, asking, announce)).toEqual({ is: 'denied' });
  });
});
