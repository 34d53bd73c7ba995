import type { Span } from '../domain/blob.ts';
import { AnchorScan, EVERYTHING } from './anchors.ts';
import type { AnchorLog } from './columns.ts';
import { BASE64 } from './decode/digits.ts';
import { decodeLayers, hasEncoded, isQuiet } from './decode/layers.ts';
import { isDocument } from './documents.ts';
import { type ObjectOptions, type Scan, scanObject } from './object.ts';
import type { Runners } from './runners.ts';
import { sniff } from './sniff.ts';
import { Views } from './view.ts';

/**
 * Scans an object that was made of another one by copying and inserting.
 *
 * What an anchor comes to rests on a stretch of text round it. Where all of that was copied as one piece, it
 * comes to the same as in the base: to nothing, mostly, and then it need not be looked at again. An anchor that
 * came to something is looked at in each object that has it, since a finding is more than its anchor (lines,
 * comments, what overlaps it); so are those with something new in their stretch. What rests on all of an object
 * (documents that are read by paths, what is encoded, text in UTF-16, archives) is looked at whole where it is.
 */
export type Followed = {
  /** Null: there is nothing in it. */
  scan: Scan | null;
  /** What must be known of it to follow it to what is made of it; null: that is to be scanned whole. */
  trace: Trace | null;
};

/** What is remembered of an object. */
export type Trace = {
  size: number;
  /** Where its anchors stand, ascending, and which they are. */
  places: Uint32Array;
  anchors: Uint16Array;
  /** How many bytes before and behind each anchor decide what it comes to. */
  before: Uint16Array;
  after: Uint16Array;
  /** Whether it is a document, whose strings are asked for by their paths. */
  document: boolean;
  /** How many bytes were decoded of it; that is limited for a whole object. */
  decoded: number;
};

/** What an object was made of: pieces of a base that was followed here, and bytes that are new. */
export type Made = {
  trace: Trace;
  delta: {
    count: number;
    /** Where each piece begins, and behind the last one the object's size. */
    starts: Uint32Array;
    /** Where each piece begins in the base; negative where it is new. */
    sources: Int32Array;
  };
};

export type FollowOptions = ObjectOptions & { runners: Runners; now: number };

/** Seams that are closer than this are one: no anchor is longer than 40 characters (rules/schema.ts). */
const MIN_APART = 64;

/** Views of what is followed are small: most of it is not looked at. */
const WHOLE_VIEW = 16 << 10;
const VIEW_PIECE = 4 << 10;

/** Larger objects have places that do not fit. */
const MAX_FOLLOWED = 1 << 30;

/** Half of what may be decoded of an object (layers.ts): beyond that, all of it is counted. */
const mayBeDecoded = (size: number): number => size * 2 + (1 << 19);

export function followObject(bytes: Uint8Array, made: Made | null, options: FollowOptions): Followed {
  if (made && made.trace.decoded <= mayBeDecoded(bytes.length)) {
    const followed = trackChanges(bytes, made, options);
    if (followed) return followed;
  }
  const log = new Log();
  const scan = scanObject(bytes, { ...options, log });
  const isEmpty = scan.candidates.length === 0 && scan.skipped === null && !scan.capped && !scan.gaps && !scan.leftOut;
  return {
    scan: isEmpty ? null : scan,
    trace: mayBeFollowed(bytes, scan, log, options) ? log.trace(bytes) : null,
  };
}

function mayBeFollowed(bytes: Uint8Array, scan: Scan, log: Log, { deep, runners }: FollowOptions): boolean {
  return (
    deep &&
    log.complete &&
    !log.decodedLoudly &&
    !scan.capped &&
    !scan.gaps &&
    !scan.leftOut &&
    scan.skipped === null &&
    scan.candidates.every(({ encodings, inside }) => encodings === undefined && inside === undefined) &&
    bytes.length <= MAX_FOLLOWED &&
    runners.anchors.length <= 0xffff &&
    log.decoded <= mayBeDecoded(bytes.length) &&
    isPlain(bytes)
  );
}

/** Whether bytes are text in which a byte is a character, or a part of one. */
function isPlain(bytes: Uint8Array): boolean {
  return sniff(bytes).is === 'text' && bytes.indexOf(0) < 0;
}

/** Gathers the anchors of an object that is scanned whole. */
class Log implements AnchorLog {
  complete = true;
  decoded = 0;
  decodedLoudly = false;
  readonly #found: number[] = [];
  readonly #before: number[] = [];
  readonly #after: number[] = [];

  add(at: number, anchor: number, before: number, after: number): void {
    this.#found.push(at * ANCHORS + anchor);
    this.#before.push(before);
    this.#after.push(after);
  }

  trace(bytes: Uint8Array): Trace {
    const found = this.#found;
    const order = Uint32Array.from(found.keys()).sort((a, b) => found[a]! - found[b]!);
    return {
      size: bytes.length,
      document: isDocument(bytes),
      places: Uint32Array.from(order, (n) => Math.floor(found[n]! / ANCHORS)),
      anchors: Uint16Array.from(order, (n) => found[n]! % ANCHORS),
      before: Uint16Array.from(order, (n) => this.#before[n]!),
      after: Uint16Array.from(order, (n) => this.#after[n]!),
      decoded: this.decoded,
    };
  }
}

/** More than there are anchors. */
const ANCHORS = 0x1_0000;

/** What is new in an object: half-open ranges of bytes, empty ones at seams; far enough from each other. */
class Changes {
  count = 0;
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  /** How far what follows each range was moved: its place in the base, less its place here. */
  shifts: Int32Array = new Int32Array(64);

  set({ delta, trace }: Made): void {
    const { count, starts, sources } = delta;
    const size = starts[count]!;
    this.count = 0;
    // Whatever stood before may have been looked at, and what stands at an end is looked at as such.
    if (count === 0 || sources[0]! !== 0) this.#add(0, 0);
    for (let piece = 0; piece < count; piece += 1) {
      const start = starts[piece]!;
      const source = sources[piece]!;
      if (source < 0) this.#add(start, starts[piece + 1]!);
      else {
        if (piece > 0) this.#add(start, start);
        if (this.count > 0) this.shifts[this.count - 1] = source - start;
      }
    }
    const last = sources[count - 1] ?? -1;
    if (last >= 0 && last + size - starts[count - 1]! !== trace.size) this.#add(size, size);
  }

  #add(start: number, end: number): void {
    const last = this.count - 1;
    if (last >= 0 && start - this.ends[last]! < MIN_APART) {
      this.ends[last] = end;
      return;
    }
    if (this.count === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
      this.shifts = doubled(this.shifts);
    }
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count += 1;
  }

  /** Whether a span, with a margin round it, was copied as it is. */
  leaves({ start, end }: Span, margin: number): boolean {
    for (let at = 0; at < this.count; at += 1) {
      if (this.starts[at]! <= end + margin && this.ends[at]! >= start - margin) return false;
      if (this.starts[at]! > end + margin) break;
    }
    return true;
  }
}

function doubled(numbers: Int32Array): Int32Array {
  const more = new Int32Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

const changes = new Changes();

/** @returns null where it must be scanned whole */
function trackChanges(bytes: Uint8Array, made: Made, options: FollowOptions): Followed | null {
  changes.set(made);
  if (!isPlainStill(bytes)) return null;
  const views = new Views(bytes, WHOLE_VIEW, VIEW_PIECE);
  const look = new AnchorScan(options.runners, bytes, false, options, views);
  // Its paths lead to all of it, or to nothing.
  if (look.isDocument !== made.trace.document) return null;
  kept.clear();
  const isWhole = lookAtChanges(bytes, made.trace, options.runners, look);
  const written = look.result();
  if (!isWhole || written.capped) return null;
  let decoded = 0;
  if (made.trace.decoded > 0 || hasNewlyEncoded(bytes)) {
    const layers = decodeLayers(
      bytes,
      false,
      written,
      (piece, binary) => options.scanPiece(piece, binary),
      options.limit,
      (span) => !changes.leaves(span, ENCODED_REACH),
    );
    if (!isQuiet(layers)) return null;
    decoded = made.trace.decoded + layers.decoded;
  }
  const { candidates } = written;
  const scan = candidates.length === 0 ? null : { candidates, skipped: null, capped: false };
  return { scan, trace: kept.trace(bytes.length, made.trace.document, decoded) };
}

/** Whether what is new leaves the text what its base was: by the first bytes, and without a zero byte. */
function isPlainStill(bytes: Uint8Array): boolean {
  for (let at = 0; at < changes.count; at += 1) {
    const [start, end] = [changes.starts[at]!, changes.ends[at]!];
    if (end > start && bytes.subarray(start, end).includes(0)) return false;
  }
  return changes.count === 0 || changes.starts[0]! > HEAD || sniff(bytes).is === 'text';
}

/** What tells the nature of an object stands no further from its beginning (sniff.ts). */
const HEAD = 8000;

/** Room for the anchors of one object. */
class Kept {
  count = 0;
  #places: Uint32Array = new Uint32Array(1 << 12);
  #anchors: Uint16Array = new Uint16Array(1 << 12);
  #before: Uint16Array = new Uint16Array(1 << 12);
  #after: Uint16Array = new Uint16Array(1 << 12);

  clear(): void {
    this.count = 0;
  }

  add(place: number, anchor: number, before: number, after: number): void {
    const { count } = this;
    if (count === this.#places.length) this.#grow();
    this.#places[count] = place;
    this.#anchors[count] = anchor;
    this.#before[count] = before;
    this.#after[count] = after;
    this.count += 1;
  }

  trace(size: number, document: boolean, decoded: number): Trace {
    const { count } = this;
    return {
      size,
      document,
      places: this.#places.slice(0, count),
      anchors: this.#anchors.slice(0, count),
      before: this.#before.slice(0, count),
      after: this.#after.slice(0, count),
      decoded,
    };
  }

  #grow(): void {
    const count = this.count * 2;
    const more = [
      new Uint32Array(count),
      new Uint16Array(count),
      new Uint16Array(count),
      new Uint16Array(count),
    ] as const;
    more[0].set(this.#places);
    more[1].set(this.#anchors);
    more[2].set(this.#before);
    more[3].set(this.#after);
    [this.#places, this.#anchors, this.#before, this.#after] = more;
  }
}

const kept = new Kept();

/**
 * Takes over the anchors of what was copied, and looks at those that touch something new, or whose stretch does.
 *
 * @returns whether all of them were looked at
 */
function lookAtChanges(bytes: Uint8Array, base: Trace, { prefilter, lengths }: Runners, look: AnchorScan): boolean {
  let isWhole = true;
  const take = (place: number, anchor: number): void => {
    isWhole &&= look.look(anchor, place, false);
    kept.add(place, anchor, look.before, look.after);
  };
  const fresh: number[] = [];
  let from = 0;
  let shift = 0;
  for (let at = 0; at <= changes.count; at += 1) {
    const to = at < changes.count ? changes.starts[at]! : bytes.length;
    // At its ends an object has nothing that could be new.
    const floor = at > 0 ? from : -Infinity;
    const ceiling = at < changes.count ? to : Infinity;
    const end = to + shift;
    for (let n = firstFrom(base, from + shift); n < base.places.length; n += 1) {
      const anchor = base.anchors[n]!;
      const place = base.places[n]! - shift;
      const behind = place + lengths[anchor]!;
      if (place + shift >= end) break;
      if (behind > to) continue;
      const before = base.before[n]!;
      const after = base.after[n]!;
      const rests = before < EVERYTHING && after < EVERYTHING && place - before > floor && behind + after < ceiling;
      if (rests) kept.add(place, anchor, before, after);
      else take(place, anchor);
    }
    if (at === changes.count || !isWhole) break;
    const [start, stop] = [changes.starts[at]!, changes.ends[at]!];
    fresh.length = 0;
    prefilter.run(
      bytes,
      Math.max(from, start - MIN_APART),
      Math.min(bytes.length, stop + MIN_APART),
      (anchor, place) => {
        if (place < stop && place + lengths[anchor]! > start) fresh.push(place * ANCHORS + anchor);
        return true;
      },
    );
    // Anchors come in the order of their ends.
    if (fresh.length > 1) fresh.sort((a, b) => a - b);
    for (const key of fresh) take(Math.floor(key / ANCHORS), key % ANCHORS);
    from = stop;
    shift = changes.shifts[at]!;
  }
  return isWhole;
}

/** The first anchor that stands at a place or behind it. */
function firstFrom({ places }: Trace, place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far from what is new something encoded may begin or end that is changed by it (runs.ts, escapes.ts). */
const ENCODED_REACH = 5200;

/** Digits that belong together are looked for so far (runs.ts), and what one escape may be written with. */
const MAX_DIGITS = 4200;
const MAX_ESCAPE = 80;

/** Whether anything that is new, or next to it, could be decoded, where nothing of the base could. */
function hasNewlyEncoded(bytes: Uint8Array): boolean {
  for (let at = 0; at < changes.count; at += 1) {
    let [start, end] = [changes.starts[at]!, changes.ends[at]!];
    const [floor, ceiling] = [Math.max(0, start - MAX_DIGITS), Math.min(bytes.length, end + MAX_DIGITS)];
    while (start > floor && BASE64[bytes[start - 1]!]! >= 0) start -= 1;
    while (end < ceiling && BASE64[bytes[end]!]! >= 0) end += 1;
    if (hasEncoded(bytes.subarray(Math.max(0, start - MAX_ESCAPE), end + MAX_ESCAPE))) return true;
  }
  return false;
}
