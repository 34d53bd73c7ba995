import type { Span } from '../domain/blob.ts';
import type { PatternDetector } from '../domain/rule.ts';
import { type Finder, linesRound, MARGIN, NOTHING, Progress, type RawMatch } from './match.ts';
import { Pairing, type Unpaired } from './pairing.ts';
import type { View } from './view.ts';

/** Finds what a pattern describes. */
export class PatternFinder implements Finder {
  readonly #detector: PatternDetector;
  readonly #progress = new Progress();
  readonly #pairing: Pairing | null;
  #quick: RegExp | null = null;
  #sticky: RegExp | null = null;
  #pattern: RegExp | null = null;
  readonly glanceReach: number;
  looked: Span = { start: 0, end: 0 };

  constructor(detector: PatternDetector) {
    this.#detector = detector;
    this.glanceReach = detector.maxLength + MARGIN;
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

  find(view: View, at: number, length: number): readonly RawMatch[] {
    const reach = this.glanceReach;
    this.looked = { start: at - reach, end: at + length + reach };
    const matches = this.#detector.leads ? this.#findHere(view, at) : this.#search(view, at, length);
    if (!this.#pairing) return matches.filter((raw): raw is RawMatch => raw.key !== null);
    for (const raw of matches) this.#pairing.add(view, raw);
    return NOTHING;
  }

  get waiting(): number {
    return this.#pairing?.size ?? 0;
  }

  finish(): { view: View; raw: RawMatch }[] {
    return this.#pairing?.settle() ?? [];
  }

  /** Where the anchor's place in a match is known, the pattern is tried there only. */
  #findHere(view: View, at: number): readonly Unpaired[] {
    this.#sticky ??= new RegExp(this.#detector.source, `${this.#detector.flags}dy`);
    const found: Unpaired[] = [];
    for (const lead of this.#detector.leads!) {
      if (at < lead) continue;
      this.#sticky.lastIndex = at - lead;
      const match = this.#sticky.exec(view.plain);
      if (match) found.push(unpaired(match, 0, { start: match.index, end: match.index + match[0].length }));
    }
    return found;
  }

  #search(view: View, at: number, length: number): readonly Unpaired[] {
    const { maxLength, lines } = this.#detector;
    const region =
      lines === undefined
        ? { start: Math.max(0, at - maxLength), end: Math.min(view.text.length, at + length + maxLength) }
        : linesRound(view.text, at, lines);
    const starts = this.#progress.advance(view, region.start, lines === undefined ? at + 1 : region.end, at);
    this.looked = {
      start: Math.min(region.start - MARGIN, this.#progress.leftTo),
      end: region.end + MARGIN,
    };
    if (!starts) return NOTHING;
    const found: Unpaired[] = [];
    this.#pattern ??= new RegExp(this.#detector.source, `${this.#detector.flags}dg`);
    const cut = Math.max(0, starts.start - MARGIN);
    // Where anchors stand close to each other, one search is to serve many of them.
    const ahead = lines === undefined && starts.start > region.start ? maxLength : 0;
    const limit = Math.min(view.plain.length, region.end + MARGIN + ahead);
    const piece = view.plain.slice(cut, limit);
    /** Starts before here have all the text that they could need. */
    const settled = view.isLast && limit === view.plain.length ? limit : limit - maxLength - MARGIN;
    this.#pattern.lastIndex = starts.start - cut;
    for (let match = this.#pattern.exec(piece); ; match = this.#pattern.exec(piece)) {
      const start = match ? match.index + cut : limit;
      if (!match || start >= starts.end) {
        if (lines === undefined) this.#progress.skipTo(view, Math.min(start, settled));
        break;
      }
      const end = start + match[0].length;
      const holdsAnchor = lines !== undefined || (start <= at && end >= at + length);
      if (holdsAnchor && end <= region.end) found.push(unpaired(match, cut, region));
      this.#pattern.lastIndex = match.index + 1;
    }
    return found;
  }
}

function unpaired(match: RegExpExecArray, cut: number, looked: Span): Unpaired {
  const parts: RawMatch['parts'] = {};
  for (const [name, bounds] of Object.entries(match.indices!.groups ?? {})) {
    if (bounds) parts[name] = { start: bounds[0] + cut, end: bounds[1] + cut };
  }
  const { key = null, ...others } = parts;
  const start = match.index + cut;
  return { start, end: start + match[0].length, key, parts: others, keyName: '', quoted: false, whole: null, looked };
}
