import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, View, Views } from '../../src/detect/view.ts';

const byteArrays = fc.uint8Array({ maxLength: 300 });

/** One mebibyte and some more: of such objects, a piece is read at a time. */
const LARGE = Uint8Array.from({ length: (1 << 20) + 200_000 }, (_, i) => (i * 7 + (i >> 8)) & 255);

describe('a narrow view', () => {
  it('shows each byte as one character, and covers what was asked for', () => {
    fc.assert(
      fc.property(byteArrays, fc.nat(300), fc.nat(400), (bytes, at, reach) => {
        const view = new Views(bytes).narrow(Math.min(at, bytes.length), reach);
        expect(view.base).toBeLessThanOrEqual(Math.max(0, at - reach));
        expect(view.toByte(view.text.length)).toBeGreaterThanOrEqual(Math.min(bytes.length, at + reach));
        for (let i = 0; i < view.text.length; i += 1) expect(view.text.charCodeAt(i)).toBe(bytes[view.toByte(i)]);
      }),
    );
  });

  it('covers what was asked for in a large object too, wherever was looked before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(LARGE.length - 1), fc.nat(9000)), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(20_000), fc.nat(9000)), { maxLength: 12 }),
        (anywhere, onwards) => {
          const steps = onwards.map(([, reach], i): [number, number] => {
            const gaps = onwards.slice(0, i + 1).map(([gap]) => gap);
            return [gaps.reduce((sum, gap) => sum + gap, 0), reach];
          });
          const views = new Views(LARGE);
          for (const [at, reach] of [...steps, ...anywhere]) {
            const view = views.narrow(at, reach);
            const from = Math.max(0, at - reach);
            const to = Math.min(LARGE.length, at + reach);
            const text = view.text.slice(view.toIndex(from), view.toIndex(to));
            expect(Buffer.from(text, 'latin1').equals(LARGE.subarray(from, to))).toBe(true);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** A text in UTF-16, with the byte order mark or without. */
function utf16(text: string, bigEndian: boolean, mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

const ANCHOR = 'token';

/** Text round the anchor: mostly ASCII, and a few characters of which both bytes count. */
const around = fc.string({
  unit: fc.constantFrom('a', 'B', ' ', '\n', '=', 'é', 'ж', '上', '\u010a', '😀'),
  maxLength: 40,
});

describe('a wide view', () => {
  it.each([
    ['little-endian', false],
    ['big-endian', true],
  ])('reads %s text, with a byte order mark or without, round an anchor', (_, bigEndian) => {
    fc.assert(
      fc.property(around, around, fc.boolean(), (before, after, mark) => {
        const text = before + ANCHOR + after;
        const bytes = utf16(text, bigEndian, mark);
        const index = before.length + (mark ? 1 : 0);
        const at = index * 2 + (bigEndian ? 1 : 0);
        const view = new Views(bytes).wide(at, ANCHOR.length * 2 - 1, 1000);
        expect(view.encoding).toBe(bigEndian ? 'utf16be' : 'utf16le');
        expect(view.text).toBe((mark ? '\ufeff' : '') + text);
        expect(Math.floor(view.toIndex(at))).toBe(index);
        expect(view.toByte(index)).toBe(index * 2);
      }),
    );
  });

  it('reads text that was appended at an odd offset', () => {
    const bytes = Buffer.concat([Buffer.from('a=1\r\nb=22\n!'), Buffer.from('x 上 token 上 y\r\n', 'utf16le')]);
    const at = bytes.indexOf('t\0o\0k', 0, 'latin1');
    expect(at % 2).toBe(1);
    const view = new Views(bytes).wide(at, ANCHOR.length * 2 - 1, 8);
    const index = Math.floor(view.toIndex(at));
    expect(view.text.slice(index - 2, index + 7)).toBe('上 token 上'.slice(0, 9));
    expect(view.toByte(index)).toBe(at);
  });

  it('reads big-endian text at an odd offset, told by a neighbour that is not ASCII', () => {
    const bytes = Buffer.concat([Buffer.from('abc'), utf16('x token上 y', true, false)]);
    const at = bytes.indexOf('t\0o\0k', 0, 'latin1');
    const view = new Views(bytes).wide(at, ANCHOR.length * 2 - 1, 20);
    expect(view.encoding).toBe('utf16be');
    expect(view.text).toContain('token上 y');
  });

  it('covers what was asked for in a large object too', () => {
    const text = `${'k'.repeat(500_000)}é${'k'.repeat(300_000)}`;
    for (const bigEndian of [false, true]) {
      const bytes = utf16(text, bigEndian, true);
      const views = new Views(bytes);
      for (const index of [1, 20, 33_000, 500_000, 500_002, 799_999, 800_000]) {
        const view = views.wide(index * 2 + (bigEndian ? 1 : 0), 1, 6000);
        const from = Math.max(0, index - 6000);
        const to = Math.min(text.length + 1, index + 6000);
        const shown = view.text.slice(view.toIndex(from * 2), view.toIndex(to * 2));
        expect(shown === `\ufeff${text}`.slice(from, to)).toBe(true);
      }
    }
  });
});

describe('decoding a view', () => {
  it('reads valid UTF-8 as people do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const valid = Buffer.from(text, 'utf8').toString('utf8');
        expect(decodeUtf8(Buffer.from(text, 'utf8').toString('latin1'))).toBe(valid);
      }),
    );
  });

  it('leaves what is no UTF-8 as it is, so that no two secrets become one', () => {
    for (const bytes of [[0xe9], [0x61, 0xff, 0x62], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const raw = Buffer.from(bytes).toString('latin1');
      expect(decodeUtf8(raw)).toBe(raw);
    }
  });

  it('keeps a byte order mark that stands in it', () => {
    expect(decodeUtf8('\u00ef\u00bb\u00bfé'.replace('é', '\u00c3\u00a9'))).toBe('\ufeffé');
  });

  it('never decodes UTF-16 twice', () => {
    expect(new View('Ã©', 0, 'utf16le').decode(0, 2)).toBe('Ã©');
    expect(new View('Ã©', 0, 'utf8').decode(0, 2)).toBe('é');
  });
});
