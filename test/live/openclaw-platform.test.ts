import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newCode, type RevocationServer, type ServerOptions, startServer } from '../../scripts/openclaw-server.mjs';
import { Secret } from '../../src/domain/secret.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { type Condemned, end, waitForDeath } from '../../src/live/revoke.ts';
import { type Asking, ask, askOfLookAlike } from '../../src/live/verify.ts';
import { apiOf, client, type credentialOf, nobody, sleepless } from './asking.ts';
import { type Answer, type Provider, provider } from './server.ts';

// Pairing codes at the platform's revocation API: the document, a server of it, and what asks there.

const FILE = fileURLToPath(new URL('../../docs/openclaw-revocation-api.yaml', import.meta.url));
const document = parse(readFileSync(FILE, 'utf8')) as Document;

type Operation = { operationId: string; responses: Record<string, unknown> };
type Document = { paths: Record<string, { post: Operation }>; components: { schemas: object } };

const NOW = Date.parse('2026-06-01T12:00:00Z');
const KEY = 'clawback-test-key-1';

const operator = newCode();
const reader = newCode();
const leaked = newCode();
const codes = [
  { code: operator, name: 'operator', owner: 'platform', scopes: ['admin:account'], operates: ['*'] },
  { code: reader, name: 'reader', owner: 'acme', scopes: ['pairing-codes:introspect'], operates: ['acme'] },
  { code: leaked, name: 'nightly import', owner: 'acme', scopes: ['read:data'], last_used_at: '2026-05-31T03:12:44Z' },
];

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

async function platform(options: ServerOptions = {}): Promise<RevocationServer> {
  const server = await startServer({ codes, now: () => NOW, ...options });
  servers.push(server);
  return server;
}

type Sent = { code?: unknown; by?: string | null; key?: string | null; type?: string; body?: string };

async function send(
  server: { url: string },
  path: string,
  { by = operator, key = KEY, type = 'application/json', body = '{}' }: Sent,
) {
  const response = await fetch(`${server.url}/v1/pairing-codes/${path}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(by === null ? {} : { authorization: `Bearer ${by}` }),
      ...(key === null ? {} : { 'idempotency-key': key }),
    },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: JSON.parse(text) as Record<string, unknown>,
  };
}

const one = (code: string): string => JSON.stringify({ code });
const many = (...list: string[]): string => JSON.stringify({ codes: list });

describe('the document', () => {
  it('is a valid OpenAPI document', async () => {
    expect(await new Validator().validate(FILE)).toEqual({ valid: true });
  });

  it('has no address that could hold a code', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      expect(path).not.toMatch(/[{?]/);
      expect(Object.keys(item)).toEqual(['post']);
    }
  });
});

// Every operation and every status that the document has for it, and how to get that answer.
const invalid: Record<string, (path: string, isMany: boolean) => Sent> = {
  '400': () => ({ body: '{"code": 7}' }),
  '401': (_, isMany) => ({ by: newCode(), body: isMany ? many(leaked) : one(leaked) }),
  '413': (_, isMany) => ({ body: isMany ? many(...Array(101).fill(leaked)) : one('a'.repeat(1 << 20)) }),
  '415': () => ({ type: 'text/plain', body: 'code' }),
};
const ways: Record<string, Record<string, Sent>> = {
  introspect: {
    '200': { body: one(leaked) },
    '403': { by: leaked, body: one(reader) },
    '404': { body: one(newCode()) },
  },
  'introspect/batch': { '200': { body: many(leaked, newCode()) }, '403': { by: leaked, body: many(reader) } },
  revoke: {
    '200': { body: one(leaked) },
    '403': { by: reader, body: one(leaked) },
    '404': { body: one(newCode()) },
    '409': { body: one(operator) },
  },
  'revoke/batch': { '200': { body: many(leaked, newCode(), operator) }, '403': { by: reader, body: many(leaked) } },
};

describe('the server', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api.yaml');

  /** What the document says of an answer, its references followed. */
  function described(path: string, status: string) {
    const answer = follow(document.paths[path]!.post.responses[status]) as {
      headers?: Record<string, unknown>;
      content: Record<string, unknown>;
    };
    const [type] = Object.keys(answer.content);
    const pointer = pointerTo(answer, document)!;
    const schema = `api.yaml#${pointer}/content/${type!.replace('/', '~1')}/schema`;
    const headers = Object.entries(answer.headers ?? {}).map(
      ([name, header]) => [name, (follow(header) as { schema: object }).schema] as const,
    );
    return { type: type!, validate: ajv.compile({ $ref: schema }), headers };
  }

  const cases = Object.entries(document.paths).flatMap(([path, { post }]) =>
    Object.keys(post.responses).map((status) => [post.operationId, status, path] as const),
  );

  it.each(cases)('answers %s with %s as the document says', async (operation, status, path) => {
    const short = path.replace('/v1/pairing-codes/', '');
    const server = await platform(status === '429' ? { perMinute: 1 } : {});
    let sent = ways[short]![status] ?? invalid[status]?.(path, short.endsWith('batch')) ?? ways[short]!['200']!;
    if (status === '429') await send(server, short, sent);
    if (operation === 'revokeBatch' && status === '409') {
      await send(server, short, sent);
      sent = { body: many(leaked) };
    }
    const got = await send(server, short, sent);
    expect(String(got.status)).toBe(status);
    const { type, validate, headers } = described(path, status);
    expect(got.headers.get('content-type')).toBe(type);
    expect(validate(got.json), JSON.stringify(validate.errors)).toBe(true);
    for (const [name, schema] of headers) {
      const value = got.headers.get(name);
      if (value === null) expect(name).toBe('Idempotent-Replayed');
      else expect(ajv.validate(schema, value), `${name}: ${value}`).toBe(true);
    }
    for (const code of [operator, reader, leaked]) expect(got.text).not.toContain(code);
  });

  it('takes only bodies that the document allows, and all of those', async () => {
    const schemas = (name: string) => ajv.compile({ $ref: `api.yaml#/components/schemas/${name}` });
    const server = await platform();
    const bodies: [string, string, unknown][] = [
      ['introspect', 'OneCode', { code: leaked }],
      ['introspect', 'OneCode', { code: leaked, reason: 'leaked' }],
      ['introspect', 'OneCode', { code: leaked, reason: 7 }],
      ['introspect', 'OneCode', { code: leaked, other: 1 }],
      ['introspect', 'OneCode', { code: 'short' }],
      ['introspect', 'OneCode', { code: 'a'.repeat(513) }],
      ['introspect', 'OneCode', [leaked]],
      ['introspect', 'OneCode', null],
      ['introspect/batch', 'ManyCodes', { codes: [leaked] }],
      ['introspect/batch', 'ManyCodes', { codes: [] }],
      ['introspect/batch', 'ManyCodes', { codes: leaked }],
      ['introspect/batch', 'ManyCodes', { codes: [leaked, 1] }],
    ];
    for (const [path, schema, body] of bodies) {
      const { status } = await send(server, path, { body: JSON.stringify(body) });
      expect(status === 400, JSON.stringify(body)).toBe(!schemas(schema)(body));
    }
  });

  it('answers the same request under the same key again, and a different one not at all', async () => {
    const server = await platform();
    const first = await send(server, 'revoke', { body: one(leaked) });
    const again = await send(server, 'revoke', { body: one(leaked) });
    expect(again.json).toEqual(first.json);
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect((await send(server, 'revoke', { body: one(reader) })).json).toMatchObject({
      type: 'urn:openclaw:problem:idempotency-key-reused',
    });
    expect((await send(server, 'introspect', { body: one(reader) })).json).toMatchObject({ active: true });
    expect(server.audit.map(({ outcome }) => outcome)).toEqual(['revoked', 'replayed', 'active']);
  });

  it.each([null, 'short', 'has a blank in it!!', 'a'.repeat(129)])(
    'needs a proper Idempotency-Key: %s',
    async (key) => {
      const server = await platform();
      expect((await send(server, 'revoke', { key, body: one(leaked) })).status).toBe(400);
      expect((await send(server, 'introspect', { body: one(leaked) })).json).toMatchObject({ active: true });
    },
  );

  it('revokes for good, and keeps when it did', async () => {
    let now = NOW;
    const server = await platform({ now: () => now });
    const first = await send(server, 'revoke', { body: one(leaked) });
    now += 60_000;
    const second = await send(server, 'revoke', { key: `${KEY}-other`, body: one(leaked) });
    expect(second.json).toEqual(first.json);
    expect((await send(server, 'introspect', { by: leaked, body: one(leaked) })).status).toBe(401);
  });

  it('does not tell an operator of codes that are somebody else’s', async () => {
    const server = await platform();
    const foreign = await send(server, 'introspect', { by: reader, body: one(operator) });
    expect(foreign.json).toMatchObject({ type: 'urn:openclaw:problem:foreign-code' });
    const { json } = await send(server, 'introspect/batch', { by: reader, body: many(leaked, operator) });
    expect(json).toMatchObject({ results: [{ status: 200 }, { status: 403 }] });
  });

  it('writes no code into its audit log', async () => {
    const server = await platform();
    await send(server, 'introspect', { body: one(leaked) });
    await send(server, 'introspect', { body: one(newCode()) });
    await send(server, 'revoke/batch', { body: JSON.stringify({ codes: [leaked, operator], reason: 'leaked' }) });
    expect(server.audit).toMatchObject([
      { action: 'introspect', code: 'pc_3', mask: '…(32)', outcome: 'active' },
      { action: 'introspect', code: null, mask: '…(32)', outcome: 'unknown-code' },
      { action: 'revoke', code: 'pc_3', outcome: 'revoked', reason: 'leaked' },
      { action: 'revoke', code: 'pc_1', outcome: 'own-code' },
    ]);
    for (const code of [operator, leaked]) expect(JSON.stringify(server.audit)).not.toContain(code);
  });

  it('listens on this machine only, unless it is told to', async () => {
    await expect(startServer({ host: '0.0.0.0' })).rejects.toThrow('only with --remote');
    await expect(startServer({ host: '::' })).rejects.toThrow('only with --remote');
  });

  it('has no other routes and methods', async () => {
    const server = await platform();
    expect((await fetch(`${server.url}/v1/pairing-codes`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/pairing-codes/revoke`)).status).toBe(405);
  });
});

function follow(node: unknown): unknown {
  const reference = (node as { $ref?: string }).$ref;
  if (reference === undefined) return node;
  const found = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
  return follow(found);
}

/** Where a part of the document stands, as a JSON pointer. */
function pointerTo(wanted: unknown, node: unknown, at = ''): string | null {
  if (node === wanted) return at;
  if (typeof node !== 'object' || node === null) return null;
  for (const [key, value] of Object.entries(node)) {
    const found = pointerTo(wanted, value, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== null) return found;
  }
  return null;
}

describe('a pairing code', () => {
  const { provider: api, rule } = apiOf('openclaw-pairing-code');
  const http = client();
  afterAll(() => http.close());

  let credential: ReturnType<typeof credentialOf>;
  beforeEach(() => {
    credential = { rule: rule.rule, secret: new Secret(leaked), parts: {} };
  });

  function askingAt(url: string | null, by: string | null = operator): Asking {
    const openclaw = {
      ...nobody.openclaw,
      platform: url === null ? null : new URL(url),
      operatorCode: by === null ? null : new Secret(by),
    };
    return {
      client: http,
      base: ({ hosts }) => ({ hosts, override: null }),
      now: () => NOW,
      forbidden: { awsAccounts: [] },
      probe: { openclaw },
    };
  }
  const verdictAt = async (url: string | null, by?: string | null): Promise<Verdict> =>
    (await ask(api, rule, credential, askingAt(url, by))).verdict;

  async function standIn(answer: Answer): Promise<Provider> {
    const server = await provider(() => answer);
    servers.push(server);
    return server;
  }

  it('is live where its platform says so, with all that it tells', async () => {
    const server = await platform();
    expect(await verdictAt(server.url)).toEqual({
      state: 'live',
      because: 'its platform says that it works',
      proven: true,
      owners: ['acme'],
      names: [],
      scopes: ['read:data'],
      lastUsed: '2026-05-31T03:12:44Z',
    });
    expect(await askOfLookAlike(api, rule, credential, askingAt(server.url))).toMatchObject({ state: 'dead' });
  });

  it('is dead where it is revoked, expired, or was never issued', async () => {
    const server = await platform();
    const expired = newCode();
    server.issue({ code: expired, expires_at: '2026-05-01T00:00:00Z' });
    await send(server, 'revoke', { body: one(leaked) });
    expect(await verdictAt(server.url)).toMatchObject({ state: 'dead', because: expect.stringContaining('revoked') });
    credential = { ...credential, secret: new Secret(expired) };
    expect(await verdictAt(server.url)).toMatchObject({ state: 'dead', because: expect.stringContaining('expired') });
    credential = { ...credential, secret: new Secret(newCode()) };
    expect(await verdictAt(server.url)).toMatchObject({ state: 'dead', because: expect.stringContaining('never') });
  });

  it('is asked about nowhere but at the platform that the operator named', async () => {
    expect(await verdictAt(null)).toMatchObject({ state: 'unknown', why: 'not-configured' });
    const server = await platform();
    expect(await verdictAt(server.url, null)).toMatchObject({ state: 'unknown', why: 'not-configured' });
    expect(server.audit).toEqual([]);
  });

  it('is not dead because the operator’s code is refused, or may not ask', async () => {
    const server = await platform();
    expect(await verdictAt(server.url, newCode())).toMatchObject({ state: 'unknown', why: 'not-configured' });
    expect(await verdictAt(server.url, leaked)).toMatchObject({ state: 'unknown', why: 'not-configured' });
    credential = { ...credential, secret: new Secret(operator) };
    expect(await verdictAt(server.url, reader)).toMatchObject({ state: 'unknown', why: 'not-configured' });
  });

  it.each<[string, Answer, string]>([
    ['a missing route', { status: 404, body: { message: 'not found' } }, 'unexpected-reply'],
    ['a portal', { status: 200, body: '<html>' }, 'unexpected-reply'],
    ['too many requests', { status: 429, headers: { 'retry-after': '1' }, body: {} }, 'rate-limit'],
    ['a state that nobody knows', { status: 200, body: { active: false, state: 'paused' } }, 'unexpected-reply'],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, 'unexpected-reply'],
    ['a broken server', { status: 503, body: {} }, 'unexpected-reply'],
    ['nobody', 'hang-up', 'network'],
  ])('is unknown after %s', async (_, answer, why) => {
    expect(await verdictAt((await standIn(answer)).url)).toMatchObject({ state: 'unknown', why });
  });

  it('goes out in a body, under the operator’s code', async () => {
    const server = await standIn({ status: 404, body: {} });
    await verdictAt(`${server.url}/platform/`);
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        path: '/platform/v1/pairing-codes/introspect',
        headers: { authorization: `Bearer ${operator}` },
        body: one(leaked),
      },
    ]);
  });

  async function revokedAt(url: string, admin: string | null = operator) {
    const asking = askingAt(url);
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
    const ended = await end(condemned, asking, async ({ route }) => {
      announced.push(route);
    });
    return { ended, announced, asking, condemned };
  }

  it('is revoked, and is dead then', async () => {
    const server = await platform();
    const { ended, announced, asking, condemned } = await revokedAt(server.url);
    expect(ended).toEqual({ is: 'done' });
    expect(announced).toHaveLength(1);
    const wait = { seconds: 5, sleep: sleepless, clock: () => 0 };
    expect(await waitForDeath(condemned, asking, wait)).toMatchObject({ state: 'dead' });
  });

  it('is revoked once, however often a run is started again', async () => {
    const server = await platform();
    await revokedAt(server.url);
    await revokedAt(server.url);
    expect(server.audit.filter(({ action }) => action === 'revoke').map(({ outcome }) => outcome)).toEqual([
      'revoked',
      'replayed',
    ]);
  });

  it('is named to nobody by the key of the request', async () => {
    const server = await standIn({ status: 200, body: { state: 'revoked' } });
    await revokedAt(server.url);
    const other = { ...credential, secret: new Secret(newCode()) };
    credential = other;
    await revokedAt(server.url);
    const keys = server.seen.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^clawback-[0-9a-f]{48}$/);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('is sent again where the platform is busy: under its key that is one request', async () => {
    const server = await provider(({ path }, count) => {
      if (path.endsWith('introspect')) return { status: 200, body: { active: true, state: 'active', owner: 'acme' } };
      return count === 2 ? { status: 503, body: {} } : { status: 200, body: { state: 'revoked' } };
    });
    servers.push(server);
    expect((await revokedAt(server.url)).ended).toEqual({ is: 'done' });
    const keys = server.seen.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
  });

  it.each<[string, Answer, object]>([
    ['refused', { status: 401, body: {} }, { is: 'denied' }],
    ['not allowed', { status: 403, body: {} }, { is: 'denied' }],
    ['unknown', { status: 404, body: { type: 'urn:openclaw:problem:unknown-code' } }, { is: 'gone' }],
    ['sent to a missing route', { status: 404, body: {} }, { is: 'failed' }],
    ['the run’s own', { status: 409, body: { type: 'urn:openclaw:problem:own-code' } }, { is: 'unproven' }],
    ['in conflict', { status: 409, body: { type: 'urn:openclaw:problem:idempotency-key-reused' } }, { is: 'failed' }],
    ['accepted, and nothing said', { status: 200, body: {} }, { is: 'failed' }],
    ['hung up on', 'hang-up', { is: 'failed' }],
  ])('is not taken for revoked where it is %s', async (_, answer, outcome) => {
    expect((await revokedAt((await standIn(answer)).url)).ended).toMatchObject(outcome);
  });

  it('is not revoked by itself, nor without an operator’s code, nor if nothing can be written down', async () => {
    const server = await platform();
    expect((await revokedAt(server.url, leaked)).ended).toMatchObject({ is: 'unproven' });
    expect((await revokedAt(server.url, null)).ended).toEqual({ is: 'denied' });
    const { condemned, asking } = await revokedAt((await standIn({ status: 500, body: {} })).url);
    const full = async () => {
      throw new Error('no space left');
    };
    const real = { ...asking, probe: askingAt(server.url).probe };
    await expect(end(condemned, real, full)).rejects.toThrow('no space left');
    expect(server.audit.filter(({ action }) => action === 'revoke')).toEqual([]);
  });
});
