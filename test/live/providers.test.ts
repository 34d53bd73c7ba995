import apis from 'clawback:apis';
import { readdirSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { namesOf } from '../../src/live/names.ts';
import { type Condemned, end } from '../../src/live/revoke.ts';
import { fill } from '../../src/live/template.ts';
import { ask } from '../../src/live/verify.ts';
import { apiOf, askingAt, client, credentialOf } from './asking.ts';
import type { Documented, Expected } from './documented.ts';
import { type Answer, type Provider, provider, type Seen } from './server.ts';

// Every verify and revoke block of the rule files, against a server that answers as the provider documents.

const files = readdirSync(new URL('./replies/', import.meta.url)).filter((name) => name.endsWith('.ts'));
const all: Documented[] = (
  await Promise.all(
    files.map(async (name) => (await import(`./replies/${name.slice(0, -3)}.ts`)).default as Documented[]),
  )
).flat();

const http = client();
const servers: Provider[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});
afterAll(() => http.close());

/** A test that some rules have no use for: then there is none, rather than one that is skipped. */
function itIf(wanted: boolean, name: string, test: () => Promise<void>): void {
  if (wanted) it(name, test);
}

async function at(answer: Parameters<typeof provider>[0]): Promise<Provider> {
  const server = await provider(answer);
  servers.push(server);
  return server;
}

const ADMIN = { admin: new Secret('admin') };

/** The names that what a test expects is written with. */
function namesFor(rule: string, extra: Record<string, string> = {}) {
  const { rule: api } = apiOf(rule);
  const names = namesOf({ ...credentialOf(rule), split: api.split, admin: ADMIN });
  return (name: string) => extra[name] ?? names(name);
}

function check(seen: Seen, expected: Expected, names: (name: string) => string | null): void {
  const asIs = (value: string): string => value;
  expect(seen.method).toBe(expected.method);
  expect(seen.path).toBe(fill(expected.path, names, encodeURIComponent));
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const basic = /^Basic (.*):(.*)$/s.exec(value);
    const wanted = basic
      ? `Basic ${Buffer.from(`${fill(basic[1]!, names, asIs)}:${fill(basic[2]!, names, asIs)}`).toString('base64')}`
      : fill(value, names, asIs);
    // A signature is another test's.
    if (value.endsWith('…')) expect(seen.headers[name.toLowerCase()]).toContain(wanted.slice(0, -1));
    else expect(seen.headers[name.toLowerCase()]).toBe(wanted);
  }
  if (typeof expected.body === 'string') {
    const fields = new URLSearchParams(expected.body);
    for (const [name, value] of [...fields]) fields.set(name, fill(value, names, asIs));
    expect(seen.body).toBe(fields.toString());
  } else if (expected.body) {
    expect(JSON.parse(seen.body)).toEqual(JSON.parse(fill(JSON.stringify(expected.body), names, asIs)));
  }
}

describe('what rule files say', () => {
  const rules = apis.flatMap((api) => api.rules.filter(({ verify }) => verify && verify.probe === null));

  it('is held against documented answers, each rule', () => {
    expect(rules.map(({ rule }) => rule).filter((id) => !all.some(({ rule }) => rule === id))).toEqual([]);
    expect(all.map(({ rule }) => rule).filter((id) => !rules.some(({ rule }) => rule === id))).toEqual([]);
    for (const { source } of all) for (const one of [source].flat()) expect(one).toMatch(/^https:\/\//);
  });
});

describe.each(all.map((one) => [one.rule, one] as const))('verify %s', (id, { verify: docs }) => {
  const { provider: api, rule } = apiOf(id);
  const credential = credentialOf(id);
  const first = docs.first ?? [];

  async function verdictOf(answer: Answer, by = http): Promise<{ verdict: Verdict; server: Provider }> {
    const server = await at((_, count) => first[count - 1] ?? answer);
    const { verdict } = await ask(api, rule, credential, askingAt(server.url, by));
    return { verdict, server };
  }

  it('asks as documented, and believes a success', async () => {
    const { verdict, server } = await verdictOf(docs.live);
    expect(verdict).toMatchObject({
      state: 'live',
      proven: true,
      owners: docs.owners ?? [],
      names: docs.names ?? [],
      scopes: docs.scopes ?? [],
      lastUsed: docs.lastUsed ?? null,
    });
    const expected = [docs.request].flat();
    expect(server.seen).toHaveLength(expected.length);
    expected.forEach((one, index) => {
      check(server.seen[index]!, one, namesFor(id));
    });
  });

  it('calls it dead where its provider does', async () => {
    expect((await verdictOf(docs.dead)).verdict.state).toBe('dead');
  });

  const { scoped } = docs;
  itIf(
    scoped !== undefined,
    'calls it live, and proves nothing, where its provider only refuses the question',
    async () => {
      expect((await verdictOf(scoped!)).verdict).toMatchObject({ state: 'live', proven: false });
    },
  );

  it.each((docs.also ?? []).map((one) => [one.answer.status, one.is, one.answer] as const))(
    'knows other answers: %s is %s',
    async (_, is, answer) => {
      expect((await verdictOf(answer)).verdict.state).toBe(is);
    },
  );

  it('knows nothing of one that its provider is too busy to tell of', async () => {
    const { verdict, server } = await verdictOf({ status: 429, body: { error: 'rate limited' } });
    expect(verdict).toEqual({ state: 'unknown', why: 'rate-limit' });
    expect(server.seen.length).toBeGreaterThan(1);
  });

  it('knows nothing where its provider is broken', async () => {
    expect((await verdictOf({ status: 503, body: { error: 'down' } })).verdict.state).toBe('unknown');
    expect((await verdictOf('hang-up')).verdict).toMatchObject({ state: 'unknown', why: 'network' });
  });

  it('knows nothing where no answer comes in time', async () => {
    const impatient = client({ timeoutMs: 60 });
    const { verdict } = await verdictOf('silence', impatient);
    expect(verdict).toMatchObject({ state: 'unknown', why: 'network' });
    await impatient.close();
  });

  it('takes no page of a portal for an answer', async () => {
    const statuses = [200, 401, 403, docs.live.status, docs.dead.status, docs.scoped?.status ?? 200];
    // No page comes with 204: there is no body.
    for (const status of new Set(statuses.filter((one) => one !== 204))) {
      const page = {
        status,
        headers: { 'content-type': 'text/html' },
        body: '<html><head><title>Unauthorized</title></head><body>Please log in</body></html>',
      };
      expect((await verdictOf(page)).verdict.state, `status ${status}`).toBe('unknown');
    }
  });

  it('follows no redirect', async () => {
    const trap = await at(() => docs.live);
    const { verdict } = await verdictOf({ status: 307, headers: { location: `${trap.url}/` } });
    expect(verdict).toMatchObject({ state: 'unknown', why: 'unexpected-reply' });
    expect(trap.seen).toEqual([]);
  });
});

const ways = all.flatMap(({ rule, verify, revoke = [] }) =>
  revoke.map((docs, index) => [rule, index, docs, verify] as const),
);

describe('what rule files say of revoking', () => {
  it('is held against documented answers, each way', () => {
    const known = apis.flatMap((api) =>
      api.rules.flatMap(({ rule, revoke, verify }) =>
        verify?.probe === null ? revoke.flatMap((way, index) => (way.step === null ? [`${rule} ${index}`] : [])) : [],
      ),
    );
    const held = ways.map(([rule, index]) => `${rule} ${index}`);
    expect(known.filter((one) => !held.includes(one))).toEqual([]);
  });
});

describe.each(ways)('revoke %s, way %i', (id, index, docs, verify) => {
  const { provider: api, rule } = apiOf(id);
  const way = rule.revoke[index]!;
  const credential = credentialOf(id);
  const lists = docs.list?.(credential.secret.reveal()) ?? [];

  async function ended(answer: Answer, by = http) {
    const server = await at((_, count) => lists[count - 1] ?? answer);
    const asking = askingAt(server.url, by);
    const live = await at((_, count) => (verify.first ?? [])[count - 1] ?? verify.live);
    const { verdict, reply } = await ask(api, rule, credential, askingAt(live.url, http));
    const condemned: Condemned = {
      provider: api,
      rule,
      way,
      credential,
      verdict: verdict as Condemned['verdict'],
      reply,
      admin: way.admin === null ? null : ADMIN,
    };
    const announced: string[] = [];
    const result = await end(condemned, asking, async ({ route }) => {
      announced.push(route);
    });
    return { result, server, announced };
  }

  itIf(way.step === null, 'asks as documented, and once', async () => {
    const { result, server, announced } = await ended(docs.done);
    expect(result).toEqual({ is: 'done' });
    expect(announced).toHaveLength(1);
    expect(server.seen).toHaveLength(docs.requests.length);
    docs.requests.forEach((one, at) => {
      check(server.seen[at]!, one, namesFor(id));
    });
    for (const route of announced) expect(route).not.toContain(credential.secret.reveal());
  });

  itIf(docs.gone !== undefined, 'knows that it is gone already', async () => {
    expect((await ended(docs.gone!)).result).toEqual({ is: 'gone' });
  });

  itIf(docs.denied !== undefined, 'knows that it may not', async () => {
    expect((await ended(docs.denied!)).result).toEqual({ is: 'denied' });
  });

  it('fails where its provider is broken, hangs up, or answers something else', async () => {
    for (const answer of [{ status: 500, body: {} }, 'hang-up' as const, { status: 302, headers: { location: '/' } }]) {
      expect((await ended(answer)).result.is).toBe('failed');
    }
  });
});
