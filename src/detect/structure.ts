import type { Span } from '../domain/blob.ts';
import { compareConfidence, type StructureDetector } from '../domain/rule.ts';
import { type Finder, laneOf, NOTHING, type RawMatch, union } from './match.ts';
import { structures } from './structures/index.ts';
import type { Reader } from './structures/reader.ts';
import type { View } from './view.ts';

/** How much of the text round an anchor such a detector needs to see, in characters. */
export function structureReach(detector: StructureDetector): number {
  return structures[detector.structure].reach;
}

/** How far most readers glance. */
const USUAL_GLANCE = 256;

/** Finds what a format says is secret. Each region is read once, whatever the number of anchors in it. */
export class StructureFinder implements Finder {
  readonly #detector: StructureDetector;
  readonly #reader: Reader;
  /** What was read last, in bytes, for each way to read bytes as text; with what that rests on. */
  readonly #read = new Map<string, { end: number; looked: Span }>();
  looked: Span = { start: 0, end: 0 };

  constructor(detector: StructureDetector) {
    this.#detector = detector;
    this.#reader = structures[detector.structure];
  }

  reset(): void {
    if (this.#read.size > 0) this.#read.clear();
  }

  get glanceReach(): number {
    return this.#reader.glanceReach ?? USUAL_GLANCE;
  }

  glance(view: View, at: number): boolean {
    return this.#reader.glance(view.text, at);
  }

  find(view: View, at: number): readonly RawMatch[] {
    const lane = laneOf(view);
    const known = this.#read.get(lane);
    const floor = known ? Math.max(0, view.toIndex(known.end)) : 0;
    const { reach } = this.#reader;
    this.looked = { start: at - reach, end: at + reach };
    // What is read behind something begins where that ends.
    if (known && view.toIndex(known.looked.end) > this.looked.start) {
      const { start, end } = known.looked;
      this.looked = union(this.looked, { start: view.toIndex(start), end: view.toIndex(end) });
    }
    // Without its written escapes the anchor itself may be gone: the "r" of `\redis-cli` is part of one.
    if (at < floor || !this.#reader.glance(view.plain, at)) return NOTHING;
    const reading = this.#reader.read(view.plain, at, floor);
    if (!reading) return NOTHING;
    const { start, end } = this.looked;
    this.#read.set(lane, {
      end: view.toByte(reading.end),
      looked: { start: view.toByte(start), end: view.toByte(end) },
    });
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
