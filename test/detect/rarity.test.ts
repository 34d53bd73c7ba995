import model from 'clawback:rarity';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rarity } from '../../src/detect/rarity/rarity.ts';
import { ALPHABETS, type Alphabet, alphabetOf, BORDER, SYMBOLS, symbolsOf } from '../../src/detect/rarity/symbols.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

/** The characters that values of each alphabet are drawn from. */
const CHARACTERS: Record<Alphabet, string> = {
  hex: 'abcdef0123456789',
  lower: LOWER,
  'lower-digits': LOWER + DIGITS,
  'upper-digits': UPPER + DIGITS,
  base62: LOWER + UPPER + DIGITS,
  any: `${LOWER + UPPER + DIGITS}+/!$%`,
};

/** Words of programs and of English, as identifiers are made of them. */
const WORDS =
  'access account address after application argument array before buffer button cancel channel client column command connection content context counter create default delete description display element enable encoding error event example external factory field filter folder format function group handler header height image index information instance internal language length level limit listener location management manager maximum member message method minimum module network number object offset option output package page parameter parent password path pattern payment person pointer position previous private process project property provider public query reader record reference region register release remote remove render report request reset resource response result return sample schedule schema search section select server service session setting shared signal simple single source standard start state status storage stream string structure style summary support switch system table target template thread title token total transaction transfer update upload user validate value vector version visible warning window worker write'.split(
    ' ',
  );

const drawn = (alphabet: Alphabet, min: number, max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...CHARACTERS[alphabet]), { minLength: min, maxLength: max })
    .map((letters) => letters.join(''));

const identifier = fc
  .tuple(fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 6 }), fc.constantFrom('_', '-', '.', ' ', ''))
  .map(([words, joint]) =>
    joint === '' ? words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') : words.join(joint),
  );

describe('rarity', () => {
  it.each(ALPHABETS.filter((alphabet) => alphabet !== 'hex'))(
    'is above that of any words, for what is drawn from the alphabet "%s"',
    (alphabet) => {
      fc.assert(
        fc.property(drawn(alphabet, 16, 64), identifier, (value, words) => {
          expect(rarity(value)).toBeGreaterThan(rarity(words));
        }),
        { numRuns: 500 },
      );
    },
  );

  it('is below zero for words, however they are joined', () => {
    fc.assert(
      fc.property(identifier, (words) => {
        expect(rarity(words)).toBeLessThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('grows with what is drawn', () => {
    fc.assert(
      fc.property(drawn('base62', 24, 32), drawn('base62', 24, 32), (one, other) => {
        expect(rarity(one + other)).toBeGreaterThan(rarity(one));
      }),
    );
  });

  it('is a number for any text, and 0 for none', () => {
    expect(rarity('')).toBe(0);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(Number.isFinite(rarity(text))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the model', () => {
  it('has a cost for each three symbols, and for each two in every alphabet', () => {
    expect(Buffer.from(model, 'base64')).toHaveLength(SYMBOLS ** 3 + ALPHABETS.length * SYMBOLS ** 2);
  });

  it('makes the symbols behind any other as probable as all of them together', () => {
    const costs = Buffer.from(model, 'base64');
    for (let row = 0; row < costs.length; row += SYMBOLS) {
      const sum = [...costs.subarray(row, row + SYMBOLS)].reduce((all, cost) => all + 2 ** (-cost / 12), 0);
      expect(sum).toBeGreaterThan(0.9);
      expect(sum).toBeLessThan(1.1);
    }
  });
});

describe('symbols', () => {
  it('have a border at both ends, where words meet, and for any number of signs', () => {
    const at = (letter: string): number => letter.charCodeAt(0) - 97;
    const [a, b] = [at('a'), at('b')];
    expect(symbolsOf('aB')).toEqual([BORDER, a, BORDER, b, BORDER]);
    expect(symbolsOf('AB')).toEqual([BORDER, a, b, BORDER]);
    expect(symbolsOf('_a--b7!')).toEqual([BORDER, a, BORDER, b, 26, BORDER]);
    expect(symbolsOf('')).toEqual([BORDER]);
  });

  it('are those of the model, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const symbol of symbolsOf(text)) {
          expect(symbol).toBeGreaterThanOrEqual(0);
          expect(symbol).toBeLessThan(SYMBOLS);
        }
      }),
    );
  });

  it.each([
    ['0a1b2c', 'hex'],
    ['0A1B2C', 'hex'],
    ['0a1B2c', 'base62'],
    ['abcxyz', 'lower'],
    ['abc-xyz_1', 'lower-digits'],
    ['ABC-XYZ_1', 'upper-digits'],
    ['Abc_1', 'base62'],
    ['Abc+1', 'any'],
    ['é', 'any'],
  ])('of "%s" are of the alphabet %s', (value, alphabet) => {
    expect(alphabetOf(value)).toBe(alphabet);
  });
});
