import { afterEach, describe, expect, it } from 'vitest';
import type { Call, ProviderApi, RuleApi, Verify } from '../../src/domain/api.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Client } from '../../src/live/http.ts';
import { type Asking, ask } from '../../src/live/verify.ts';
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
  const stateOf = async (status: number, override: URL | null, wasLive = false): Promise<string> => {
    const credential = { secret: new Secret('a-secret'), parts: {} };
    return (await ask(api, own, credential, asking(status, override), wasLive)).verdict.state;
  };

  it('cannot call one dead at its default host', async () => {
    expect(await stateOf(401, null)).toBe('unknown');
    expect(await stateOf(200, null)).toBe('live');
  });

  it('can at the server that the operator names, and where it was live a moment ago', async () => {
    expect(await stateOf(401, new URL('https://own.example'))).toBe('dead');
    expect(await stateOf(401, null, true)).toBe('dead');
  });
});
