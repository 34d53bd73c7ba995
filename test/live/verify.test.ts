import { afterEach, describe, expect, it } from 'vitest';
import type { Call, ProviderApi, Revoke, RuleApi, Verify } from '../../src/domain/api.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Client } from '../../src/live/http.ts';
import type { Request } from '../../src/live/request.ts';
import { type Condemned, end, waitForDeath } from '../../src/live/revoke.ts';
import { type Asking, ask, askOfLookAlike } from '../../src/live/verify.ts';
import { askingAt, client, nobody } from './asking.ts';
import { type Answer, type Provider, provider } from './server.ts';

const http = client();
let server: Provider | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const call = (address: string): Call => ({
  method: 'get',
  address,
  headers: {},
  basic: null,
  body: null,
  signer: null,
});
const form = (status: number) => ({ status, json: {}, text: null, headers: {}, proof: false });
const verify: Verify = {
  calls: [call('/here')],
  others: [call('/there'), call('/elsewhere')],
  probe: null,
  never: [],
  live: [form(200)],
  dead: [form(401)],
  elsewhere: false,
  expects: 'json',
  owners: [],
  names: [],
  scopes: [],
  lastUsed: null,
  control: true,
};
const rule: RuleApi & { verify: Verify } = { rule: 'a-rule', split: null, verify, revoke: [] };
const api: ProviderApi = { id: 'a', name: 'A', hosts: [], rules: [rule] };

async function asked(statuses: number[]): Promise<{ state: string; paths: string[] }> {
  server = await provider((_, count): Answer => ({ status: statuses[count - 1]!, body: {} }));
  const { verdict } = await ask(api, rule, { secret: new Secret('a-secret'), parts: {} }, askingAt(server.url, http));
  return { state: verdict.state, paths: server.seen.map(({ path }) => path) };
}

describe('other ways to ask', () => {
  it('are tried only where the one before says dead', async () => {
    expect(await asked([200])).toEqual({ state: 'live', paths: ['/here'] });
    expect(await asked([418])).toEqual({ state: 'unknown', paths: ['/here'] });
  });

  it('tell what the first of them says that does not say dead', async () => {
    expect(await asked([401, 200])).toEqual({ state: 'live', paths: ['/here', '/there'] });
    expect(await asked([401, 401, 418])).toEqual({ state: 'unknown', paths: ['/here', '/there', '/elsewhere'] });
  });

  it('are not asked twice where the operator’s server stands for several', async () => {
    const twice = { ...verify, calls: [call('/here')], others: [call('/here'), call('/there')] };
    server = await provider((): Answer => ({ status: 401, body: {} }));
    const credential = { secret: new Secret('a-secret'), parts: {} };
    const { verdict } = await ask(api, { ...rule, verify: twice }, credential, askingAt(server.url, http));
    expect([verdict.state, server.seen.map(({ path }) => path)]).toEqual(['dead', ['/here', '/there']]);
  });

  it('say dead only together', async () => {
    expect(await asked([401, 401, 401])).toEqual({ state: 'dead', paths: ['/here', '/there', '/elsewhere'] });
  });
});

describe('a provider whose credentials other servers issue, too', () => {
  const own = { ...rule, verify: { ...verify, others: [], elsewhere: true } };
  const answering = (status: number) =>
    ({ send: async () => ({ reply: { status, headers: {}, text: '{}', json: {} } }) }) as unknown as Client;
  const asking = (status: number, override: URL | null): Asking => ({
    client: answering(status),
    base: () => ({ hosts: ['a.example'], override }),
    now: () => 0,
    forbidden: { awsAccounts: [] },
    probe: nobody,
  });
  const stateOf = async (status: number, override: URL | null, live: 'somewhere' | null = null): Promise<string> => {
    const credential = { secret: new Secret('a-secret'), parts: {} };
    return (await ask(api, own, credential, asking(status, override), live)).verdict.state;
  };

  it('cannot call one dead at its default host', async () => {
    expect(await stateOf(401, null)).toBe('unknown');
    expect(await stateOf(200, null)).toBe('live');
  });

  it('can at the server that the operator names, and where it was live a moment ago', async () => {
    expect(await stateOf(401, new URL('https://own.example'))).toBe('dead');
    expect(await stateOf(401, null, 'somewhere')).toBe('dead');
  });
});

describe('a credential of another region', () => {
  const HOSTS = ['us.example', 'eu.example'];
  const regional: RuleApi & { verify: Verify } = {
    ...rule,
    verify: { ...verify, others: [call('https://eu.example/here')] },
  };
  const secret = new Secret('a-secret-of-the-eu');
  const credential = { rule: 'a-rule', secret, parts: {} };
  const revoke: Revoke = {
    by: 'self',
    admin: null,
    effect: 'key',
    aim: 'listing',
    listing: {
      call: call('/keys'),
      items: '',
      id: 'id',
      owner: null,
      match: { kind: 'equals', field: 'key', value: '{key}' },
      next: { kind: 'none' },
    },
    call: { ...call('/keys/{found.id}'), method: 'delete', headers: { authorization: 'Bearer {key}' } },
    step: null,
    done: [form(200)],
    gone: [],
    denied: [],
    reversible: false,
    settle: 0,
  };

  /** Only the second host knows it; `sent` are the requests, `alike` what it answers about a made-up one. */
  function world(override: URL | null = null, alike = 401) {
    const sent: string[] = [];
    let isDead = false;
    const send = async ({ url, method, headers }: Request) => {
      sent.push(`${method} ${url.host}${url.pathname}`);
      const isIts = headers.authorization === `Bearer ${secret.reveal()}`;
      const isHere = (url.host === 'eu.example' || override !== null) && !isDead;
      if (method === 'DELETE' && isHere) isDead = true;
      const status = !isHere ? 401 : isIts ? 200 : alike;
      const json = url.pathname.endsWith('/keys') ? [{ id: 'k1', key: secret.reveal() }] : {};
      return { reply: { status, headers: {}, text: '{}', json } };
    };
    const asking: Asking = {
      client: { send } as unknown as Client,
      base: () => ({ hosts: HOSTS, override }),
      now: () => 0,
      forbidden: { awsAccounts: [] },
      probe: nobody,
    };
    return { asking, sent };
  }
  const bearing = (one: Call): Call => ({ ...one, headers: { authorization: 'Bearer {key}' } });
  const asRegional = {
    ...regional,
    verify: {
      ...regional.verify,
      calls: regional.verify.calls.map(bearing),
      others: regional.verify.others.map(bearing),
    },
  };
  const way: Revoke = { ...revoke, listing: { ...revoke.listing!, call: bearing(revoke.listing!.call) } };

  async function condemnedIn(asking: Asking): Promise<Condemned> {
    const { verdict, reply, where } = await ask(api, asRegional, credential, asking);
    expect(verdict.state).toBe('live');
    return {
      provider: api,
      rule: asRegional,
      way,
      credential,
      verdict: verdict as Condemned['verdict'],
      reply,
      where,
      admin: null,
    };
  }

  it('is looked for, ended and asked about again where it lives', async () => {
    const { asking, sent } = world();
    const condemned = await condemnedIn(asking);
    expect(condemned.where).toEqual({ call: 1, host: 'eu.example' });
    const announced: string[] = [];
    const ended = await end(condemned, asking, async ({ route }) => {
      announced.push(route);
    });
    expect([ended, announced]).toEqual([{ is: 'done' }, ['DELETE https://eu.example/keys/{found.id}']]);
    const after = await waitForDeath(condemned, asking, { seconds: 0, sleep: async () => {}, clock: () => 0 });
    expect(after.state).toBe('dead');
    expect(sent).toEqual([
      'GET us.example/here',
      'GET eu.example/here',
      'GET eu.example/keys',
      'DELETE eu.example/keys/k1',
      'GET eu.example/here',
    ]);
  });

  it('is ended at the operator’s server, where there is one', async () => {
    const { asking, sent } = world(new URL('https://own.example/eu'));
    const condemned = await condemnedIn(asking);
    expect(condemned.where).toEqual({ call: 0, host: null });
    await end(condemned, asking, async () => {});
    expect(sent).toEqual(['GET own.example/eu/here', 'GET own.example/eu/keys', 'DELETE own.example/eu/keys/k1']);
  });

  it.each([
    ['refuses', 401, 'dead'],
    ['believes', 200, 'live'],
    ['answers nobody about', 429, 'unknown'],
    ['is not understood about', 404, 'unknown'],
  ])('is believed there only if the same host %s a made-up one', async (_, alike, state) => {
    const { asking, sent } = world(null, alike);
    const { where } = await ask(api, asRegional, credential, asking);
    sent.length = 0;
    expect((await askOfLookAlike(api, asRegional, credential, asking, where)).state).toBe(state);
    expect(sent).toEqual(['GET eu.example/here']);
  });
});

describe('a credential that other servers issue, too', () => {
  it('is held against a made-up one at the server that knows it', async () => {
    const own = { ...rule, verify: { ...verify, others: [], elsewhere: true } };
    const client = { send: async () => ({ reply: { status: 401, headers: {}, text: '{}', json: {} } }) };
    const asking: Asking = {
      client: client as unknown as Client,
      base: () => ({ hosts: ['a.example'], override: null }),
      now: () => 0,
      forbidden: { awsAccounts: [] },
      probe: nobody,
    };
    const credential = { secret: new Secret('a-secret'), parts: {} };
    const control = await askOfLookAlike(api, own, credential, asking, { call: 0, host: 'a.example' });
    expect(control.state).toBe('dead');
  });
});

describe('what is told of a credential', () => {
  const value = 'acme_Q1w2E3r4T5y6U7i8O9p0';
  async function told(body: object) {
    server = await provider((): Answer => ({ status: 200, body }));
    const facts = { owners: ['id', 'login'], names: ['name'], scopes: ['scope'], lastUsed: 'used' };
    const telling = { ...rule, verify: { ...verify, others: [], ...facts } };
    const credential = { secret: new Secret(value, 'acme_'), parts: {} };
    return (await ask(api, telling, credential, askingAt(server.url, http))).verdict;
  }

  it('never holds eight characters of it in a row, wherever they stand', async () => {
    const run = value.slice(9, 17);
    const long = `${'x'.repeat(196)}${value}`;
    expect(await told({ id: long, login: `a ${run} b`, name: [run], scope: long, used: run })).toMatchObject({
      owners: [],
      names: [],
      scopes: [],
      lastUsed: null,
    });
  });

  it('may hold what all such credentials have, and fewer of its characters', async () => {
    const facts = {
      id: `acme_${value.slice(5, 12)}`,
      login: 'acme_acme_acme',
      name: 'Acme',
      scope: 'acme_',
      used: 'today',
    };
    expect(await told(facts)).toMatchObject({
      owners: [facts.id, facts.login],
      names: ['Acme'],
      scopes: ['acme_'],
      lastUsed: 'today',
    });
  });
});
