import type { Span } from '../domain/blob.ts';
import { append } from '../domain/multimap.ts';
import type { AssignedDetector, Companion, Confidence, PatternDetector } from '../domain/rule.ts';
import { entropy } from '../domain/strength.ts';
import { lineEnd, lineStart } from './lines.ts';
import { type Value, valuesOf } from './pairs.ts';
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
const MARGIN = 256;

/** The most that `lines` reaches in one direction, in characters: a minified file is one line. */
export const LINES_REACH = 2000;

/** Of a name, how much is looked at before and after the anchor in it. */
const NAME_REACH = 80;

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
  /** A quick look that turns most anchors away. */
  glance?(view: View, at: number): boolean;
  /** @param at where the anchor stands in the view's text, and how long it is */
  find(view: View, at: number, length: number): Generator<RawMatch>;
  /** How many matches wait for the end of the object: what they come to can only be told there. */
  readonly waiting?: number;
  /** What the waiting ones come to. */
  finish?(): Generator<{ view: View; raw: RawMatch }>;
  /** Forgets the object that was looked at. */
  reset(): void;
}

/** Remembers up to where starts were looked at: in bytes, one number for each way to read them. */
class Progress {
  readonly #done = new Map<string, number>();

  reset(): void {
    if (this.#done.size > 0) this.#done.clear();
  }

  /** The part of [from, to) that is new, in indexes of the view; marks it as looked at. */
  advance(view: View, from: number, to: number): Span | null {
    const lane = laneOf(view);
    const start = Math.max(from, view.toIndex(this.#done.get(lane) ?? view.base + from * view.stride));
    if (start >= to) return null;
    this.#done.set(lane, view.toByte(to));
    return { start, end: to };
  }

  /** Marks everything before an index as looked at. */
  skipTo(view: View, index: number): void {
    const lane = laneOf(view);
    if (view.toByte(index) > (this.#done.get(lane) ?? 0)) this.#done.set(lane, view.toByte(index));
  }
}

/** Views of the same lane read the same units. */
function laneOf(view: View): string {
  return `${view.encoding}${view.base % view.stride}`;
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

export class PatternFinder implements Finder {
  readonly #detector: PatternDetector;
  readonly #progress = new Progress();
  readonly #pairing: Pairing | null;
  #quick: RegExp | null = null;
  #sticky: RegExp | null = null;
  #search: RegExp | null = null;

  constructor(detector: PatternDetector) {
    this.#detector = detector;
    this.#pairing = detector.companions.length > 0 ? new Pairing(detector.companions) : null;
  }

  reset(): void {
    this.#progress.reset();
    this.#pairing?.reset();
  }

  glance(view: View, at: number): boolean {
    const { leads, source, flags } = this.#detector;
    if (!leads) return true;
    this.#quick ??= new RegExp(source, `${flags}y`);
    for (const lead of leads) {
      this.#quick.lastIndex = at - lead;
      if (at >= lead && this.#quick.test(view.plain)) return true;
    }
    return false;
  }

  *find(view: View, at: number, length: number): Generator<RawMatch> {
    for (const raw of this.#matches(view, at, length)) {
      if (this.#pairing) this.#pairing.add(view, raw);
      else if (raw.key) yield raw as RawMatch;
    }
  }

  get waiting(): number {
    return this.#pairing?.size ?? 0;
  }

  *finish(): Generator<{ view: View; raw: RawMatch }> {
    if (this.#pairing) yield* this.#pairing.settle();
  }

  *#matches(view: View, at: number, length: number): Generator<Unpaired> {
    const { leads, maxLength, lines } = this.#detector;
    if (leads) {
      this.#sticky ??= new RegExp(this.#detector.source, `${this.#detector.flags}dy`);
      for (const lead of leads) {
        if (at < lead) continue;
        this.#sticky.lastIndex = at - lead;
        const match = this.#sticky.exec(view.plain);
        if (match) yield unpaired(match, 0, { start: match.index, end: match.index + match[0].length });
      }
      return;
    }
    const region =
      lines === undefined
        ? { start: Math.max(0, at - maxLength), end: Math.min(view.text.length, at + length + maxLength) }
        : linesRound(view.text, at, lines);
    const starts = this.#progress.advance(view, region.start, lines === undefined ? at + 1 : region.end);
    if (!starts) return;
    this.#search ??= new RegExp(this.#detector.source, `${this.#detector.flags}dg`);
    const cut = Math.max(0, starts.start - MARGIN);
    // Where anchors stand close to each other, one search is to serve many of them.
    const ahead = lines === undefined && starts.start > region.start ? maxLength : 0;
    const limit = Math.min(view.plain.length, region.end + MARGIN + ahead);
    const piece = view.plain.slice(cut, limit);
    /** Starts before here have all the text that they could need. */
    const settled = view.isLast && limit === view.plain.length ? limit : limit - maxLength - MARGIN;
    this.#search.lastIndex = starts.start - cut;
    for (let match = this.#search.exec(piece); ; match = this.#search.exec(piece)) {
      const start = match ? match.index + cut : limit;
      if (!match || start >= starts.end) {
        if (lines === undefined) this.#progress.skipTo(view, Math.min(start, settled));
        break;
      }
      const end = start + match[0].length;
      const holdsAnchor = lines !== undefined || (start <= at && end >= at + length);
      if (holdsAnchor && end <= region.end) yield unpaired(match, cut, region);
      this.#search.lastIndex = match.index + 1;
    }
  }
}

/** A match that may still lack what its companions give it: even the secret itself. */
type Unpaired = Omit<RawMatch, 'key'> & { key: Span | null };

function unpaired(match: RegExpExecArray, cut: number, looked: Span): Unpaired {
  const parts: RawMatch['parts'] = {};
  for (const [name, bounds] of Object.entries(match.indices!.groups ?? {})) {
    if (bounds) parts[name] = { start: bounds[0] + cut, end: bounds[1] + cut };
  }
  const { key = null, ...others } = parts;
  const start = match.index + cut;
  return { start, end: start + match[0].length, key, parts: others, keyName: '', quoted: false, whole: null, looked };
}

type Waiting = { view: View; match: Unpaired };

/**
 * Gives each match the companions that stand near it, such as an AWS key id its secret. The closest
 * two belong together, and nothing is given twice; but where several matches come first and then as
 * many companions, they pair in that order.
 */
class Pairing {
  readonly #companions: { companion: Companion; pattern: RegExp }[];
  #waiting = new Map<number, Waiting>();

  constructor(companions: Companion[]) {
    this.#companions = companions.map((companion) => ({
      companion,
      pattern: new RegExp(companion.source, `${companion.flags}dg`),
    }));
  }

  reset(): void {
    if (this.#waiting.size > 0) this.#waiting = new Map();
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(view: View, match: Unpaired): void {
    const at = view.toByte(match.start);
    if (!this.#waiting.has(at)) this.#waiting.set(at, { view, match });
  }

  *settle(): Generator<{ view: View; raw: RawMatch }> {
    let open = [...this.#waiting.values()];
    for (const { companion, pattern } of this.#companions) {
      const given = assign(open, companion, pattern);
      for (const [{ match }, near] of given) {
        match.looked = union(match.looked, near.looked);
        if (companion.name === 'key') match.key = near.span;
        else match.parts[companion.name] = near.span;
      }
      open = open.filter((waiting) => given.has(waiting) || !companion.required);
    }
    for (const { view, match } of open) if (match.key) yield { view, raw: match as RawMatch };
  }
}

/** A possible companion of a match. */
type Offer = { to: Waiting; span: Span; looked: Span; distance: number; at: number };

function assign(waiting: Waiting[], companion: Companion, pattern: RegExp): Map<Waiting, Offer> {
  const offers = waiting.flatMap((one) => offersTo(one, companion, pattern));
  const given = new Map<Waiting, Offer>();
  const taken = new Set<number>();
  const give = (offer: Offer): void => {
    if (given.has(offer.to) || taken.has(offer.at)) return;
    given.set(offer.to, offer);
    taken.add(offer.at);
  };
  for (const offer of inOrder(waiting, offers)) give(offer);
  for (const offer of offers.sort((a, b) => a.distance - b.distance || a.at - b.at)) give(offer);
  return given;
}

/** First all of one kind, then as many of the other: they belong together one by one. */
function inOrder(waiting: Waiting[], offers: Offer[]): Offer[] {
  const at = ({ view, match }: Waiting): number => view.toByte(match.start);
  const matches = [...waiting].sort((a, b) => at(a) - at(b));
  const spots = [...new Set(offers.map((offer) => offer.at))].sort((a, b) => a - b);
  if (matches.length < 2 || spots.length !== matches.length || at(matches.at(-1)!) > spots[0]!) return [];
  const own = new Map<Waiting, Offer[]>();
  for (const offer of offers) append(own, offer.to, offer);
  const pairs = matches.map((to, i) => own.get(to)?.find((offer) => offer.at === spots[i]));
  return pairs.every((pair) => pair !== undefined) ? pairs : [];
}

/** What could be a match's companion. One in front of it counts as twice as far away. */
function offersTo(to: Waiting, companion: Companion, pattern: RegExp): Offer[] {
  const { view, match } = to;
  const { text } = view;
  const looked = union(linesRound(text, match.start, companion.lines), linesRound(text, match.end, companion.lines));
  const cut = Math.max(0, looked.start - 1);
  const piece = view.plain.slice(cut, Math.min(text.length, looked.end + 1));
  const offers: Offer[] = [];
  pattern.lastIndex = looked.start - cut;
  for (let hit = pattern.exec(piece); hit; hit = pattern.exec(piece)) {
    pattern.lastIndex = hit.index + 1;
    const [from, end] = hit.indices!.groups![companion.name]!;
    const span = { start: from + cut, end: end + cut };
    if (span.end > looked.end || (span.start < match.end && match.start < span.end)) continue;
    // A hash or a path is no secret, though it may have its length.
    if (entropy(text.slice(span.start, span.end)) < 4.2) continue;
    const distance = span.start >= match.end ? span.start - match.end : (match.start - span.end) * 2;
    offers.push({ to, span, looked, distance, at: view.toByte(span.start) });
  }
  return offers;
}

let latest: { text: string; name: Span; values: Value[] } | null = null;

/** What a name is given; several rules ask about the same name in a row. */
function valuesAt(text: string, name: Span): Value[] {
  if (latest?.text !== text || latest.name.start !== name.start || latest.name.end !== name.end) {
    latest = { text, name, values: valuesOf(text, name.start, name.end) };
  }
  return latest.values;
}

export class AssignedFinder implements Finder {
  readonly #detector: AssignedDetector;
  readonly #asksFor: ((name: string) => boolean) | null;
  readonly #progress = new Progress();
  #name: RegExp | null = null;
  #value: RegExp | null = null;

  /** @param asksFor whether a name is worth a look at what it is given; the rule would drop the value otherwise */
  constructor(detector: AssignedDetector, asksFor: ((name: string) => boolean) | null = null) {
    this.#detector = detector;
    this.#asksFor = asksFor;
  }

  reset(): void {
    this.#progress.reset();
  }

  glance(view: View, at: number): boolean {
    const { leads } = this.#detector;
    return !leads || leads.some((lead) => this.#nameAt(view, at, lead) !== null);
  }

  /** The name that an anchor is part of, if it is given anything. */
  #nameAt(view: View, at: number, lead: number): Span | null {
    if (at < lead) return null;
    const text = view.plain;
    this.#name ??= new RegExp(this.#detector.name, 'iy');
    this.#name.lastIndex = at - lead;
    if (!this.#name.test(text)) return null;
    const name = wholeName(text, at - lead, this.#name.lastIndex);
    if (this.#asksFor && !this.#asksFor(view.decode(name.start, name.end))) return null;
    return valuesAt(text, name).length > 0 ? name : null;
  }

  *find(view: View, at: number, length: number): Generator<RawMatch> {
    if (this.#detector.leads) yield* this.#findHere(view, at, this.#detector.leads);
    else yield* this.#search(view, at, length);
  }

  /** Where the anchor's place in the name is known, the name is tried there only; each name once. */
  *#findHere(view: View, at: number, leads: readonly number[]): Generator<RawMatch> {
    for (const lead of leads) {
      const name = this.#nameAt(view, at, lead);
      if (!name || !this.#progress.advance(view, name.end - 1, name.end)) continue;
      const looked = { start: Math.max(0, at - NAME_REACH), end: Math.min(view.text.length, name.end + NAME_REACH) };
      yield* this.#values(view, name, looked);
    }
  }

  *#search(view: View, at: number, length: number): Generator<RawMatch> {
    const { lines } = this.#detector;
    const region =
      lines === undefined
        ? { start: Math.max(0, at - NAME_REACH), end: Math.min(view.text.length, at + length + NAME_REACH) }
        : linesRound(view.text, at, lines);
    const starts = this.#progress.advance(view, region.start, lines === undefined ? at + 1 : region.end);
    if (!starts) return;
    this.#name ??= new RegExp(this.#detector.name, 'ig');
    const cut = Math.max(0, starts.start - MARGIN);
    const piece = view.plain.slice(cut, Math.min(view.plain.length, region.end + MARGIN));
    this.#name.lastIndex = starts.start - cut;
    let past = -1;
    for (let match = this.#name.exec(piece); match; match = this.#name.exec(piece)) {
      const start = match.index + cut;
      const end = start + match[0].length;
      if (start >= starts.end) break;
      this.#name.lastIndex = match.index + 1;
      if (match[0] === '' || (lines === undefined && (start > at || end < at + length))) continue;
      const name = wholeName(view.plain, start, end);
      if (name.end === past) continue;
      past = name.end;
      yield* this.#values(view, name, region);
    }
  }

  *#values(view: View, name: Span, region: Span): Generator<RawMatch> {
    this.#value ??= new RegExp(`^(?:${this.#detector.value})$`, 'd');
    for (const value of valuesAt(view.plain, name)) {
      for (const piece of itemsOf(view.plain, value)) {
        const joined = piece === value ? value.joined : undefined;
        const match = this.#value.exec(joined ?? view.plain.slice(piece.start, piece.end));
        if (!match) continue;
        const whole: [number, number] = [0, piece.end - piece.start];
        const keyName = view.decode(name.start, name.end);
        const what = `the value of ${keyName}, put together of several literals`;
        const [from, to] = joined ? whole : (match.indices!.groups?.key ?? match.indices![0]!);
        yield {
          start: name.start,
          end: value.end,
          key: { start: piece.start + from, end: piece.start + to },
          parts: {},
          keyName,
          quoted: value.quoted,
          whole: piece === value ? null : { start: value.start, end: value.end },
          looked: union(region, { start: name.start, end: value.end }),
          ...(joined ? { read: { what, value: joined, confidence: this.#detector.confidence } } : {}),
        };
        if (piece === value) break;
      }
    }
  }
}

/** The identifier that a match is part of: letters, digits, and the signs that join them. */
function wholeName(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start > 0 && from - start < NAME_REACH && JOINS[text.charCodeAt(start - 1)] !== undefined) start -= 1;
  while (start < from && JOINS[text.charCodeAt(start)] === SIGN) start += 1;
  while (end < text.length && end - to < NAME_REACH && JOINS[text.charCodeAt(end)] !== undefined) end += 1;
  // What ends in a dash or a dot goes on elsewhere: `${NAME-fallback}`, the end of a sentence.
  while (end > to && JOINS[text.charCodeAt(end - 1)] === SIGN) end -= 1;
  if (text.charCodeAt(start - 1) === 123 && text.charCodeAt(start - 2) === 36) {
    const dash = text.slice(to, end).search(/-/);
    if (dash >= 0) end = to + dash;
  }
  return { start, end };
}

/** What joins the words of a name, by character: signs, and what is part of the words themselves. */
const SIGN = 1;
const PART = 2;
const JOINS: (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  return /[$.-]/.test(letter) ? SIGN : /\w/.test(letter) ? PART : undefined;
});

/** A value, and then what it is made of, if it is a list. */
function* itemsOf(text: string, value: Value): Generator<Value | Span> {
  yield value;
  yield* pieces(text, value);
}

/** The items of a value that is itself a list: `KEYS=one,two,three`. */
function pieces(text: string, value: Span): Span[] {
  const raw = text.slice(value.start, value.end);
  if (!/[,;\s]/.test(raw)) return [];
  return [...raw.matchAll(/[^,;\s]+/g)].slice(0, 50).map((match) => ({
    start: value.start + match.index,
    end: value.start + match.index + match[0].length,
  }));
}

function union(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
