import type { Span } from '../domain/blob.ts';
import type { AssignedDetector } from '../domain/rule.ts';
import type { Value } from './given.ts';
import { type Finder, linesRound, MARGIN, NOTHING, Progress, type RawMatch, SKIM_REACH, union } from './match.ts';
import { NAME_REACH, type NameGate, wholeName } from './names.ts';
import { lookedAt, valuesOf } from './pairs.ts';
import type { View } from './view.ts';

type Given = { view: View; name: Span; values: Value[]; looked: Span };

let latest: Given | null = null;

/** What a name is given; several rules ask about the same name in a row. */
function givenTo(view: View, name: Span): Given {
  if (latest?.view !== view || latest.name.start !== name.start || latest.name.end !== name.end) {
    const values = valuesOf(view.plain, name.start, name.end);
    latest = { view, name, values, looked: lookedAt() };
  }
  return latest;
}

/** Finds what names are given. */
export class AssignedFinder implements Finder {
  readonly #detector: AssignedDetector;
  readonly #gate: NameGate | null;
  readonly #progress = new Progress();
  #name: RegExp | null = null;
  #value: RegExp | null = null;
  readonly glanceReach = 0;
  looked: Span = { start: 0, end: 0 };

  /** @param gate tells which names are worth a look at what they are given; the rule would drop the value otherwise */
  constructor(detector: AssignedDetector, gate: NameGate | null = null) {
    this.#detector = detector;
    this.#gate = gate;
  }

  reset(): void {
    this.#progress.reset();
  }

  skim(bytes: Uint8Array, at: number, length: number): boolean {
    const { leads, plain } = this.#detector;
    if (!this.#gate || !leads || !plain) return true;
    for (const lead of leads) {
      const from = at - lead;
      if (from >= 0 && this.#gate.passes(bytes, from, lead < 0 ? from + 1 : at + length)) return true;
    }
    return false;
  }

  /** The name that an anchor is part of, if it is worth a look. */
  #nameAt(view: View, at: number, lead: number): Span | null {
    if (at < lead) return null;
    const text = view.plain;
    this.#name ??= new RegExp(this.#detector.name, 'iy');
    this.#name.lastIndex = at - lead;
    if (!this.#name.test(text)) return null;
    const name = wholeName(text, at - lead, this.#name.lastIndex);
    return !this.#gate || this.#gate.asksFor(view.decode(name.start, name.end)) ? name : null;
  }

  find(view: View, at: number, length: number): readonly RawMatch[] {
    const { leads } = this.#detector;
    this.looked = { start: at - SKIM_REACH, end: at + length + SKIM_REACH };
    return leads ? this.#findHere(view, at, leads) : this.#search(view, at, length);
  }

  /** Where the anchor's place in the name is known, the name is tried there only; each name once. */
  #findHere(view: View, at: number, leads: readonly number[]): readonly RawMatch[] {
    const found: RawMatch[] = [];
    for (const lead of leads) {
      const name = this.#nameAt(view, at, lead);
      const isNew = name !== null && this.#progress.advance(view, name.end - 1, name.end, at) !== null;
      if (name) this.looked.start = Math.min(this.looked.start, this.#progress.leftTo);
      if (!name || !isNew) continue;
      const looked = { start: Math.max(0, at - NAME_REACH), end: Math.min(view.text.length, name.end + NAME_REACH) };
      this.#take(view, name, looked, found);
    }
    return found;
  }

  #search(view: View, at: number, length: number): readonly RawMatch[] {
    const { lines } = this.#detector;
    const region =
      lines === undefined
        ? { start: Math.max(0, at - NAME_REACH), end: Math.min(view.text.length, at + length + NAME_REACH) }
        : linesRound(view.text, at, lines);
    const starts = this.#progress.advance(view, region.start, lines === undefined ? at + 1 : region.end, at);
    this.looked = {
      start: Math.min(region.start - SKIM_REACH, this.#progress.leftTo),
      end: region.end + SKIM_REACH,
    };
    if (!starts) return NOTHING;
    const found: RawMatch[] = [];
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
      this.#take(view, name, region, found);
    }
    return found;
  }

  /** Adds what a name is given. */
  #take(view: View, name: Span, region: Span, found: RawMatch[]): void {
    this.#value ??= wholeValue(this.#detector.value);
    const { values, looked } = givenTo(view, name);
    this.looked = union(this.looked, looked);
    for (const value of values) {
      for (const piece of itemsOf(view.plain, value)) {
        const joined = piece === value ? value.joined : undefined;
        const match = this.#value.exec(joined ?? view.plain.slice(piece.start, piece.end));
        if (!match) continue;
        const whole: [number, number] = [0, piece.end - piece.start];
        const keyName = view.decode(name.start, name.end);
        const what = `the value of ${keyName}, put together of several literals`;
        const [from, to] = joined ? whole : (match.indices?.groups?.key ?? whole);
        found.push({
          start: name.start,
          end: value.end,
          key: { start: piece.start + from, end: piece.start + to },
          parts: {},
          keyName,
          quoted: value.quoted,
          whole: piece === value ? null : { start: value.start, end: value.end },
          looked: union(region, { start: name.start, end: value.end }),
          ...(joined ? { read: { what, value: joined, confidence: this.#detector.confidence } } : {}),
        });
        if (piece === value) break;
      }
    }
  }
}

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

/** Matches a whole value; where a part of it is the secret, it tells where that stands. */
function wholeValue(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, source.includes('(?<key>') ? 'd' : '');
}
