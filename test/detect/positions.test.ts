import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Positions } from '../../src/detect/positions.ts';
import type { Encoding } from '../../src/detect/view.ts';
import type { Position } from '../../src/domain/finding.ts';

/** A character of a test text: its bytes, and how many UTF-16 code units an editor counts for it. */
type Piece = { bytes: number[]; units: number; isNewline: boolean };

const utf8 = (text: string): Piece => ({ bytes: [...Buffer.from(text)], units: text.length, isNewline: text === '\n' });

/** A byte, or the beginning of a character, that is no UTF-8: decoders show one U+FFFD for it. */
const broken = (...bytes: number[]): Piece => ({ bytes, units: 1, isNewline: false });

const utf16 =
  (bigEndian: boolean) =>
  (text: string): Piece => {
    const bytes = Buffer.from(text, 'utf16le');
    return { bytes: [...(bigEndian ? bytes.swap16() : bytes)], units: text.length, isNewline: text === '\n' };
  };

/** The position of each character, counted one by one. */
function naive(pieces: Piece[], mark: number): { offset: number; position: Position }[] {
  let offset = mark;
  let line = 1;
  let column = 1;
  return pieces.map((piece) => {
    const here = { offset, position: { line, column } };
    offset += piece.bytes.length;
    column += piece.units;
    if (piece.isNewline) {
      line += 1;
      column = 1;
    }
    return here;
  });
}

function expectNaive(pieces: Piece[], mark: number[], encoding: Encoding): void {
  const bytes = Uint8Array.from([...mark, ...pieces.flatMap((piece) => piece.bytes)]);
  const expected = naive(pieces, mark.length);
  const ascending = new Positions(bytes);
  expect(expected.map(({ offset }) => ascending.at(offset, encoding))).toEqual(expected.map((one) => one.position));
  const random = new Positions(bytes);
  for (const { offset, position } of [...expected].reverse()) expect(random.at(offset, encoding)).toEqual(position);
}

/** One to four bytes in UTF-8; a lone CR ends no line; U+4E0A and U+010A hold a byte 0x0A in UTF-16. */
const CHARACTERS = ['a', 'b', ' ', '\t', '\n', '\r', '\r\n', 'é', 'ж', '€', '上', '\u010a', '\u0a0a', '😀', '𝒳'];

const characters = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 60 });

/** CR LF as two characters: the column of the LF is one more than the CR's. */
const piecesOf = (list: string[], make: (text: string) => Piece): Piece[] =>
  list.flatMap((text) => (text === '\r\n' ? ['\r', '\n'] : [text])).map(make);

describe('lines and columns', () => {
  it('are those of a count character by character, in UTF-8 with and without a byte order mark', () => {
    fc.assert(
      fc.property(characters, fc.boolean(), (list, mark) => {
        expectNaive(piecesOf(list, utf8), mark ? [0xef, 0xbb, 0xbf] : [], 'utf8');
      }),
      { numRuns: 300 },
    );
  });

  it('count one column for each thing that is no UTF-8', () => {
    const pieces = fc.oneof(
      fc.constantFrom('a', '\n', 'é', '€', '😀').map(utf8),
      fc.constantFrom(broken(0xff), broken(0xc0), broken(0xe2, 0x82), broken(0xf0, 0x9f, 0x98)),
    );
    fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (list) => expectNaive(list, [], 'utf8')));
  });

  it.each([
    ['little-endian', false],
    ['big-endian', true],
  ])('are those of a count in %s UTF-16 with a byte order mark', (_, bigEndian) => {
    const mark = bigEndian ? [0xfe, 0xff] : [0xff, 0xfe];
    fc.assert(
      fc.property(characters, (list) => {
        expectNaive(piecesOf(list, utf16(bigEndian)), mark, bigEndian ? 'utf16be' : 'utf16le');
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['little-endian', false],
    ['big-endian', true],
  ])('are those of a count in %s UTF-16 without one, where most of it is Latin', (_, bigEndian) => {
    const line = fc.tuple(fc.constantFrom(...CHARACTERS), fc.constantFrom('\n', '\r\n', '')).map(([one, end]) => {
      return [...'KEY: value', one, ...'more text', end].filter((text) => text !== '');
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        expectNaive(piecesOf(lines.flat(), utf16(bigEndian)), [], bigEndian ? 'utf16be' : 'utf16le');
      }),
      { numRuns: 300 },
    );
  });

  it('go on in UTF-16 where PowerShell appended it to UTF-8', () => {
    const narrow = fc.array(fc.constantFrom('a', 'B', '=', ' ', 'é', '€', '\n', '\r\n'), {
      minLength: 60,
      maxLength: 90,
    });
    const wide = fc.array(fc.constantFrom('a', 'B', '=', ' ', 'é', '\n', '\r\n'), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(narrow, wide, (first, second) => {
        const head = [...piecesOf(first, utf8), utf8('\n')];
        const pieces = [...head, ...piecesOf(second, utf16(false))];
        const bytes = Uint8Array.from(pieces.flatMap((piece) => piece.bytes));
        const expected = naive(pieces, 0);
        const positions = new Positions(bytes);
        const told = expected.map(({ offset }, i) => positions.at(offset, i < head.length ? 'utf8' : 'utf16le'));
        expect(told).toEqual(expected.map((one) => one.position));
        const onlyWide = new Positions(bytes);
        for (const { offset, position } of expected.slice(head.length)) {
          expect(onlyWide.at(offset, 'utf16le')).toEqual(position);
        }
      }),
    );
  });

  it('begin at 1, also in an empty object and right behind its end', () => {
    expect(new Positions(new Uint8Array()).at(0, 'utf8')).toEqual({ line: 1, column: 1 });
    expect(new Positions(Buffer.from('ab')).at(2, 'utf8')).toEqual({ line: 1, column: 3 });
    expect(new Positions(Buffer.from('ab\n')).at(3, 'utf8')).toEqual({ line: 2, column: 1 });
  });
});
