import fc from 'fast-check';
import { expect } from 'vitest';
import { structures } from '../../../src/detect/structures/index.ts';
import type { Found, Reading } from '../../../src/detect/structures/reader.ts';
import type { StructureName } from '../../../src/domain/rule.ts';

/** Everything that a reader finds in a text, from each of the anchors on, as the engine asks it. */
export function readings(name: StructureName, text: string, anchors: string[]): Reading[] {
  const folded = text.toLowerCase();
  const at = anchors.flatMap((anchor) => {
    const places: number[] = [];
    for (let place = folded.indexOf(anchor); place >= 0; place = folded.indexOf(anchor, place + 1)) places.push(place);
    return places;
  });
  const all: Reading[] = [];
  let floor = 0;
  for (const place of at.sort((a, b) => a - b)) {
    if (place < floor || !structures[name].glance(text, place)) continue;
    const reading = structures[name].read(text, place, floor);
    if (!reading) continue;
    all.push(reading);
    floor = reading.end;
  }
  return all;
}

/** The values that are found, as they are read. */
export function valuesIn(name: StructureName, text: string, anchors: string[]): string[] {
  return foundIn(name, text, anchors).map(({ start, end, value }) => value ?? text.slice(start, end));
}

export function foundIn(name: StructureName, text: string, anchors: string[]): Found[] {
  return readings(name, text, anchors).flatMap(({ found }) => found);
}

/**
 * Whatever is made of a format's pieces: nothing is thrown, regions follow each other, and every span
 * lies in the region that was read.
 *
 * @param pieces of which texts are made
 */
export function expectSound(name: StructureName, anchors: string[], pieces: string[]): void {
  const texts = fc
    .array(
      fc.oneof(fc.constantFrom(...pieces, ...anchors, '\n', ' ', '"', "'", '\\', ':'), fc.string({ maxLength: 6 })),
      {
        maxLength: 40,
      },
    )
    .map((list) => list.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      let floor = 0;
      for (const { start, end, found } of readings(name, text, anchors)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(floor);
        expect(end).toBeLessThanOrEqual(text.length);
        for (const secret of found) {
          expect(secret.start).toBeGreaterThanOrEqual(start);
          expect(secret.end).toBeLessThanOrEqual(end);
          expect(secret.start).toBeLessThan(secret.end);
        }
        floor = end;
      }
    }),
    { numRuns: 400 },
  );
}

/**
 * How many characters a reader looks at, of a text with one anchor after another: regions do not
 * overlap, and none reaches further than the reader says.
 */
export function expectBounded(name: StructureName, anchors: string[], unit: string, times: number): void {
  const text = unit.repeat(times);
  const all = readings(name, text, anchors);
  for (const { start, end } of all) expect(end - start).toBeLessThanOrEqual(structures[name].reach * 2 + unit.length);
}
