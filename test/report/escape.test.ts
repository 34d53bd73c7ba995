import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeJson, visible, visibleLine } from '../../src/report/escape.ts';

/** What Unicode calls controls, bidirectional controls, and line or paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b-\u200d\u2060\ufeff\u00ad]/u;

/** Text in which such characters are common. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      '\n',
      '\r',
      '\t',
      '\x1b',
      '\x9b',
      '\0',
      '\u202e',
      '\u2066',
      '\u200b',
      '\u2028',
      '\ufeff',
      '\\',
      '"',
    ),
  ),
});

describe('visible', () => {
  it('lets no control, bidirectional or invisible character through', () => {
    fc.assert(fc.property(hostile, (text) => !UNSAFE.test(visible(text))));
  });

  it('leaves every other text as it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = text.replace(new RegExp(UNSAFE, 'gu'), '');
        fc.pre(!/[\u180e\u200e\u200f\u2061-\u206f\ufff9-\ufffb]/.test(plain));
        expect(visible(plain)).toBe(plain);
      }),
    );
    expect(visible('zoë/日本語/😀 (a) [b] {c}')).toBe('zoë/日本語/😀 (a) [b] {c}');
  });

  it('treats every character alike, wherever it stands', () => {
    fc.assert(fc.property(hostile, hostile, (a, b) => visible(a + b) === visible(a) + visible(b)));
  });

  it.each([
    ['\n', '\\n'],
    ['\r', '\\r'],
    ['\t', '\\t'],
    ['\0', '\\u{0}'],
    ['\x1b[31m', '\\u{1b}[31m'],
    ['\x7f', '\\u{7f}'],
    ['\u0085', '\\u{85}'],
    ['\u009b', '\\u{9b}'],
    ['\u202e', '\\u{202e}'],
    ['\u2069', '\\u{2069}'],
    ['\u061c', '\\u{61c}'],
    ['\u2029', '\\u{2029}'],
    ['\u00ad', '\\u{ad}'],
  ])('spells %j out as %s', (character, spelt) => {
    expect(visible(`a${character}b`)).toBe(`a${spelt}b`);
  });
});

it('visibleLine keeps tabs as spaces, and spells the rest', () => {
  expect(visibleLine('\tif x:\x07')).toBe('    if x:\\u{7}');
});

describe('safeJson', () => {
  it('gives any value back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2), (value, indent) => {
        expect(JSON.parse(safeJson(value, indent))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    fc.assert(fc.property(hostile, (text) => JSON.parse(safeJson(text)) === text));
  });

  it('is safe to print', () => {
    fc.assert(fc.property(hostile, (text) => !UNSAFE.test(safeJson({ [text]: text }))));
  });

  it('is plain JSON where nothing is to be escaped', () => {
    expect(safeJson({ a: ['zoë', 1, null] }, 2)).toBe(JSON.stringify({ a: ['zoë', 1, null] }, null, 2));
  });
});
