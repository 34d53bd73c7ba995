import { compareConfidence, type StructureDetector } from '../domain/rule.ts';
import { type Finder, NOTHING, type RawMatch } from './match.ts';
import { structures } from './structures/index.ts';
import type { Reader } from './structures/reader.ts';
import type { View } from './view.ts';

/** How much of the text round an anchor such a detector needs to see, in characters. */
export function structureReach(detector: StructureDetector): number {
  return structures[detector.structure].reach;
}

/** Finds what a format says is secret. Each region is read once, whatever the number of anchors in it. */
export class StructureFinder implements Finder {
  readonly #detector: StructureDetector;
  readonly #reader: Reader;
  /** Up to which byte was read, for each way to read bytes as text. */
  readonly #read = new Map<string, number>();

  constructor(detector: StructureDetector) {
    this.#detector = detector;
    this.#reader = structures[detector.structure];
  }

  reset(): void {
    if (this.#read.size > 0) this.#read.clear();
  }

  glance(view: View, at: number): boolean {
    return this.#reader.glance(view.text, at);
  }

  find(view: View, at: number): readonly RawMatch[] {
    const lane = `${view.encoding}${view.base % view.stride}`;
    const floor = Math.max(0, view.toIndex(this.#read.get(lane) ?? view.base));
    // Without its written escapes the anchor itself may be gone: the "r" of `\redis-cli` is part of one.
    if (at < floor || !this.#reader.glance(view.plain, at)) return NOTHING;
    const reading = this.#reader.read(view.plain, at, floor);
    if (!reading) return NOTHING;
    this.#read.set(lane, view.toByte(reading.end));
    return reading.found.map(({ start, end, name, what, value, confidence }) => {
      const surer = compareConfidence(confidence, this.#detector.confidence) < 0;
      return {
        start,
        end,
        key: { start, end },
        parts: {},
        keyName: name,
        quoted: true,
        whole: null,
        looked: { start: reading.start, end: reading.end },
        read: { what, value: value ?? null, confidence: surer ? this.#detector.confidence : confidence },
      };
    });
  }
}
