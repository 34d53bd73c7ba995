import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Listing } from '../../src/domain/api.ts';
import { Secret } from '../../src/domain/secret.ts';
import { findTarget, fitsHint, type Target } from '../../src/live/listing.ts';
import { callOf } from '../../src/live/steps/calls.ts';
import { alphanumeric } from '../support/secrets.ts';
import { client, NOW } from './asking.ts';
import { type Answer, type Provider, provider, type Seen } from './server.ts';

const PREFIX = 'tk-';
const VALUE = `${PREFIX}${alphanumeric(40, 'listing')}`;
const secret = new Secret(VALUE, PREFIX);
const HINT = `${VALUE.slice(0, 6)}...${VALUE.slice(-4)}`;

const http = client({ timeoutMs: 10_000 });
let server: Provider | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => http.close());

const LISTING: Listing = {
  call: callOf('get', '/keys?limit=2', { headers: { authorization: 'Bearer {key}' } }),
  items: 'data',
  id: 'id',
  owner: null,
  match: { kind: 'hint', field: 'hint' },
  next: { kind: 'none' },
};

async function find(
  answer: (seen: Seen, count: number) => Answer,
  listing: Partial<Listing> = {},
  owners: string[] = [],
): Promise<Target> {
  server = await provider(answer);
  return findTarget({ ...LISTING, ...listing }, secret, {
    client: http,
    base: { hosts: [], override: new URL(server.url) },
    names: (name) => (name === 'key' ? VALUE : null),
    owners,
    now: () => NOW,
  });
}

type Entry = { id?: unknown; hint: unknown };
const entry = (hint: unknown, id: unknown = 'key_1'): Entry => ({ id, hint });
const other = (id: string): Entry => entry('tk-000...0000', id);
const page = (data: Entry[], more: object = {}): Answer => ({ status: 200, body: { data, ...more } });
const own = entry(HINT, 'key_own');

/** The same text with the character at a place changed. */
const changed = (text: string, at: number): string =>
  text.slice(0, at) + (text.at(at) === 'a' ? 'b' : 'a') + text.slice(at < 0 ? text.length + at + 1 : at + 1);

const found: Target = { is: 'found', id: 'key_own' };

describe('the entry of a listing', () => {
  it.each<[string, Entry[], Target]>([
    ['the only one that fits', [other('a'), own, other('b')], found],
    ['the only one, listed twice', [own, other('a'), own], found],
    ['one of two that fit', [own, entry(HINT, 'key_2')], { is: 'unproven', why: '2 entries of the listing match it' }],
    ['none', [other('a')], { is: 'unproven', why: 'no entry of the listing matches it' }],
    ['none of none', [], { is: 'unproven', why: 'no entry of the listing matches it' }],
    ['without an id', [entry(HINT, null)], { is: 'unproven', why: 'the entry that matches names no id' }],
    ['with an empty id', [entry(HINT, '')], { is: 'unproven', why: 'the entry that matches names no id' }],
    ['with a list for an id', [entry(HINT, ['a'])], { is: 'unproven', why: 'the entry that matches names no id' }],
    ['with a number for an id', [entry(HINT, 7)], { is: 'found', id: '7' }],
  ])('is proven only where it is the only one: %s', async (_, entries, target) => {
    expect(await find(() => page(entries))).toEqual(target);
    expect(server!.seen).toHaveLength(1);
    expect(server!.seen[0]).toMatchObject({ method: 'GET', headers: { authorization: `Bearer ${VALUE}` } });
  });

  it.each<[string, unknown]>([
    ['differs in its first character', changed(HINT, 0)],
    ['differs in the last before the gap', changed(HINT, 5)],
    ['differs in the first behind the gap', changed(HINT, -4)],
    ['differs in its last character', changed(HINT, -1)],
    ['shows too little', `${VALUE.slice(0, 4)}...${VALUE.slice(-2)}`],
    ['shows the beginning only', `${VALUE.slice(0, 12)}...`],
    ['shows what all keys begin with only', `${PREFIX}...${VALUE.slice(-3)}`],
    ['shows the end only, and little of it', `...${VALUE.slice(-5)}`],
    ['shows no gap', VALUE.slice(0, 12)],
    ['is empty', ''],
    ['is no text', 7],
    ['is not there', undefined],
    ['is hidden whole', '********'],
    ['is longer than the key', `${VALUE}...${VALUE.slice(-4)}`],
  ])('is not one whose hint %s', async (_, hint) => {
    expect(await find(() => page([entry(hint)]))).toEqual({
      is: 'unproven',
      why: 'no entry of the listing matches it',
    });
  });

  it.each(['...', '…', '****', '..', 'xxxx', 'XXXXXXXX', '••••', '*'.repeat(30)])(
    'is one with a gap of %s',
    async (gap) => {
      expect(await find(() => page([entry(VALUE.slice(0, 6) + gap + VALUE.slice(-4), 'key_own')]))).toEqual(found);
    },
  );

  it('is one that shows the whole value, where that is how they are listed', async () => {
    const match: Listing['match'] = { kind: 'equals', field: 'hint', value: '{key}' };
    expect(await find(() => page([entry(VALUE, 'key_own'), entry(`${VALUE}a`)]), { match })).toEqual(found);
    await server!.close();
    expect((await find(() => page([entry(VALUE.toLowerCase())]), { match })).is).toBe('unproven');
  });

  it('is found in a reply that is the list itself, and under a path', async () => {
    expect(await find(() => ({ status: 200, body: [own] }), { items: '' })).toEqual(found);
    await server!.close();
    const nested = { result: { keys: [{ key: own }] } };
    expect(
      await find(() => ({ status: 200, body: nested }), {
        items: 'result.keys',
        id: 'key.id',
        match: { kind: 'hint', field: 'key.hint' },
      }),
    ).toEqual(found);
  });
});

/** Three pages: the entry is on the second, or on the first and the last. */
const PAGES = [[other('a'), other('b')], [own, other('c')], [other('d')]];
const TWICE = [[own], [other('b')], [entry(HINT, 'key_2')]];

type Paged = { next: Listing['next']; answer: (pages: Entry[][]) => (seen: Seen) => Answer; paths: string[] };
const parameter = ({ path }: Seen, name: string): string | null =>
  new URL(path, 'http://localhost').searchParams.get(name);

const WAYS: Record<string, Paged> = {
  'a cursor, and whether there is more': {
    next: { kind: 'cursor', field: 'last', parameter: 'after', more: 'has_more' },
    answer: (pages) => (seen) => {
      const at = Number(parameter(seen, 'after') ?? 0);
      return page(pages[at]!, { last: at + 1, has_more: at + 1 < pages.length });
    },
    paths: ['/keys?limit=2', '/keys?limit=2&after=1', '/keys?limit=2&after=2'],
  },
  'a cursor that is there while there is more': {
    next: { kind: 'cursor', field: 'meta.next', parameter: 'cursor', more: null },
    answer: (pages) => (seen) => {
      const at = Number(/\d/.exec(parameter(seen, 'cursor') ?? '0')![0]);
      return page(pages[at]!, { meta: { next: at + 1 < pages.length ? `c&${at + 1}=` : null } });
    },
    paths: ['/keys?limit=2', '/keys?limit=2&cursor=c%261%3D', '/keys?limit=2&cursor=c%262%3D'],
  },
  'the number of a page': {
    next: { kind: 'page', parameter: 'page', first: 1 },
    answer: (pages) => (seen) => page(pages[Number(parameter(seen, 'page') ?? 1) - 1] ?? []),
    paths: ['/keys?limit=2', '/keys?limit=2&page=2', '/keys?limit=2&page=3', '/keys?limit=2&page=4'],
  },
  'an offset': {
    next: { kind: 'offset', parameter: 'offset' },
    answer: (pages) => (seen) => {
      const rest = pages.flat().slice(Number(parameter(seen, 'offset') ?? 0));
      return page(rest.slice(0, 2));
    },
    paths: ['/keys?limit=2', '/keys?limit=2&offset=2', '/keys?limit=2&offset=4', '/keys?limit=2&offset=5'],
  },
  'a Link header': {
    next: { kind: 'link' },
    answer: (pages) => (seen) => {
      const at = Number(parameter(seen, 'p') ?? 0);
      const link = [`</keys?p=0>; rel="first"; title="a, b"`, `</keys?p=${at + 1}>; title=x; rel="up next"`];
      const headers = at + 1 < pages.length ? { link: link.join(', ') } : { link: link[0]! };
      return { status: 200, headers, body: { data: pages[at] } };
    },
    paths: ['/keys?limit=2', '/keys?p=1', '/keys?p=2'],
  },
};

describe.each(Object.entries(WAYS))('a listing whose pages are asked for by %s', (_, { next, answer, paths }) => {
  it('is read to its end', async () => {
    expect(await find(answer(PAGES), { next })).toEqual(found);
    expect(server!.seen.map(({ path }) => path)).toEqual(paths);
  });

  it('proves nothing where a later page has a second one that fits', async () => {
    expect((await find(answer(TWICE), { next })).is).toBe('unproven');
  });

  it.each<[string, Answer, object]>([
    ['is forbidden', { status: 403, body: {} }, { is: 'denied' }],
    ['needs another login', { status: 401, body: {} }, { is: 'denied' }],
    ['is broken', { status: 500, body: {} }, { is: 'unproven' }],
    ['is a page of a portal', { status: 200, body: '<html></html>' }, { is: 'unproven' }],
    ['has another form', { status: 200, body: { data: {} } }, { is: 'unproven' }],
    ['leads elsewhere', { status: 302, headers: { location: '/keys' } }, { is: 'unproven' }],
    ['does not come', 'hang-up', { is: 'unproven' }],
  ])('proves nothing where its second page %s', async (_, second, target) => {
    const first = answer([[own], [other('a')], [other('b')]]);
    expect(await find((seen, count) => (count === 1 ? first(seen) : second), { next })).toMatchObject(target);
  });

  it('proves nothing where it does not end', async () => {
    const endless = (seen: Seen, count: number): Answer => {
      const at = count - 1;
      const pages = Array.from({ length: at + 2 }, () => [at === 0 ? own : other(`${at}`), other(`${at} b`)]);
      const link = `</keys?p=${at + 1}>; rel=next`;
      const told = answer(pages)({ ...seen, path: `/keys?after=${at}&cursor=0&page=1&offset=0&p=0` });
      return { ...(told as object), status: 200, headers: { link } };
    };
    const target = await find(endless, { next });
    expect(target).toEqual({ is: 'unproven', why: 'the listing has more than 100 pages' });
    expect(server!.seen).toHaveLength(100);
  });
});

describe('a listing', () => {
  it.each<[string, string]>([
    ['another host', '<https://evil.example/keys>; rel="next"'],
    ['another port', '<http://127.0.0.1:1/keys>; rel="next"'],
    ['another host, without a scheme', '<//evil.example/keys>; rel=next'],
    ['no address', '<http://[>; rel="next"'],
    ['a file', '<file:///etc/passwd>; rel="next"'],
  ])('proves nothing where its Link header leads to %s', async (_, link) => {
    const answer: Answer = { status: 200, headers: { link }, body: { data: [own] } };
    expect(await find(() => answer, { next: { kind: 'link' } })).toEqual({
      is: 'unproven',
      why: 'the listing goes on at another address',
    });
    expect(server!.seen).toHaveLength(1);
  });

  it.each(['', '</keys?p=2>; rel="nextfoo"', '</keys?p=2>', '</keys?p=2>; title="rel=next"', 'rel=next', '<'])(
    'ends where its Link header names no next page: %s',
    async (link) => {
      const answer: Answer = { status: 200, headers: { link }, body: { data: [own] } };
      expect(await find(() => answer, { next: { kind: 'link' } })).toEqual(found);
      expect(server!.seen).toHaveLength(1);
    },
  );

  it.each<[string, object]>([
    ['says that there is more, and not where', { has_more: true }],
    ['says that there is more, and an empty place', { has_more: true, last: '' }],
    ['says whether there is more in its own way', { has_more: 'yes', last: 'a' }],
  ])('proves nothing where it %s', async (_, more) => {
    const next: Listing['next'] = { kind: 'cursor', field: 'last', parameter: 'after', more: 'has_more' };
    expect((await find(() => page([own], more), { next })).is).toBe('unproven');
  });

  it.each<[string, string, Answer, string[], Target['is']]>([
    ['the credential’s', 'org', page([own], { org: 'acme' }), ['acme'], 'found'],
    ['another’s', 'org', page([own], { org: 'evil' }), ['acme'], 'unproven'],
    ['one whose name only begins so', 'org', page([own], { org: 'acme2' }), ['acme'], 'unproven'],
    ['nobody’s', 'org', page([own]), ['acme'], 'unproven'],
    ['one whom verify did not name', 'org', page([own], { org: 'acme' }), [], 'unproven'],
    [
      'the credential’s, as a header says',
      'header:X-Org',
      { status: 200, headers: { 'x-org': 'acme' }, body: { data: [own] } },
      ['acme'],
      'found',
    ],
  ])('counts only where its owner is %s', async (_, owner, answer, owners, is) => {
    expect((await find(() => answer, { owner }, owners)).is).toBe(is);
  });

  it('counts only where every page is its owner’s', async () => {
    const next: Listing['next'] = { kind: 'page', parameter: 'page', first: 1 };
    const pages = [page([own], { org: 'acme' }), page([], { org: 'evil' })];
    expect((await find((_, count) => pages[count - 1]!, { next, owner: 'org' }, ['acme'])).is).toBe('unproven');
  });

  it('is read with a signature of its own for every page', async () => {
    const next: Listing['next'] = { kind: 'page', parameter: 'page', first: 1 };
    const signer = {
      name: 'aws-sigv4',
      service: 's',
      region: 'r',
      id: 'an-id',
      secret: '{key}',
      session: null,
    } as const;
    const call = { ...callOf('get', '/keys'), signer };
    expect(await find((_, count) => page(count === 1 ? [own] : []), { next, call })).toEqual(found);
    const signatures = server!.seen.map(({ headers }) => headers.authorization);
    expect(new Set(signatures).size).toBe(2);
    for (const signature of signatures) expect(signature).toMatch(/^AWS4-HMAC-SHA256 Credential=an-id\//);
  });
});

describe('a hint', () => {
  const token = fc.string({ unit: fc.constantFrom(...'ABCDEFwyz0123456789_-'), minLength: 16, maxLength: 60 });
  const gap = fc.constantFrom('...', '…', '..', '****', '••••', '*'.repeat(20));
  const shown = fc.record({ start: fc.nat(8), end: fc.integer({ min: 4, max: 8 }) });
  const hintOf = (value: string, { start, end }: { start: number; end: number }, gap: string): string =>
    PREFIX + value.slice(0, start) + gap + value.slice(-end);

  it('is that of the secret that it was made of', () => {
    fc.assert(
      fc.property(token, shown, gap, (value, places, gap) => {
        expect(fitsHint(hintOf(value, places, gap), new Secret(PREFIX + value, PREFIX))).toBe(true);
      }),
    );
  });

  it('is no longer, once any character that it shows is changed', () => {
    fc.assert(
      fc.property(token, shown, gap, fc.nat(), fc.constantFrom(...'ABw0_k-'), (value, places, gap, at, letter) => {
        const hint = hintOf(value, places, gap);
        const own = [...Array(hint.length).keys()].filter((index) => !gap.includes(hint[index]!));
        const place = own[at % own.length]!;
        fc.pre(hint[place] !== letter);
        const wrong = hint.slice(0, place) + letter + hint.slice(place + 1);
        expect(fitsHint(wrong, new Secret(PREFIX + value, PREFIX))).toBe(false);
      }),
    );
  });

  it('is not that of a secret whose characters it does not show, in whatever way it is written', () => {
    fc.assert(
      fc.property(token, token, shown, gap, (value, other, places, gap) => {
        fc.pre(value.slice(-places.end) !== other.slice(-places.end));
        expect(fitsHint(hintOf(other, places, gap), new Secret(PREFIX + value, PREFIX))).toBe(false);
      }),
    );
  });

  it('may be of a secret that shows what looks like a gap', () => {
    const value = `${PREFIX}ab${'x'.repeat(6)}cdefghijklmnop`;
    expect(fitsHint(`${value.slice(0, 14)}...mnop`, new Secret(value, PREFIX))).toBe(true);
    expect(fitsHint(`${value.slice(0, 14)}...mnoq`, new Secret(value, PREFIX))).toBe(false);
  });
});
