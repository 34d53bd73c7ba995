import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeLayers } from '../../../src/detect/decode/layers.ts';
import type { PieceScan } from '../../../src/detect/piece.ts';
import { groqKey } from '../../support/secrets.ts';
import { engine, found } from '../scanning.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const NOTHING: PieceScan = { candidates: [], capped: false };

/** How much is scanned of what a text encodes: in bytes, and in pieces. */
function work(text: string): { bytes: number; pieces: number; exhausted: boolean } {
  let [bytes, pieces] = [0, 0];
  const count = (piece: Uint8Array): PieceScan => {
    bytes += piece.length;
    pieces += 1;
    return NOTHING;
  };
  const { exhausted } = decodeLayers(Buffer.from(text), false, NOTHING, count, 5000);
  return { bytes, pieces, exhausted };
}

const nested = (times: number, text: string): string => (times === 0 ? text : nested(times - 1, base64(text)));

/** Texts of about some size, each made to be decoded as often as can be. */
const HOSTILE: [string, (size: number) => string][] = [
  ['base64 in base64', (size) => nested(4, 'text '.repeat(size / 16))],
  ['many short runs', (size) => `${base64('a text of 21 letters.')}\n`.repeat(size / 29)],
  ['lines that could be one run', (size) => `${base64('a text of thirty-six letters, always.')}\n`.repeat(size / 53)],
  ['percent signs that stand for percent signs', (size) => '%25'.repeat(size / 3)],
  ['percent signs of percent signs', (size) => '%252525253d'.repeat(size / 11)],
  ['backslashes', (size) => '\\'.repeat(size)],
  ['backslashes before an escape', (size) => `${'\\'.repeat(99)}u0041`.repeat(size / 104)],
  ['halves of pairs', (size) => '\\ud83d'.repeat(size / 6)],
  ['ampersands', (size) => '&amp;'.repeat(size / 5)],
  ['entities of entities', (size) => '&amp;amp;#38;quot;'.repeat(size / 18)],
  ['one escape in each long word', (size) => `${'w'.repeat(4500)}%3d`.repeat(size / 4503)],
  ['every notation at once', (size) => '%26quot;\\u0025\\x26&#37;3d '.repeat(size / 27)],
  ['digits without an end', (size) => 'A'.repeat(size)],
  ['hex in percent signs', (size) => '%34%31'.repeat(size / 6)],
];

describe('decoding', () => {
  it.each(HOSTILE)('keeps to its budget, and grows with the text, not with its square: %s', (_, write) => {
    const size = 200_000;
    const [once, twice] = [work(write(size)), work(write(size * 2))];
    expect(once.bytes).toBeLessThanOrEqual(write(size).length * 4 + (1 << 20));
    expect(twice.bytes).toBeLessThanOrEqual(once.bytes * 2.5 + 10_000);
    expect(twice.pieces).toBeLessThanOrEqual(once.pieces * 2.5 + 10);
  });

  it('says so where more is encoded than is decoded', () => {
    // Each notation stands for the other ones, so that everything is decoded again in every order.
    const text = '%2526%255cu0026&#38;amp;\\u0026#37;25\\x2525 '.repeat(50_000);
    expect(work(text).exhausted).toBe(true);
    expect(engine.scan(Buffer.from(text)).gaps).toEqual([{ inside: '', why: 'more of it is encoded than is decoded' }]);
    expect(work('plain text, 100%, a & b '.repeat(10_000)).exhausted).toBe(false);
  });

  it('never opens more than an archive may unpack to', () => {
    const bomb = gzipSync(Buffer.alloc(80 << 20)).toString('base64');
    expect(engine.scan(Buffer.from(`bomb: ${bomb}`)).gaps).toMatchObject([{ why: expect.stringContaining('larger') }]);
  });

  it('opens what is compressed and encoded, as Helm keeps its releases', () => {
    const key = groqKey('helm');
    const release = gzipSync(`{"config":{"key":"${key}"}}`).toString('base64');
    const text = `data:\n  release: ${base64(release)}\n`;
    expect(found(text)).toEqual([['groq-api-key', key]]);
    expect(engine.scan(Buffer.from(text)).candidates).toMatchObject([
      { inside: { path: 'encoded@17!/content', offset: 17 }, start: { line: 1, column: 19 } },
    ]);
  });

  it('takes what merely begins like something compressed for what it is', () => {
    const text = `example: ${gzipSync('some text, cut off').subarray(0, 24).toString('base64')}`;
    expect(engine.scan(Buffer.from(text))).toEqual({ candidates: [], skipped: null, capped: false });
  });
});

it('takes each line of a list that begins like something compressed for one of its own', () => {
  const list = Array.from({ length: 2000 }, (_, i) => gzipSync(`entry ${i}`).toString('base64')).join('\n');
  const { candidates, gaps } = engine.scan(Buffer.from(`${list}\n${gzipSync(groqKey('list')).toString('base64')}\n`));
  expect(gaps).toBeUndefined();
  expect(candidates).toMatchObject([{ rule: 'groq-api-key' }]);
});
