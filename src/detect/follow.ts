import type { Span } from '../domain/blob.ts';
import type { AnchorLog } from './columns.ts';
import { BASE64 } from './decode/digits.ts';
import { decodeLayers, hasEncoded } from './decode/layers.ts';
import { type JsonRunner, MAX_JSON, readDocuments } from './documents.ts';
import { Drafts } from './drafts.ts';
import { judge } from './judge.ts';
import { type ObjectOptions, type Scan, scanObject } from './object.ts';
import type { Runner, Runners } from './runners.ts';
import { sniff } from './sniff.ts';
import { type View, Views } from './view.ts';

/**
 * Scans an object that was made of another one by copying and inserting.
 *
 * Of most objects of a history there is nothing to find, and in what another one brings there is nothing
 * either: to know that, only what is near something new need be looked at. Where anything could be found,
 * the object is scanned whole, as any other; so this never decides what a finding is.
 *
 * What makes that right: a candidate depends on the text round an anchor, no further than its detector's reach.
 * If all of that lies in one piece that was copied, then the base has the same candidate, and a base that has
 * any is not passed on. Else something new, or a seam between two pieces, is within reach of the anchor; those
 * anchors are tried. What depends on more than that (documents that are read by paths, what is paired with
 * something, text in UTF-16, archives) is looked at as a whole whenever it is there.
 */
export type Followed = {
  /** Null: there is nothing in it. */
  scan: Scan | null;
  /** What must be known of it to follow it to what is made of it; null: that is to be scanned whole. */
  trace: Trace | null;
};

/** What is remembered of an object in which nothing was found. */
export type Trace = {
  size: number;
  /** Where its anchors stand, ascending, and which they are. */
  places: Uint32Array;
  anchors: Uint16Array;
  count: number;
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

/** What a check may look at round a match, and more (judge.ts, MARGIN of match.ts). */
const ROUND = 512;

/** A view is made for the widest of most reaches at once, so that one serves the anchors of a place. */
const BROAD = 6200;
const WHOLE_VIEW = 16 << 10;
const VIEW_PIECE = 4 << 10;

/** Larger objects have places that do not fit. */
const MAX_FOLLOWED = 1 << 30;

/** Half of what may be decoded of an object (layers.ts): beyond that, all of it is counted. */
const mayBeDecoded = (size: number): number => size * 2 + (1 << 19);

export function followObject(bytes: Uint8Array, made: Made | null, options: FollowOptions): Followed {
  if (made && made.trace.decoded <= mayBeDecoded(bytes.length)) {
    const trace = trackChanges(bytes, made, options);
    if (trace) return { scan: null, trace };
  }
  const log = new Log();
  const scan = scanObject(bytes, { ...options, log });
  const isEmpty = scan.candidates.length === 0 && scan.skipped === null && !scan.capped && !scan.gaps && !scan.leftOut;
  return { scan, trace: isEmpty && mayBeFollowed(bytes, log, options) ? log.trace(bytes.length) : null };
}

function mayBeFollowed(bytes: Uint8Array, log: Log, { deep, runners }: FollowOptions): boolean {
  return (
    deep &&
    log.complete &&
    !log.paired &&
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
  paired = false;
  decoded = 0;
  readonly #found: number[] = [];

  add(at: number, anchor: number): void {
    this.#found.push(at * ANCHORS + anchor);
  }

  trace(size: number): Trace {
    const sorted = Float64Array.from(this.#found).sort();
    return {
      size,
      places: Uint32Array.from(sorted, (key) => Math.floor(key / ANCHORS)),
      anchors: Uint16Array.from(sorted, (key) => key % ANCHORS),
      count: sorted.length,
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

/** @returns null where something may be found */
function trackChanges(bytes: Uint8Array, made: Made, options: FollowOptions): Trace | null {
  changes.set(made);
  if (!isPlainStill(bytes)) return null;
  const trace = anchorsOf(bytes, made.trace, options.runners);
  const views = new Views(bytes, WHOLE_VIEW, VIEW_PIECE);
  if (!isQuiet(bytes, trace, views, options)) return null;
  const encoded = made.trace.decoded > 0 || hasNewlyEncoded(bytes);
  if (encoded) {
    const layers = decodeLayers(
      bytes,
      false,
      { candidates: [], capped: false },
      options.scanPiece,
      options.limit,
      (span) => !changes.leaves(span, ENCODED_REACH),
    );
    if (layers.candidates.length > 0 || layers.compressed.length > 0 || layers.capped || layers.exhausted) return null;
    trace.decoded = made.trace.decoded + layers.decoded;
  }
  return trace;
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
let places: Uint32Array = new Uint32Array(1 << 12);
let anchors: Uint16Array = new Uint16Array(1 << 12);
let count = 0;

function keep(place: number, anchor: number): void {
  if (count === places.length) {
    const [more, others] = [new Uint32Array(count * 2), new Uint16Array(count * 2)];
    more.set(places);
    others.set(anchors);
    places = more;
    anchors = others;
  }
  places[count] = place;
  anchors[count] = anchor;
  count += 1;
}

/** The anchors of an object: those of its base where it was copied, and those that touch something new. */
function anchorsOf(bytes: Uint8Array, base: Trace, { prefilter, anchors: texts }: Runners): Trace {
  count = 0;
  let from = 0;
  let shift = 0;
  for (let at = 0; at <= changes.count; at += 1) {
    const to = at < changes.count ? changes.starts[at]! : bytes.length;
    moveAnchors(base, texts, from, to, shift);
    if (at === changes.count) break;
    const [start, end] = [changes.starts[at]!, changes.ends[at]!];
    const first = count;
    prefilter.run(
      bytes,
      Math.max(from, start - MIN_APART),
      Math.min(bytes.length, end + MIN_APART),
      (anchor, place) => {
        const behind = place + texts[anchor]!.length;
        if (place < end && behind > start) keep(place, anchor);
        return true;
      },
    );
    sortFrom(first);
    from = end;
    shift = changes.shifts[at]!;
  }
  return {
    size: bytes.length,
    places: places.slice(0, count),
    anchors: anchors.slice(0, count),
    count,
    decoded: 0,
  };
}

/** Takes over the anchors of a piece that was copied. */
function moveAnchors(base: Trace, texts: readonly string[], from: number, to: number, shift: number): void {
  const end = to + shift;
  for (let at = firstFrom(base, from + shift); at < base.count; at += 1) {
    const place = base.places[at]!;
    if (place >= end) break;
    const anchor = base.anchors[at]!;
    if (place + texts[anchor]!.length <= end) keep(place - shift, anchor);
  }
}

/** The first anchor that stands at a place or behind it. */
function firstFrom({ places, count }: Trace, place: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Anchors come in the order of their ends, or nearly so. */
function sortFrom(first: number): void {
  for (let at = first + 1; at < count; at += 1) {
    const [place, anchor] = [places[at]!, anchors[at]!];
    let to = at;
    for (; to > first && places[to - 1]! > place; to -= 1) {
      places[to] = places[to - 1]!;
      anchors[to] = anchors[to - 1]!;
    }
    places[to] = place;
    anchors[to] = anchor;
  }
}

/** Tries the anchors that have something new within their reach: whether nothing comes of them. */
function isQuiet(bytes: Uint8Array, trace: Trace, views: Views, options: FollowOptions): boolean {
  const { runners, now } = options;
  const asked = new Set<Runner>();
  const documents = new Set<JsonRunner>();
  let quiet = true;
  let next = 0;
  for (let n = 0; n < trace.count && quiet; n += 1) {
    const place = trace.places[n]!;
    const anchor = trace.anchors[n]!;
    const length = runners.anchors[anchor]!.length;
    while (next < changes.count && changes.ends[next]! < place) next += 1;
    const before = next > 0 ? place - changes.ends[next - 1]! : Infinity;
    const behind = next < changes.count ? changes.starts[next]! - place - length : Infinity;
    const distance = Math.max(0, Math.min(before, behind));
    for (const runner of runners.at[anchor]!) {
      if (distance > runner.reach + ROUND) continue;
      const { finder, rule } = runner;
      if (finder.skim && !finder.skim(bytes, place, length)) continue;
      const view = views.narrow(place, Math.max(runner.reach, BROAD));
      const index = view.toIndex(place);
      if (finder.glance && !finder.glance(view, index)) continue;
      asked.add(runner);
      for (const raw of finder.find(view, index, length)) {
        const judged = judge(rule, runner.detector, view, raw, now, raw.read?.value ?? undefined);
        if (judged && 'candidate' in judged) quiet = false;
      }
      if ((finder.waiting ?? 0) > 0) quiet = false;
      if (!quiet) break;
    }
    for (const runner of runners.jsonAt[anchor]!) documents.add(runner);
  }
  for (const { finder } of asked) finder.reset();
  return quiet && (changes.count === 0 || isQuietAsDocument(bytes, documents, views, options));
}

/** A path in a document depends on all of it. */
function isQuietAsDocument(
  bytes: Uint8Array,
  documents: Set<JsonRunner>,
  views: Views,
  { limit, now }: FollowOptions,
): boolean {
  if (documents.size === 0 || bytes.length > MAX_JSON || !mayBeDocument(bytes)) return true;
  const view = views.narrow(0, bytes.length);
  const drafts = new Drafts();
  readDocuments(new Map([...documents].map((runner): [JsonRunner, View] => [runner, view])), drafts, limit, now);
  return drafts.size === 0;
}

/** Whether the first characters could begin a document; white space, comments and a byte order mark may stand before. */
function mayBeDocument(bytes: Uint8Array): boolean {
  const first = bytes[bytes.findIndex((byte) => byte > 0x20)];
  return first === 0x7b || first === 0x5b || first === 0x2f || first === 0x23 || first === 0xef;
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
