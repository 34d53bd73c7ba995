import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../src/domain/api.ts';
import { Secret } from '../../src/domain/secret.ts';
import { namesOf } from '../../src/live/names.ts';
import { type Base, type Request, routeOf, UnfitRequest, writeRequest } from '../../src/live/request.ts';
import { callOf } from '../../src/live/steps/calls.ts';
import { client } from './asking.ts';
import { type Provider, provider } from './server.ts';

const HOSTS: Base = { hosts: ['api.example.com', 'eu.api.example.com'], override: null };
const at = (address: string): Base => ({ hosts: HOSTS.hosts, override: new URL(address) });

function write(call: Call, key: string, base: Base = HOSTS): Request {
  return writeRequest(call, base, (name) => (name === 'key' ? key : null));
}

function isUnfit(call: Call, key: string, base: Base = HOSTS): boolean {
  try {
    write(call, key, base);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(UnfitRequest);
    // Whoever reads the message must not learn the value.
    if (key.length > 3) expect((error as Error).message).not.toContain(key);
    return true;
  }
}

/** What leads astray where it is not encoded. */
const EVIL = [
  '..',
  '.',
  '../..',
  '../../v2/admin',
  '..\\..',
  'a/../b',
  '/..',
  './a',
  '%2e%2e',
  '%2E',
  '%2e%2e%2fadmin',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '@evil.example',
  'x@evil.example',
  ':80@evil.example',
  'a\\b',
  '?a=b',
  'a&b=c',
  '#fragment',
  'a;b',
  ' ',
  '\t',
  'a\r\nX-Evil: 1',
  'a\nb',
  '\0',
  '\u202e',
  '\uff0e\uff0e',
  '\u2024\u2024',
  '\u3002',
  '\ud800',
  'ａ',
  'é',
  '😀',
  '{key}',
  '{other}',
];
const value = fc.oneof(
  fc.constantFrom(...EVIL),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...EVIL, 'a', '-'), { maxLength: 4 }).map((parts) => parts.join('')),
);

describe('the address of a request', () => {
  const paths: [string, Call][] = [
    ['a segment', callOf('get', '/v1/keys/{key}')],
    ['a segment in the middle', callOf('delete', '/v1/keys/{key}/uses')],
    ['a part of a segment', callOf('post', '/v1/keys/a{key}:disable')],
    ['with the host before it', callOf('get', 'https://eu.api.example.com/v1/keys/{key}')],
  ];

  it.each(paths)('keeps its host and its route, whatever is filled in: %s', (_, call) => {
    const [, before, after] = /^(?:https:\/\/[^/]+)?([^{]*)\{key\}(.*)$/.exec(call.address)!;
    fc.assert(
      fc.property(
        value,
        fc.constantFrom(HOSTS, at('http://127.0.0.1:8080/'), at('https://proxy.example/under/')),
        (key, base) => {
          let request: Request;
          try {
            request = write(call, key, base);
          } catch (error) {
            expect(error).toBeInstanceOf(UnfitRequest);
            return;
          }
          const { url } = request;
          const host = base.override?.host ?? (call.address.startsWith('https') ? HOSTS.hosts[1] : HOSTS.hosts[0]);
          const under = base.override?.pathname.replace(/\/$/, '') ?? '';
          expect([url.host, url.username, url.password, url.search, url.hash]).toEqual([host, '', '', '', '']);
          expect(url.pathname.startsWith(`${under}${before}`)).toBe(true);
          expect(url.pathname.endsWith(after!)).toBe(true);
          const filled = url.pathname.slice(under.length + before!.length, url.pathname.length - after!.length);
          expect(filled).not.toMatch(/[/\\?#]/);
          expect(decodeURIComponent(filled)).toBe(key);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps its parameters apart, whatever is filled in', () => {
    const call = callOf('get', '/v1/check?token={key}&verbose=1');
    fc.assert(
      fc.property(value, (key) => {
        let url: URL;
        try {
          ({ url } = write(call, key));
        } catch (error) {
          expect(error).toBeInstanceOf(UnfitRequest);
          return;
        }
        expect([url.host, url.pathname, url.hash]).toEqual(['api.example.com', '/v1/check', '']);
        expect([...url.searchParams]).toEqual([
          ['token', key],
          ['verbose', '1'],
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['..', '.', '../..', 'a/../b', '..\\a', '', '\0', 'a\r\nb', '\ud800'])(
    'is not written with a value that could lead to another route: %j',
    (key) => {
      expect(isUnfit(callOf('delete', '/v1/keys/{key}'), key)).toBe(true);
      expect(isUnfit(callOf('delete', '/v1/keys/{key}'), key, at('http://127.0.0.1/under'))).toBe(true);
    },
  );

  it('is not written where two values come to a step to another route', () => {
    expect(() => writeRequest(callOf('get', '/v1/{a}{b}/keys'), HOSTS, () => '.')).toThrow(UnfitRequest);
    expect(() => writeRequest(callOf('get', '/v1/.{a}/keys'), HOSTS, () => '.')).toThrow(UnfitRequest);
  });

  it.each([
    ['evil.example', 'another host'],
    ['evil.example/', 'another host and a path'],
    ['x@evil', 'a login'],
    ['eu.api.example.com:8443', 'a port'],
    ['', 'nothing'],
    ['EU', 'other letters'],
  ])('may be at a host that is put together, if that is one of the provider’s: %s is %s', (key) => {
    const call = callOf('get', 'https://{key}.api.example.com/v1');
    expect(isUnfit(call, key)).toBe(true);
    expect(write(call, 'eu').url.href).toBe('https://eu.api.example.com/v1');
  });

  it('stays at a host that is put together, whatever is filled in', () => {
    fc.assert(
      fc.property(value, (key) => {
        if (!isUnfit(callOf('get', 'https://{key}.api.example.com/v1'), key))
          expect(write(callOf('get', 'https://{key}.api.example.com/v1'), key).url.host).toBe('eu.api.example.com');
      }),
      { numRuns: 500 },
    );
  });

  it('is not written for a provider without a host', () => {
    expect(() => writeRequest(callOf('get', '/v1'), { hosts: [], override: null }, () => null)).toThrow(UnfitRequest);
    expect(isUnfit(callOf('get', 'https://evil.example/v1'), 'k')).toBe(true);
  });

  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1/k'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/v1/k'],
    ['https://proxy.example/under', 'https://proxy.example/under/v1/k'],
    ['https://proxy.example/under/?x=1#y', 'https://proxy.example/under/v1/k'],
    ['https://user:pass@proxy.example/', 'https://proxy.example/v1/k'],
  ])('is under the operator’s, where there is one: %s', (override, href) => {
    for (const address of ['/v1/{key}', 'https://eu.api.example.com/v1/{key}']) {
      expect(write(callOf('get', address), 'k', at(override)).url.href).toBe(href);
    }
  });
});

describe('the rest of a request', () => {
  it('has no header that a value ends, and none that headers cannot carry', () => {
    const call = callOf('get', '/v1', { headers: { authorization: 'Bearer {key}', 'x-key': '{key}' } });
    fc.assert(
      fc.property(value, (key) => {
        if (isUnfit(call, key)) expect(key).toMatch(/[^\t\x20-\x7e]/);
        else expect(write(call, key).headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-key': key });
      }),
      { numRuns: 500 },
    );
    for (const key of ['a\r\nX-Evil: 1', 'a\n', '\r', '\0', 'é', '😀', '\u2028', '\x7f'])
      expect(isUnfit(call, key)).toBe(true);
  });

  it('carries any value in a login, a form, JSON and text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const basic = write(callOf('get', '/v1', { basic: { user: 'u', password: '{key}' } }), key).headers;
        expect(Buffer.from(basic.authorization!.slice('Basic '.length), 'base64').toString()).toBe(`u:${key}`);
        const fields = { token: '{key}', more: 'x' };
        const form = write(callOf('post', '/v1', { body: { kind: 'form', fields } }), key);
        expect([...new URLSearchParams(form.body!)]).toEqual([
          ['token', key],
          ['more', 'x'],
        ]);
        const json = write(callOf('post', '/v1', { body: { kind: 'json', value: { a: ['{key}'] } } }), key);
        expect(JSON.parse(json.body!)).toEqual({ a: [key] });
        const text = write(callOf('post', '/v1', { body: { kind: 'text', text: '<{key}>', type: 'text/x' } }), key);
        expect([text.body, text.headers['content-type']]).toEqual([`<${key}>`, 'text/x']);
      }),
    );
  });

  it('says what kind of body it is, unless the call does', () => {
    const body = { kind: 'json', value: {} } as const;
    expect(write(callOf('post', '/v1', { body }), '').headers['content-type']).toBe('application/json');
    const headers = { 'content-type': 'application/vnd.api+json' };
    expect(write(callOf('post', '/v1', { body, headers }), '').headers['content-type']).toBe(headers['content-type']);
  });
});

describe('a route', () => {
  it('shows the address as it is written, and nothing that is filled in', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{20,40}$/), (key) => {
        const call = callOf('get', '/v1/keys/{key}?token={key}', { headers: { authorization: 'Bearer {key}' } });
        expect(write(call, key).route).toBe('GET https://api.example.com/v1/keys/{key}?token={key}');
        expect(routeOf(call, at('https://user:pass@proxy.example/under/'))).toBe(
          'GET https://proxy.example/under/v1/keys/{key}?token={key}',
        );
      }),
    );
  });
});

describe('a request, as a server gets it', () => {
  const http = client({ timeoutMs: 10_000 });
  let server: Provider | null = null;
  afterEach(async () => {
    await server?.close();
    server = null;
  });
  afterAll(() => http.close());

  it('is at its route, whatever is filled in', async () => {
    server = await provider(() => ({ status: 200, body: {} }));
    for (const key of EVIL) {
      const call = callOf('delete', '/v1/keys/{key}/end?by={key}');
      const base = at(server.url);
      if (isUnfit(call, key, base)) continue;
      await http.send(write(call, key, base));
      const { method, path } = server.seen.at(-1)!;
      expect(`${method} ${path}`).toBe(`DELETE /v1/keys/${encodeURIComponent(key)}/end?by=${encodeURIComponent(key)}`);
    }
    expect(server.seen.length).toBeGreaterThan(15);
  });
});

describe('the names of a credential', () => {
  const secret = new Secret('ab.cdef');
  const names = namesOf({
    secret,
    parts: { id: new Secret('an-id'), key: new Secret('no'), admin: new Secret('no') },
    split: '^(?<head>[a-z]+)\\.(?<tail>.*)(?<none>x)?$',
    admin: { admin: new Secret('an-admin') },
    replies: { verify: { account: { id: 7, on: true, list: [{ a: 'x' }, { a: 'y' }] } } },
    found: { id: 'f' },
  });

  it.each<[string, string | null]>([
    ['key', 'ab.cdef'],
    ['id', 'an-id'],
    ['head', 'ab'],
    ['tail', 'cdef'],
    ['none', null],
    ['admin', 'an-admin'],
    ['admin.id', null],
    ['found.id', 'f'],
    ['verify.account.id', '7'],
    ['verify.account.list.a', 'x'],
    ['verify.account.list.1.a', 'y'],
    ['verify.account.on', null],
    ['verify.account', null],
    ['verify.constructor', null],
    ['verify.account.list.length', null],
    ['constructor', null],
    ['__proto__', null],
    ['toString', null],
  ])('stand for what is its own, and for nothing else: %s', (name, stands) => {
    expect(names(name)).toBe(stands);
  });
});
