import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../src/detect/pairs.ts';

const NAME = 'SERVICE_KEY';

/** Pieces of which assignments are made, so that random texts come close to real ones. */
const PIECES = [
  ...['=', ':', '=>', ':=', '||', '??', '?:', '//', 'or ', '|', '-', ',', ';', '.', '#', '&', '\\', '\\\\'],
  ...['"', "'", '`', '\\"', '"""', "'''", '(', ')', '[', ']', '{', '}', '<', '>', '</', '$', '${', ':-', ':?'],
  ...[' ', '    ', '\t', '\n', '\r\n', '\n  - ', '|\n  ', '>-\n  ', '\0', 'é', '😀'],
  ...[NAME, 'value', 'name', 'default', 'getenv(', 'unwrap_or(', 'Bearer ', '--body ', 'to ', 'x', 'aB3dE5gH7'],
];
const texts = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 40 });

function expectSound(text: string, start: number, end: number): void {
  for (const value of valuesOf(text, start, end)) {
    expect(value.start).toBeGreaterThanOrEqual(0);
    expect(value.end).toBeGreaterThan(value.start);
    expect(value.end).toBeLessThanOrEqual(text.length);
    expect(value.end - value.start).toBeLessThanOrEqual(4096);
  }
}

describe('looking for the values of a name', () => {
  it('never throws, and never leaves the text, whatever stands round the name', () => {
    fc.assert(
      fc.property(texts, texts, (before, behind) => {
        const head = before.join('');
        const text = head + NAME + behind.join('');
        expectSound(text, head.length, head.length + NAME.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('nor wherever the name is said to stand', () => {
    fc.assert(
      fc.property(texts, fc.nat(200), fc.nat(40), (pieces, at, length) => {
        const text = pieces.join('');
        const start = Math.min(at, text.length);
        expectSound(text, start, Math.min(start + length, text.length));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['unquoted', `${NAME}=`],
    ['quoted', `${NAME}="`],
    ['in back quotes', `${NAME} = \``],
    ['of a block', `${NAME}: |\n  `],
    ['of an element', `<${NAME}>`],
    ['of a fallback', `\${${NAME}:-`],
    ['of a call', `f("${NAME}", "`],
    ['of a list', `${NAME} = ["`],
  ])('cuts a value %s at 4,096 characters', (_, opening) => {
    for (const filling of ['a', 'a\\', '\\"', ' a']) {
      for (const closing of ['', '"', '}', '</a>', '`']) {
        const text = opening + filling.repeat(6000) + closing;
        const at = text.indexOf(NAME);
        expectSound(text, at, at + NAME.length);
      }
    }
  });

  it('takes at most fifty items of a list', () => {
    const text = `${NAME} = [${Array.from({ length: 80 }, (_, i) => `"item-${i}"`).join(', ')}]`;
    expect(valuesOf(text, 0, NAME.length)).toHaveLength(50);
  });

  it('does not depend on what was looked at before', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const text = NAME + one.join('');
        const first = valuesOf(text, 0, NAME.length);
        valuesOf(NAME + other.join(''), 0, NAME.length);
        expect(valuesOf(text, 0, NAME.length)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });
});
