import { RegExpParser } from '@eslint-community/regexpp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Characters, type OneCharacter } from '../../src/rules/characters.ts';

/** One character of a pattern, as it is read. */
const one = (source: string): OneCharacter =>
  new RegExpParser().parsePattern(source).alternatives[0]!.elements[0] as OneCharacter;

function overlap(a: string, b: string, flags: string): boolean {
  const characters = new Characters(flags);
  return characters.overlap(characters.numberOf(one(a)), characters.numberOf(one(b)));
}

/** Asks the language itself, about every character that there is. */
function reallyOverlap(a: string, b: string, flags: string): boolean {
  const [left, right] = [a, b].map((source) => new RegExp(`^${source}$`, flags)) as [RegExp, RegExp];
  for (let unit = 0; unit < 0x10000; unit += 1) {
    const letter = String.fromCharCode(unit);
    if (left.test(letter) && right.test(letter)) return true;
  }
  return false;
}

/** Letters with a case of their own kind: what only looks Latin, what has three forms, and what has none. */
const letters = fc.constantFrom(
  ...'azAZ09_- .\\]^',
  '\n',
  '\r',
  'é',
  'É',
  'ſ',
  'K',
  'µ',
  'ß',
  'ς',
  'Σ',
  'ǅ',
  '\u2028',
  '漢',
);
const escaped = letters.map((letter) => letter.replace(/[\\\]^.-]/, '\\$&'));
const range = fc.tuple(letters, letters).map((ends) => {
  const [from, to] = ends.sort().map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${from}-${to}`;
});
const escapes = fc.constantFrom('\\d', '\\D', '\\w', '\\W', '\\s', '\\S');
const inClass = fc.array(fc.oneof(escaped, range, escapes), { maxLength: 4 });
const source = fc.oneof(
  escaped,
  escapes,
  fc.constant('.'),
  fc.tuple(fc.constantFrom('', '^'), inClass).map(([not, parts]) => `[${not}${parts.join('')}]`),
);

describe('the characters of two parts of a pattern', () => {
  it('overlap exactly where the language takes one by both', () => {
    fc.assert(
      fc.property(source, source, fc.constantFrom('', 'i', 's'), (a, b, flags) => {
        // What is written alike is not looked at, and `[]` takes nothing.
        if (a !== b) expect(overlap(a, b, flags)).toBe(reallyOverlap(a, b, flags));
      }),
      { numRuns: Math.max(200, fc.readConfigureGlobal()?.numRuns ?? 0) },
    );
  });

  it.each([
    ['a', 'A', '', false],
    ['a', 'A', 'i', true],
    ['[a-f]', '[F-Z]', 'i', true],
    ['[^a]', 'A', 'i', false],
    ['[^\\W]', 'k', '', true],
    ['s', 'ſ', 'i', false],
    ['.', '\n', '', false],
    ['.', '\n', 's', true],
    ['\\s', '\\S', '', false],
  ])('%s and %s with flags "%s": %s', (a, b, flags, shared) => {
    expect(overlap(a, b, flags)).toBe(shared);
  });
});
