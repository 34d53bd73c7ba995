import { type AST, RegExpParser } from '@eslint-community/regexpp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSteps } from '../../src/rules/backtracking.ts';
import { PatternError } from '../../src/rules/pattern.ts';

const parse = (source: string): AST.Alternative[] => new RegExpParser().parsePattern(source).alternatives;
const bound = (source: string, flags = ''): number => countSteps(parse(source), flags, Number.MAX_VALUE);

/** Where the ways of a part of a pattern end; it is told of every character that is taken. */
type Walk = (text: string, at: number, taken: () => void) => Generator<number>;

/**
 * Goes every way that a matcher goes which never comes to an end, and is let past every look-around.
 * It is slow and simple, to be compared with.
 */
function walkOf(alternatives: AST.Alternative[], flags: string, backwards = false): Walk {
  const walks = alternatives.map(({ elements }) => {
    const parts = elements.map((element) => partOf(element));
    if (backwards) parts.reverse();
    return function* chain(text: string, at: number, taken: () => void, part = 0): Generator<number> {
      if (part === parts.length) yield at;
      else for (const end of parts[part]!(text, at, taken)) yield* chain(text, end, taken, part + 1);
    };
  });
  return function* (text, at, taken) {
    for (const walk of walks) yield* walk(text, at, taken);
  };

  function partOf(element: AST.Element): Walk {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return walkOf(element.alternatives, flags, backwards);
      case 'Quantifier': {
        const part = partOf(element.element);
        return function* repeat(text, at, taken, times = 0): Generator<number> {
          if (times < element.max) {
            for (const end of part(text, at, taken)) {
              if (end !== at || times < element.min) yield* repeat(text, end, taken, times + 1);
            }
          }
          if (times >= element.min) yield at;
        } as Walk;
      }
      case 'Assertion': {
        if (!('alternatives' in element)) return (_, at) => one(at);
        const look = walkOf(element.alternatives, flags, element.kind === 'lookbehind');
        return function* (text, at, taken) {
          for (const _ of look(text, at, taken));
          yield at;
        };
      }
      default: {
        const pattern = new RegExp(`^(?:${element.raw})$`, flags);
        return function* (text, at, taken) {
          const letter = text[backwards ? at - 1 : at];
          if (letter === undefined || !pattern.test(letter)) return;
          taken();
          yield backwards ? at - 1 : at + 1;
        };
      }
    }
  }

  function* one(at: number): Generator<number> {
    yield at;
  }
}

/** The steps that a text takes; no more than `enough` are counted. */
function steps(source: string, flags: string, text: string, enough: number): number {
  let count = 0;
  const stop = new Error('enough');
  try {
    for (const _ of walkOf(parse(source), flags)(text, 0, () => {
      count += 1;
      if (count > enough) throw stop;
    }));
  } catch (error) {
    if (error !== stop) throw error;
  }
  return count;
}

/** Patterns of few letters, so that their parts share what they take. */
const patterns = fc.letrec<{ any: string; atom: string; part: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '[bc]', '.', 'A', '\\w'),
    tie('any').map((any) => `(?:${any})`),
    fc.tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('any')).map(([look, any]) => `(?:${look + any}))`),
  ),
  part: fc
    .tuple(
      tie('atom'),
      fc.constantFrom(
        '',
        '',
        '',
        '?',
        '{2}',
        '{0,2}',
        '{1,3}?',
        '{3,5}',
        '{0,20}',
        '{1,40}',
        '{5,30}',
        '{70}',
        '{66,90}',
      ),
    )
    .map(([atom, repeat]) => atom + repeat),
  any: fc.oneof(
    fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(tie('part'), tie('part')).map((parts) => parts.join('|')),
  ),
})).any;

describe('the bound of steps', () => {
  it('holds for every pattern and text', () => {
    let taken = 0;
    const letters = fc.string({ unit: fc.constantFrom(...'aaabcA-'), maxLength: 14 });
    const texts = fc.tuple(letters, letters, fc.nat(6)).map(([a, b, times]) => a + b.repeat(times));
    fc.assert(
      fc.property(
        patterns,
        fc.constantFrom('', 'i'),
        fc.array(texts, { minLength: 5, maxLength: 5 }),
        (source, flags, texts) => {
          let most: number;
          try {
            most = bound(source, flags);
          } catch (error) {
            expect(error).toBeInstanceOf(PatternError);
            return;
          }
          taken += 1;
          for (const text of [...texts, 'a'.repeat(60)]) {
            if (most < 20_000) expect(steps(source, flags, text, most)).toBeLessThanOrEqual(most);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(1000);
  });

  it.each([
    ['a{20000}', 'as many as there are characters', 20_002],
    ['[a-z]{1,300}-[0-9]{1,300}', 'one after each character, where what is taken tells the ways apart', 603],
    ['(?:[a-z]{1,10}[0-9]|[a-z]{1,10}-){1,20}', 'those of ways that part late', 442],
    ['(?:\\w{32}-?){1,4}', 'those of repeats of one length', 134],
    ['(?:[^-]|-(?!----)){56,16000}', 'those of a look-around, once in each way', 80_001],
    ['(?:(?<=b.{0,9})a){1,9}', 'those of a look-behind, too', 209],
  ])('of %s are %s', (source, _, expected) => {
    expect(bound(source)).toBe(expected);
  });

  it('has no number for ways beyond all numbers', () => {
    expect(() => bound(`${'(?:'.repeat(40)}|${'){60}'.repeat(40)}b`)).toThrow(PatternError);
  });
});

describe('the question itself', () => {
  const wide = Array.from({ length: 400 }, (_, i) => `[^${String.fromCharCode(0x4e00 + i)}]{1,9}`).join('|');

  it.each([
    ['repeats within repeats', `${'(?:'.repeat(9)}a{0,16}${'){0,16}'.repeat(9)}`],
    ['repeats side by side', 'a{0,16}'.repeat(600)],
    ['loops side by side', 'a{0,17}b'.repeat(1000)],
    ['many alternatives', `(?:${wide})x`],
    ['alternatives again and again', `(?:${wide}){1,16}x`],
    ['what may be missing', '[a-z]?'.repeat(5000)],
    ['nothing, often', '(?:(?:){20000}){20000}'],
    ['look-arounds', '(?=.{0,250}x)'.repeat(2000)],
  ])('is given up before it takes long: %s', (_, source) => {
    const before = performance.now();
    expect(() => countSteps(parse(source), '', 300_000)).toThrow('can backtrack without bound');
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
