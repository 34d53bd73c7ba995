import type { Span } from '../domain/blob.ts';
import type { AssignedDetector, Confidence, PatternDetector } from '../domain/rule.ts';
import { lineEnd, lineStart } from './lines.ts';
import { NAME_REACH } from './names.ts';
import type { View } from './view.ts';

/** A match before it is judged. Indexes are into the view's text. */
export type RawMatch = {
  start: number;
  end: number;
  /** The secret's part of the view. */
  key: { start: number; end: number };
  /** Other captures, and where they stand. */
  parts: Record<string, { start: number; end: number }>;
  keyName: string;
  quoted: boolean;
  /** The value that the secret is only an item of. */
  whole: Span | null;
  /** Everything that was looked at. */
  looked: { start: number; end: number };
  /** What a reader of a structure knows besides: what it is, its value if that is encoded, how sure it is. */
  read?: { what: string; value: string | null; confidence: Confidence };
};

/** How far a pattern may look round its match, and more than any look-behind needs. */
export const MARGIN = 256;

/** The most that `lines` reaches in one direction, in characters: a minified file is one line. */
export const LINES_REACH = 2000;

/** How far a value may lie from its name, with everything that may stand between and the value. */
const VALUE_REACH = 6000;

/** How much of the text round an anchor a detector needs to see, in characters. */
export function reachOf(detector: PatternDetector | AssignedDetector): number {
  const lines = detector.lines === undefined ? 0 : LINES_REACH;
  if (detector.kind === 'assigned') return lines + NAME_REACH + VALUE_REACH;
  const companions = detector.companions.length > 0 ? LINES_REACH : 0;
  return Math.max(lines, detector.maxLength) + detector.maxLength + companions + MARGIN;
}

/**
 * Finds the matches of one detector round its anchors. Every possible start is looked at once, so
 * what is found is the same however the text round an anchor was cut, and takes time in proportion
 * to the text, however many anchors stand in it.
 */
export interface Finder {
  /**
   * A quick look at the bytes, for text in UTF-8: false where nothing can be found round an anchor. It looks no
   * further than SKIM_REACH.
   */
  skim?(bytes: Uint8Array, at: number, length: number): boolean;
  /** A quick look that turns most anchors away. */
  glance?(view: View, at: number): boolean;
  /** How far from an anchor that glance looks, in characters. */
  readonly glanceReach: number;
  /** @param at where the anchor stands in the view's text, and how long it is */
  find(view: View, at: number, length: number): readonly RawMatch[];
  /** What the latest `find` came to rests on what stands here; indexes are into its view, or beyond. */
  readonly looked: Readonly<Span>;
  /** How many matches wait for the end of the object: what they come to can only be told there. */
  readonly waiting?: number;
  /** What the waiting ones come to. */
  finish?(): { view: View; raw: RawMatch }[];
  /** Forgets the object that was looked at. */
  reset(): void;
}

/** Of a lane, up to which byte starts were looked at, and the anchor round which that was done last. */
type Mark = { done: number; anchor: number };

/** Remembers up to where starts were looked at, for each way to read bytes. */
export class Progress {
  readonly #marks = new Map<string, Mark>();
  /**
   * Where the latest step left out what another anchor was looked at for: that anchor's index. What became of
   * the step rests on it.
   */
  leftTo = Infinity;

  reset(): void {
    if (this.#marks.size > 0) this.#marks.clear();
  }

  /**
   * The part of [from, to) that is new, in indexes of the view; marks it as looked at.
   *
   * @param at the anchor that it is looked at for
   */
  advance(view: View, from: number, to: number, at: number): Span | null {
    const lane = laneOf(view);
    const mark = this.#marks.get(lane);
    const start = mark ? Math.max(from, view.toIndex(mark.done)) : from;
    this.leftTo = mark && start > from ? view.toIndex(mark.anchor) : Infinity;
    if (start >= to) return null;
    this.#marks.set(lane, { done: view.toByte(to), anchor: view.toByte(at) });
    return { start, end: to };
  }

  /** Marks everything before an index as looked at. */
  skipTo(view: View, index: number): void {
    const mark = this.#marks.get(laneOf(view));
    if (mark && view.toByte(index) > mark.done) mark.done = view.toByte(index);
  }
}

/**
 * How far from an anchor a name is looked at: what is known of it may be as long as a name is (compile.ts), the rest
 * goes as far again, and a little stands beside it.
 */
export const SKIM_REACH = NAME_REACH * 2 + 8;

/** Views of the same lane read the same units. */
export function laneOf({ encoding, base, stride }: View): string {
  return encoding === 'utf8' ? encoding : `${encoding}${base % stride}`;
}

/** The bounds of the lines round an index, and so many lines before and after, cut to LINES_REACH on both sides. */
export function linesRound(text: string, at: number, lines: number): Span {
  const floor = Math.max(0, at - LINES_REACH);
  const ceiling = Math.min(text.length, at + LINES_REACH);
  let start = lineStart(text, at, floor);
  for (let count = 0; count < lines && start > floor; count += 1) start = lineStart(text, start - 1, floor);
  let end = lineEnd(text, at, ceiling);
  for (let count = 0; count < lines && end < ceiling; count += 1) end = lineEnd(text, end + 1, ceiling);
  return { start, end };
}

/** What most anchors come to. */
export const NOTHING: readonly never[] = [];

export function union(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
