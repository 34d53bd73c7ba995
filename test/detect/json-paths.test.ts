import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePaths } from '../../src/detect/json.ts';

const matches = (pattern: string, path: string): boolean => compilePaths([pattern]).matches(path.split('.'));

describe('a path pattern', () => {
  it.each([
    ['gateway.auth.token', 'gateway.auth.token', true],
    ['gateway.auth.token', 'gateway.auth', false],
    ['gateway.auth.token', 'gateway.auth.token.0', false],
    ['gateway.auth.token', 'x.gateway.auth.token', false],
    ['gateway.auth.token', 'Gateway.auth.token', false],
    ['gateway.{auth,remote}.token', 'gateway.remote.token', true],
    ['gateway.{auth,remote}.token', 'gateway.other.token', false],
    ['a.*.c', 'a.b.c', true],
    ['a.*.c', 'a.c', false],
    ['a.*.c', 'a.b.b.c', false],
    ['*.token', '0.token', true],
    ['**.token', 'token', true],
    ['**.token', 'a.b.token', true],
    ['a.**.c', 'a.c', true],
    ['a.**.c', 'a.b.b.c', true],
    ['a.**.c', 'a.b.b', false],
    ['a.**', 'a.b.c', true],
    ['**.a.**.b', 'x.a.y.a.z.b', true],
    ['env.*_TOKEN', 'env.MY_TOKEN', true],
    ['env.*_TOKEN', 'env._TOKEN', true],
    ['env.*_TOKEN', 'env.TOKEN', false],
    ['env.a*a', 'env.a', false],
    ['env.a*a', 'env.aa', true],
    ['env.{*_KEY,*_TOKEN,x}', 'env.MY_KEY', true],
    ['env.{*_KEY,*_TOKEN,x}', 'env.x', true],
    ['env.{*_KEY,*_TOKEN,x}', 'env.MY_KEYS', false],
  ])('%s against %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it('takes a name as it is, dots and signs and all', () => {
    expect(compilePaths(['profiles.*.key']).matches(['profiles', 'a.b:default', 'key'])).toBe(true);
    expect(compilePaths(['a.b']).matches(['a.b'])).toBe(false);
    expect(compilePaths(['a+.b']).matches(['aa', 'b'])).toBe(false);
  });

  it('is one of several', () => {
    const { matches: either } = compilePaths(['a.b', 'c.*']);
    expect([either(['a', 'b']), either(['c', 'd']), either(['a', 'd'])]).toEqual([true, true, false]);
  });

  const segments = fc.oneof(fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '*b', 'a*b', '{a,b}', '{a*,*b,ab}'));
  const patterns = fc.array(segments, { minLength: 1, maxLength: 5 }).map((list) => list.join('.'));
  const paths = fc.array(fc.constantFrom('a', 'b', 'ab', 'aab', 'abb', 'c'), { minLength: 1, maxLength: 6 });

  it('matches what its translation into a regular expression matches', () => {
    const one = (text: string): string => text.replace('*', '[^/]*');
    const translate = (pattern: string): RegExp => {
      const parts = pattern.split('.').map((part) => {
        if (part === '**') return '(?:[^/]*/)*';
        const names = part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
        return `(?:${names.map(one).join('|')})/`;
      });
      return new RegExp(`^${parts.join('')}$`);
    };
    fc.assert(
      fc.property(patterns, paths, (pattern, path) => {
        expect(compilePaths([pattern]).matches(path)).toBe(translate(pattern).test(`${path.join('/')}/`));
      }),
      { numRuns: 3000 },
    );
  });

  it('never refuses the last name of a path that it matches', () => {
    fc.assert(
      fc.property(fc.array(patterns, { minLength: 1, maxLength: 3 }), paths, (list, path) => {
        const compiled = compilePaths(list);
        if (compiled.matches(path)) expect(compiled.endsWith(path.at(-1)!)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses last names that it cannot match, so that most strings are never decoded', () => {
    const { endsWith } = compilePaths(['gateway.auth.{token,password}', 'env.*_KEY']);
    expect(['token', 'password', 'A_KEY', 'mode', 'KEY', ''].map(endsWith)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
