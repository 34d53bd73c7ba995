import type { Span } from '../domain/blob.ts';
import { isDocument, type JsonRunner, MAX_JSON, readDocuments } from './documents.ts';
import { Drafts } from './drafts.ts';
import { finish } from './finish.ts';
import { BESIDE, judge } from './judge.ts';
import { SKIM_REACH } from './match.ts';
import type { PieceScan } from './piece.ts';
import type { Runner, Runners } from './runners.ts';
import { type View, Views } from './view.ts';

export type LookOptions = {
  /** Milliseconds since the epoch, for expiry dates. */
  now: number;
  /** How many candidates are kept. */
  limit: number;
};

/** How far what decides on a match looks beside it (judge.ts), and a little more. */
const ROUND = BESIDE + 16;

/** What an anchor comes to rests on all of the object. */
export const EVERYTHING = 0xffff;

/** Looks at the anchors of one piece, one by one and in their order, and tells what they come to together. */
export class AnchorScan {
  readonly #runners: Runners;
  readonly #bytes: Uint8Array;
  readonly #binary: boolean;
  readonly #options: LookOptions;
  readonly #views: Views;
  readonly #drafts = new Drafts();
  #decided: Span[] = [];
  #refused: Span[] = [];
  #documents: Map<JsonRunner, View> | null = null;
  #narrowDocument: View | null = null;
  #wideDocument: View | null = null;
  readonly #used = new Set<Runner>();
  #touched = false;
  #isDocument: boolean | null = null;
  /** How many bytes before and behind the latest anchor decided what it came to; EVERYTHING: it may come to something. */
  before = 0;
  after = 0;

  /** @param binary whether only detectors are asked whose tokens have a shape */
  constructor(runners: Runners, bytes: Uint8Array, binary: boolean, options: LookOptions, views = new Views(bytes)) {
    this.#runners = runners;
    this.#bytes = bytes;
    this.#binary = binary;
    this.#options = options;
    this.#views = views;
  }

  /**
   * Looks at an anchor.
   *
   * @param place where it stands, in bytes
   * @param isWide whether it is written in UTF-16
   * @returns false once there is more than is kept
   */
  look(anchor: number, place: number, isWide: boolean): boolean {
    const { lengths, at, jsonAt } = this.#runners;
    const { limit } = this.#options;
    const bytes = this.#bytes;
    const length = lengths[anchor]!;
    this.#touched = true;
    this.before = 0;
    this.after = 0;
    for (const runner of at[anchor]!) {
      if (this.#binary && !runner.binary) continue;
      const { finder, reach } = runner;
      if (!isWide && finder.skim && !finder.skim(bytes, place, length)) {
        this.#rest(SKIM_REACH, SKIM_REACH);
        continue;
      }
      const view = isWide ? this.#views.wide(place, length * 2 - 1, reach) : this.#views.narrow(place, reach);
      const index = Math.floor(view.toIndex(place));
      if (finder.glance && !finder.glance(view, index)) {
        this.#rest(finder.glanceReach, finder.glanceReach);
        continue;
      }
      this.#used.add(runner);
      const found = finder.find(view, index, length);
      const { looked } = finder;
      this.#rest(index - looked.start, looked.end - index - length);
      for (const raw of found) this.#take(runner, view, raw, index, length);
      if (this.#drafts.size >= limit) return false;
      const waiting = finder.waiting ?? 0;
      if (waiting > 0) this.#rest(EVERYTHING, EVERYTHING);
      if (waiting >= limit) return false;
    }
    for (const runner of jsonAt[anchor]!) this.#ask(runner, place, length, isWide);
    return true;
  }

  #take(runner: Runner, view: View, raw: Parameters<typeof judge>[3], index: number, length: number): void {
    const judged = judge(runner.rule, runner.detector, view, raw, this.#options.now, raw.read?.value ?? undefined);
    this.#drafts.add(judged);
    if (judged !== null || runner.decodes) this.#rest(EVERYTHING, EVERYTHING);
    else this.#rest(index - raw.looked.start + ROUND, raw.looked.end - index - length + ROUND);
    if (!runner.decodes) return;
    // One that counts only in certain files is none elsewhere.
    const counts = judged !== null && 'candidate' in judged && judged.candidate.files.length === 0;
    (counts ? this.#decided : this.#refused).push({ start: view.toByte(raw.start), end: view.toByte(raw.end) });
  }

  #rest(before: number, after: number): void {
    if (before > this.before) this.before = Math.min(before, EVERYTHING);
    if (after > this.after) this.after = Math.min(after, EVERYTHING);
  }

  /** A document is read when all anchors are known. */
  #ask(runner: JsonRunner, place: number, length: number, isWide: boolean): void {
    const size = this.#bytes.length;
    if ((this.#binary && !runner.binary) || size > MAX_JSON || (!isWide && !this.isDocument)) return;
    this.#rest(EVERYTHING, EVERYTHING);
    if (this.#documents?.has(runner)) return;
    const known = isWide ? this.#wideDocument : this.#narrowDocument;
    const view = known ?? (isWide ? this.#views.wide(place, length * 2 - 1, size) : this.#views.narrow(0, size));
    if (isWide) this.#wideDocument = view;
    else this.#narrowDocument = view;
    this.#documents ??= new Map();
    this.#documents.set(runner, view);
  }

  /** Whether what is looked at may be a document, read as UTF-8. */
  get isDocument(): boolean {
    this.#isDocument ??= isDocument(this.#bytes);
    return this.#isDocument;
  }

  /** Whether there is more than is kept. */
  get isFull(): boolean {
    const { limit } = this.#options;
    return this.#drafts.size >= limit || this.#runners.pairing.some(({ finder }) => (finder.waiting ?? 0) >= limit);
  }

  /** What all of them come to. Nothing can be looked at behind that. */
  result(): PieceScan {
    const { rules, pairing } = this.#runners;
    const { limit, now } = this.#options;
    let capped = this.isFull;
    for (const runner of this.#touched ? pairing : []) {
      if (runner.finder.waiting === 0) continue;
      for (const { view, raw } of runner.finder.finish!()) {
        if (this.#drafts.size >= limit) break;
        this.#drafts.add(judge(runner.rule, runner.detector, view, raw, now));
      }
    }
    if (this.#documents) readDocuments(this.#documents, this.#drafts, limit, now);
    for (const runner of this.#used) runner.finder.reset();
    capped ||= this.#drafts.size >= limit;
    const finished = finish(this.#bytes, this.#views, this.#drafts.settled(rules), rules);
    return { ...finished, capped, decided: this.#decided, refused: this.#refused };
  }
}
