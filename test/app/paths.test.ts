import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, readText } from '../../src/app/file-names.ts';
import { matchesPath } from '../../src/app/paths.ts';
import { ClawbackError } from '../../src/domain/errors.ts';
import { TestRepository } from '../support/repository.ts';

describe('matchesPath', () => {
  it('takes no globs for any path, and no path for no glob', () => {
    expect(matchesPath('a', [])).toBe(true);
    expect(matchesPath(undefined, [])).toBe(true);
    expect(matchesPath(undefined, ['**'])).toBe(false);
  });

  it('matches every path with "**", whatever is in its name', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((text) => !/^\.{1,2}$|[/\0]/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (parts) => {
        expect(matchesPath(parts.join('/'), ['**'])).toBe(true);
        expect(matchesPath(`folder/${parts.join('/')}`, ['folder/**'])).toBe(true);
      }),
    );
  });

  it.each([
    ['.env', '*', true],
    ['a/.git/b', 'a/**', true],
    ['a/b/c', 'a/*', false],
    ['a/b', '**/b', true],
    ['b', '**/b', true],
    ['x.json', '*.{yaml,json}', true],
    ['a b', 'a b', true],
    ['A', 'a', false],
    ['a', '!b', true],
    ['[x]', '\\[x\\]', true],
    ['a/b', '/a/b', true],
    ['x/a', '/a', false],
    ['a/b/c', 'a/', true],
    ['a/.b', '/a/', true],
    ['x/a/b', 'a/', false],
    ['x/a/b', '**/a/', true],
    ['ab/c', 'a/', false],
    ['a/b', '/', true],
    ['/whole/path', '/whole/', true],
  ])('%s by %s: %s', (path, glob, matches) => {
    expect(matchesPath(path, [glob])).toBe(matches);
    expect(matchesPath(path, ['nothing', glob])).toBe(matches);
  });
});

describe('isInside', () => {
  it.each([
    ['/a/b', '/a', true],
    ['/a', '/a', true],
    ['/', '/a', false],
    ['/ab', '/a', false],
    ['/a/../b', '/a', false],
    ['/a/..b', '/a', true],
    ['/a/...', '/a', true],
  ])('%s in %s: %s', (path, folder, inside) => {
    expect(isInside(path, folder)).toBe(inside);
  });
});

describe('readText', () => {
  it('reads text without its byte order mark, and null where there is none', () => {
    const repository = new TestRepository();
    repository.write('a', '\ufeffzoë\n');
    expect(readText(`${repository.path}/a`)).toBe('zoë\n');
    expect(readText(`${repository.path}/b`)).toBeNull();
    expect(readText(`${repository.path}/a/b`)).toBeNull();
  });

  it('refuses a folder', () => {
    const { path } = new TestRepository();
    expect(() => readText(path)).toThrow(new ClawbackError('unreadable', `cannot read ${path} (EISDIR)`));
  });
});
