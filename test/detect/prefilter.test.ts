import rules from 'clawback:rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPrefilter, type Prefilter } from '../../src/detect/prefilter.ts';

type Hit = [anchor: number, at: number];

function hitsOf(prefilter: Prefilter, bytes: Uint8Array, from = 0, to = bytes.length, wide = false): Hit[] {
  const hits: Hit[] = [];
  prefilter[wide ? 'runWide' : 'run'](bytes, from, to, (anchor, at) => {
    hits.push([anchor, at]);
    return true;
  });
  return hits;
}

/** Every anchor at every position, one by one. */
function naiveHits(anchors: string[], bytes: Uint8Array, from: number, to: number, wide: boolean): Hit[] {
  const fold = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);
  const hits: Hit[] = [];
  anchors.forEach((anchor, index) => {
    const word = [...anchor].flatMap((letter, i) =>
      wide && i > 0 ? [0, letter.charCodeAt(0)] : [letter.charCodeAt(0)],
    );
    for (let at = from; at + word.length <= to; at += 1) {
      if (word.every((byte, i) => fold(bytes[at + i]!) === byte)) hits.push([index, at]);
    }
  });
  return hits;
}

const sorted = (hits: Hit[]): Hit[] => [...hits].sort((a, b) => a[1] - b[1] || a[0] - b[0]);

/** Letters, and the signs that stand next to the upper-case letters, where folding could go wrong. */
const ALPHABET = ['a', 'b', 'z', '_', '@', '`', '[', '{', '1'];

/** Few different letters, so that anchors overlap, and stand in one another. */
const anchorLists = fc
  .uniqueArray(fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((words) => [...new Set([...words, words[0]!.slice(0, 2), words[0]!.slice(-2), words[0]! + words.at(-1)!])]);

const letters = fc.constantFrom(...ALPHABET, 'A', 'B', 'Z').map((letter) => letter.charCodeAt(0));
const contents = fc
  .array(fc.oneof({ weight: 9, arbitrary: letters }, { weight: 1, arbitrary: fc.nat(255) }), { maxLength: 120 })
  .map((list) => Uint8Array.from(list));
const wideContents = fc
  .array(fc.tuple(letters, fc.constantFrom(0, 0, 0, 0, 0, 0, 1)), { maxLength: 80 })
  .map((list) => Uint8Array.from(list.flat()));

describe('the prefilter', () => {
  it('finds what a search of every anchor at every position finds', () => {
    fc.assert(
      fc.property(anchorLists, contents, fc.nat(130), fc.nat(130), (anchors, bytes, a, b) => {
        const from = Math.min(a, b, bytes.length);
        const to = Math.min(Math.max(a, b), bytes.length);
        const hits = hitsOf(buildPrefilter(anchors), bytes, from, to);
        expect(sorted(hits)).toEqual(sorted(naiveHits(anchors, bytes, from, to, false)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds their UTF-16 forms, at even and odd offsets', () => {
    fc.assert(
      fc.property(anchorLists, wideContents, fc.nat(8), fc.nat(8), (anchors, bytes, skipped, cut) => {
        const from = Math.min(skipped, bytes.length);
        const to = Math.max(from, bytes.length - cut);
        const hits = hitsOf(buildPrefilter(anchors), bytes, from, to, true);
        expect(sorted(hits)).toEqual(sorted(naiveHits(anchors, bytes, from, to, true)));
      }),
      { numRuns: 500 },
    );
  });

  it('reports anchors in the order in which they end', () => {
    fc.assert(
      fc.property(anchorLists, contents, (anchors, bytes) => {
        const ends = hitsOf(buildPrefilter(anchors), bytes).map(([anchor, at]) => at + anchors[anchor]!.length);
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
      }),
    );
  });

  it('finds the same in text that is long enough to be looked at in several parts at once', () => {
    fc.assert(
      fc.property(anchorLists, contents, contents, fc.nat(40), (anchors, bytes, between, from) => {
        const pieces = Array.from({ length: 40_000 / (bytes.length + between.length + 1) }, (_, i) =>
          i % 7 === 0 ? [...between, i & 255] : [...bytes],
        );
        const long = Uint8Array.from(pieces.flat()).subarray(0, 40_000);
        const hits = hitsOf(buildPrefilter(anchors), long, Math.min(from, long.length), long.length);
        expect(sorted(hits)).toEqual(sorted(naiveHits(anchors, long, Math.min(from, long.length), long.length, false)));
        const ends = hits.map(([anchor, at]) => at + anchors[anchor]!.length);
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });

  it('stops where it is told to', () => {
    fc.assert(
      fc.property(anchorLists, contents, fc.nat(20), (anchors, bytes, wanted) => {
        const all = hitsOf(buildPrefilter(anchors), bytes);
        const seen: Hit[] = [];
        buildPrefilter(anchors).run(bytes, 0, bytes.length, (anchor, at) => seen.push([anchor, at]) <= wanted);
        expect(seen).toEqual(all.slice(0, wanted + 1));
      }),
    );
  });

  it('remembers nothing of the bytes before a range', () => {
    const prefilter = buildPrefilter(['token']);
    const bytes = Buffer.from('token token');
    expect(hitsOf(prefilter, bytes, 2, bytes.length)).toEqual([[0, 6]]);
    expect(hitsOf(prefilter, bytes, 6, 10)).toEqual([]);
    expect(hitsOf(prefilter, bytes, 6, 11)).toEqual([[0, 6]]);
  });

  it('tells apart all anchors of all built-in rules, whatever their case', () => {
    const anchors = [...new Set(rules.flatMap((rule) => rule.detectors.flatMap((detector) => detector.anchors)))];
    const text = anchors.map((anchor, i) => (i % 2 ? anchor.toUpperCase() : anchor)).join('\n');
    const bytes = Buffer.from(text);
    const hits = hitsOf(buildPrefilter(anchors), bytes);
    expect(new Set(hits.map(([anchor]) => anchor)).size).toBe(anchors.length);
    expect(sorted(hits)).toEqual(sorted(naiveHits(anchors, bytes, 0, bytes.length, false)));
  });

  it('refuses more anchors than its table can number', () => {
    const anchors = Array.from({ length: 2200 }, (_, i) => `${i.toString(36).padStart(3, '0')}-${'x'.repeat(36)}`);
    expect(() => buildPrefilter(anchors)).toThrow('too many anchors');
  });
});
