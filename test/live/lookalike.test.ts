import apis from 'clawback:apis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { lookAlike } from '../../src/live/lookalike.ts';
import { namesOf } from '../../src/live/names.ts';
import { type Base, writeRequest } from '../../src/live/request.ts';
import { MissingName } from '../../src/live/template.ts';
import { madeUp } from '../../src/live/verify.ts';
import { apiOf, credentialOf } from './asking.ts';

const RUN = 6;

/** Whether a run of six characters with a letter or a digit in it stands in both. */
function sharesRun(one: string, other: string): boolean {
  for (let at = 0; at + RUN <= other.length; at += 1) {
    const run = other.slice(at, at + RUN);
    if (/[\p{L}\p{N}]/u.test(run) && one.includes(run)) return true;
  }
  return false;
}

/** What kind of character stands where. */
const shapeOf = (text: string): string => text.replace(/[0-9]/g, '0').replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A');

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const of = (alphabet: string): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: RUN, maxLength: 200 });
const ALPHABETS = {
  'letters and digits': `${LOWER}${LOWER.toUpperCase()}0123456789`,
  base64: `${LOWER}${LOWER.toUpperCase()}0123456789+/=`,
  base64url: `${LOWER}${LOWER.toUpperCase()}0123456789_-.`,
  digits: '0123456789',
  'two digits': '01',
  'lower case': LOWER,
  'one letter': 'a',
  signs: 'aA0-_.~!$&()*+,;=:@/?#[]{}|\\^`"\'<>% \n\t',
};
const prefix = fc.constantFrom('', 'sk-', 'ghp_', '-----BEGIN PRIVATE KEY-----');

describe('a look-alike', () => {
  it.each(Object.entries(ALPHABETS))('has the shape of its secret, and no run of it: %s', (_, alphabet) => {
    fc.assert(
      fc.property(of(alphabet), prefix, (rest, prefix) => {
        const made = lookAlike(new Secret(prefix + rest, prefix));
        const value = made.reveal();
        expect(made.prefix).toBe(prefix);
        expect(value.startsWith(prefix)).toBe(true);
        const own = value.slice(prefix.length);
        expect(own).toHaveLength(rest.length);
        const isHex = /^[^a-zA-Z]*[a-f][^A-Zg-z]*$|^[^a-zA-Z]*[A-F][^a-zG-Z]*$/.test(rest);
        if (!isHex) expect(shapeOf(own)).toBe(shapeOf(rest));
        expect(sharesRun(own, rest)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['lower', '0123456789abcdef', /^[0-9a-f-]+$/],
    ['upper', '0123456789ABCDEF', /^[0-9A-F-]+$/],
  ])('of hexadecimal digits has such, in the same case: %s', (_, digits, form) => {
    fc.assert(
      fc.property(of(`${digits}-`), (rest) => {
        fc.pre(/[a-fA-F]/.test(rest));
        const value = lookAlike(new Secret(rest)).reveal();
        expect(value).toMatch(form);
        expect([...value].map((letter) => letter === '-')).toEqual([...rest].map((letter) => letter === '-'));
        expect(sharesRun(value, rest)).toBe(false);
      }),
    );
  });

  it('of any text is as long, and shares no run with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const value = lookAlike(new Secret(text)).reveal();
        expect(value).toHaveLength(text.length);
        expect(sharesRun(value, text)).toBe(false);
      }),
    );
  });

  it('is another one every time', () => {
    const secret = new Secret('sk-abcdefghijklmnop', 'sk-');
    expect(new Set(Array.from({ length: 50 }, () => lookAlike(secret).reveal())).size).toBe(50);
  });

  it('of no letter and no digit is what it is of', () => {
    expect(lookAlike(new Secret('-----------')).reveal()).toBe('-----------');
    expect(lookAlike(new Secret('')).reveal()).toBe('');
  });
});

describe('a look-alike that has to fit', () => {
  it.each([
    [
      'a host',
      'https://hooks.acme.com/T0/secrethook',
      /^https:\/\/hooks\.acme\.com\/T\d\/[a-z]+$/,
      /^https:\/\/hooks\.acme\.com\/T\d\/[a-z]{10}$/,
    ],
    ['the end', `${'0f1e2d3c4b5a6978'.repeat(2)}-us12`, /-us\d{1,2}$/, /^[0-9a-f]{32}-us\d\d$/],
  ])('keeps what it takes, and no more: %s', (_, value, pattern, form) => {
    const fits = (made: string): boolean => pattern.test(made);
    for (let run = 0; run < 20; run += 1) {
      const made = lookAlike(new Secret(value), fits).reveal();
      expect(made).toMatch(form);
      expect(made).not.toBe(value);
    }
  });

  it('shares no run with its secret but of what it has to keep', () => {
    const hex = of('0123456789abcdef');
    fc.assert(
      fc.property(hex, hex, (one, other) => {
        const value = `${one}.literal.word.${other}`;
        const made = lookAlike(new Secret(value), (text) => text.includes('.literal.word.')).reveal();
        const [start, end] = made.split('.literal.word.') as [string, string];
        expect([start.length, end.length]).toEqual([one.length, other.length]);
        expect(sharesRun(start, value) || sharesRun(end, value)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

const controlled = apis.flatMap(({ rules }) => rules.filter(({ verify }) => verify?.control));

describe.each(controlled.map(({ rule }) => rule))('a look-alike of %s', (id) => {
  const { provider, rule } = apiOf(id);
  const credential = credentialOf(id);
  const OWN: Base = { hosts: [], override: new URL('https://own.example') };

  it.each<[string, Base]>([
    ...(provider.hosts.length > 0
      ? [['its provider', { hosts: provider.hosts, override: null }] as [string, Base]]
      : []),
    ['the operator’s server', OWN],
  ])('can be asked about as it can: at %s', (_, base) => {
    const made = madeUp(provider, rule, credential, { base: () => base });
    const value = credential.secret.reveal();
    expect(made.secret.reveal()).not.toBe(value);
    expect(made.secret.reveal()).toHaveLength(value.length);
    const [names, own] = [made, credential].map((one) => namesOf({ ...one, split: rule.split }));
    const { calls, others } = rule.verify;
    for (const call of [...calls, ...others]) {
      const written = (by: typeof names) => {
        try {
          return writeRequest(call, base, by!);
        } catch (error) {
          // What an earlier reply tells is not there yet.
          if (error instanceof MissingName && error.missing.startsWith('first.')) return null;
          throw error;
        }
      };
      expect(written(names)?.url.host).toBe(written(own)?.url.host);
    }
  });
});

it('keeps what belongs to the real one where only the secret is to be doubted', () => {
  const { provider, rule } = apiOf('google-oauth-refresh-token');
  const credential = credentialOf('google-oauth-refresh-token');
  const made = madeUp(provider, rule, credential, { base: () => ({ hosts: provider.hosts, override: null }) });
  expect(Object.keys(credential.parts).sort()).toEqual(['client', 'secret']);
  expect(made.parts).toEqual(credential.parts);
  expect(made.secret.reveal()).not.toBe(credential.secret.reveal());
});
