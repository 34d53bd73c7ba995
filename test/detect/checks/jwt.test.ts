import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeObject, jwt } from '../../../src/detect/checks/jwt.ts';
import { base64urlOf, jwtOf } from '../../support/secrets.ts';
import { NOW } from '../scanning.ts';
import { ask } from './checked.ts';

const SECONDS = NOW / 1000;

describe('a JSON Web Token', () => {
  it('is one with a header that names its algorithm, and claims', () => {
    expect(ask(jwt, jwtOf({ sub: '1' }))).toEqual({ ok: true, reason: 'it decodes to a token' });
  });

  it.each([
    ['a second ago', SECONDS - 1, 'dead'],
    ['at this very moment', SECONDS, 'unknown'],
    ['in a second', SECONDS + 1, 'unknown'],
    ['between two seconds', SECONDS - 0.5, 'dead'],
  ])('is dead once its time is over: %s', (_, exp, state) => {
    const result = ask(jwt, jwtOf({ exp }));
    expect(result).toMatchObject({ ok: true });
    expect('offline' in result ? result.offline?.state : 'unknown').toBe(state);
  });

  it('names the day on which it ended, by the clock that it is given', () => {
    const token = jwtOf({ exp: Date.UTC(2026, 2, 4) / 1000 });
    expect(ask(jwt, token)).toMatchObject({ offline: { state: 'dead', because: 'expired on 2026-03-04' } });
    expect(ask(jwt, token, { now: Date.UTC(2026, 2, 3) })).not.toHaveProperty('offline');
  });

  it.each([
    ['no number', { exp: '1500000000' }],
    ['nothing', { exp: null }],
    ['absurd', { exp: 1e300 }],
    ['absurd on the other side', { exp: -1e300 }],
    ['in milliseconds', { exp: NOW + 1 }],
  ])('says nothing of its end where "exp" is %s', (_, claims) => {
    expect(ask(jwt, jwtOf(claims))).toEqual({ ok: true, reason: 'it decodes to a token' });
  });

  it.each([
    ['none', { alg: 'none' }],
    ['None, in other letters', { alg: 'nOnE' }],
    ['no name at all', { typ: 'JWT' }],
    ['no text', { alg: 5 }],
  ])('is no secret where its algorithm is %s', (_, header) => {
    expect(ask(jwt, jwtOf({ sub: '1' }, header)).ok).toBe(false);
  });

  it.each([
    ['no signature', (token: string) => `${token.split('.').slice(0, 2).join('.')}.`],
    ['no claims', (token: string) => token.replace(/\.[^.]+\./, '.bm90IGpzb24.')],
    ['a list for claims', (token: string) => token.replace(/\.[^.]+\./, `.${base64urlOf([1])}.`)],
    ['half a header', (token: string) => token.slice(4)],
    ['one part', () => base64urlOf({ alg: 'HS256' })],
  ])('is none with %s', (_, broken) => {
    expect(ask(jwt, broken(jwtOf({ sub: '1' }))).ok).toBe(false);
  });

  it('is no reason to throw, whatever its parts hold', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (head, body) => {
        const token = [head, body, 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
        expect(ask(jwt, token)).toHaveProperty('ok');
      }),
    );
  });
});

describe('an object in base64url', () => {
  it('is read, and nothing else is', () => {
    expect(decodeObject(base64urlOf({ a: 'é' }))).toEqual({ a: 'é' });
    for (const other of [[1], 'text', 5, null, true]) expect(decodeObject(base64urlOf(other))).toBeNull();
    expect(decodeObject('%%%')).toBeNull();
  });
});
