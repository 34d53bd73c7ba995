import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplyForm, Verify } from '../../src/domain/api.ts';
import { endOf } from '../../src/live/ended.ts';
import { judgeReply } from '../../src/live/judge.ts';
import { type Reply, shortened } from '../../src/live/reply.ts';

const form = (status: number, more: Partial<ReplyForm> = {}): ReplyForm => ({
  status,
  json: {},
  text: null,
  headers: {},
  proof: false,
  ...more,
});
const reply = (status: number, json: unknown = {}, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  text: JSON.stringify(json),
  json,
});
const page = (status: number): Reply => ({ status, headers: {}, text: '<html></html>', json: undefined });
const VERIFY = {
  live: [form(200), form(403)],
  dead: [form(401)],
  expects: 'json' as 'json' | 'any',
  owners: [] as string[],
  names: [] as string[],
  scopes: [] as string[],
  lastUsed: null as string | null,
};
const judged = (it: Reply, verify: Partial<Pick<Verify, keyof typeof VERIFY>> = {}) =>
  judgeReply(it, { ...VERIFY, ...verify });

describe('the verdict of a reply', () => {
  it.each<[number, object]>([
    [200, { state: 'live', proven: true }],
    [403, { state: 'live', proven: false }],
    [401, { state: 'dead' }],
    [404, { state: 'unknown', why: 'unexpected-reply' }],
    [500, { state: 'unknown', why: 'unexpected-reply' }],
    [302, { state: 'unknown', why: 'unexpected-reply' }],
    [201, { state: 'unknown', why: 'unexpected-reply' }],
    [429, { state: 'unknown', why: 'rate-limit' }],
  ])('counts what is documented only: %i', (status, verdict) => {
    expect(judged(reply(status))).toMatchObject(verdict);
  });

  it('is never live or dead for another status than those of the rule file', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, json) => {
        const { state } = judged(reply(status, json));
        const isKnown = [200, 403, 401].includes(status);
        expect(state === 'unknown').toBe(!isKnown);
      }),
    );
  });

  it('is unknown of a busy provider, even if a rule file says otherwise', () => {
    for (const list of [{ live: [form(429)] }, { dead: [form(429)] }])
      expect(judged(reply(429), list)).toEqual({ state: 'unknown', why: 'rate-limit' });
  });

  it('takes no page for JSON, and what is none only where that is documented', () => {
    for (const status of [200, 401, 403]) {
      expect(judged(page(status))).toMatchObject({ state: 'unknown', why: 'unexpected-reply' });
      expect(judged(page(status), { expects: 'any' }).state).not.toBe('unknown');
      expect(judged(reply(status, null)).state).not.toBe('unknown');
    }
  });

  it('counts what asks for more first', () => {
    const dead = [form(200, { json: { ok: false } })];
    expect(judged(reply(200, { ok: true }), { dead })).toMatchObject({ state: 'live' });
    expect(judged(reply(200, { ok: false }), { dead })).toMatchObject({ state: 'dead' });
    const live = [form(401, { json: { 'error.code': 'wrong-host' } })];
    expect(judged(reply(401, { error: { code: 'wrong-host' } }), { live })).toMatchObject({
      state: 'live',
      proven: false,
    });
    expect(judged(reply(401, { error: { code: 'x' } }), { live })).toMatchObject({ state: 'dead' });
  });

  it('says dead where both ask for more, and both are so', () => {
    const json = { a: 1 };
    expect(
      judged(reply(200, json), { live: [form(200, { json })], dead: [form(200, { json: { a: null } })] }),
    ).toMatchObject({ state: 'dead' });
  });

  it('is proven by a success, or by what is documented to be one', () => {
    expect(judged(reply(204, {}), { live: [form(204)] })).toMatchObject({ proven: true });
    expect(judged(reply(400, {}), { live: [form(400, { proof: true })] })).toMatchObject({ proven: true });
    expect(judged(reply(400, {}), { live: [form(400)] })).toMatchObject({ proven: false });
  });

  it.each<[string, Partial<ReplyForm>, Reply, boolean]>([
    ['a value', { json: { 'a.b': 'x' } }, reply(200, { a: { b: 'x' } }), true],
    ['another value', { json: { 'a.b': 'x' } }, reply(200, { a: { b: 'y' } }), false],
    ['a value of another type', { json: { a: 1 } }, reply(200, { a: '1' }), false],
    ['any value', { json: { a: null } }, reply(200, { a: 0 }), true],
    ['any value, and null', { json: { a: null } }, reply(200, { a: null }), false],
    ['any value, and none', { json: { a: null } }, reply(200, {}), false],
    ['a value of a list’s first', { json: { 'a.b': 1 } }, reply(200, { a: [{ b: 1 }, { b: 2 }] }), true],
    ['an inherited value', { json: { constructor: null } }, reply(200, {}), false],
    ['text', { text: 'needle' }, reply(200, { a: 'a needle.' }), true],
    ['other text', { text: 'needle' }, reply(200, {}), false],
    ['a header', { headers: { 'x-a': 'b' } }, reply(200, {}, { 'x-a': 'abc' }), true],
    ['no header', { headers: { 'x-a': 'b' } }, reply(200, {}), false],
    ['all of it', { json: { a: 1 }, text: 'a', headers: { x: 'y' } }, reply(200, { a: 1 }, { x: 'y' }), true],
    ['not all of it', { json: { a: 1 }, text: 'a', headers: { x: 'y' } }, reply(200, { a: 1 }), false],
  ])('asks for all that a form has: %s', (_, more, got, is) => {
    expect(judged(got, { live: [form(200, more)] }).state === 'live').toBe(is);
  });

  it('tells whose it is, what it may and when it was used', () => {
    const json = {
      org: { name: 'acme', id: 7 },
      users: [{ login: 'a' }, { login: 'b' }, { login: 'a' }],
      used: 'today',
    };
    const told = {
      owners: ['org.name', 'org.id', 'users.login', 'header:X-Org'],
      scopes: ['header:X-Scopes'],
      lastUsed: 'used',
    };
    expect(judged(reply(200, json, { 'x-org': 'acme', 'x-scopes': 'repo, user,, admin' }), told)).toMatchObject({
      owners: ['acme', '7', 'a', 'b'],
      scopes: ['repo', 'user', 'admin'],
      lastUsed: 'today',
    });
    expect(judged(reply(200, { org: null }), told)).toMatchObject({ owners: [], scopes: [], lastUsed: null });
  });

  it('tells no more than fits into a report, whatever the provider says', () => {
    const json = { many: Array.from({ length: 5000 }, (_, index) => `${index} ${'x'.repeat(5000)}`) };
    const verdict = judged(reply(200, json), { owners: ['many'] });
    if (verdict.state !== 'live') throw new Error(verdict.state);
    expect(verdict.owners).toHaveLength(50);
    // Cut where it is shown: half a secret is neither found nor masked.
    for (const owner of verdict.owners) expect(shortened(owner).length).toBeLessThanOrEqual(200);
  });

  it('is reached for any JSON that a provider could send', () => {
    const told = { owners: ['a.b', 'a.0.b', '', 'a.'], scopes: ['a'], lastUsed: 'a.b.c' };
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(judged(reply(200, json), told).state).toBe('live');
      }),
    );
  });
});

describe('the end of a credential', () => {
  const forms = { done: [form(200)], gone: [form(404)], denied: [form(401), form(403)] };

  it.each([
    [200, 'done'],
    [404, 'gone'],
    [401, 'denied'],
    [403, 'denied'],
    [204, 'failed'],
    [302, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
  ])('is what is documented only: %i', (status, is) => {
    expect(endOf(reply(status), forms).is).toBe(is);
  });

  it('counts what asks for more first', () => {
    const gone = [form(200, { json: { ok: false } })];
    expect(endOf(reply(200, { ok: false }), { ...forms, gone }).is).toBe('gone');
    expect(endOf(reply(200, { ok: true }), { ...forms, gone }).is).toBe('done');
  });
});
