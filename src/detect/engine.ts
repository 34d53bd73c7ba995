import type { Span } from '../domain/blob.ts';
import type { Rule } from '../domain/rule.ts';
import type { AnchorLog } from './columns.ts';
import { type JsonRunner, MAX_JSON, readDocuments } from './documents.ts';
import { Drafts } from './drafts.ts';
import { finish } from './finish.ts';
import { type Followed, followObject, type Made } from './follow.ts';
import { judge } from './judge.ts';
import { type Scan, scanObject } from './object.ts';
import type { PieceScan } from './piece.ts';
import { makeRunners, type Runner } from './runners.ts';
import { type View, Views } from './view.ts';

export type { Scan };

/**
 * Scans objects, one at a time. It does no I/O, and what it remembers of one object (readings of names, the
 * latest name's values) never changes what it says of another.
 */
export type Engine = {
  /** @param bytes a whole object */
  scan(bytes: Uint8Array): Scan;
  /**
   * The same for an object that was made of another one, looking only at what may have changed. What comes of
   * it is what a scan of all of it gives.
   *
   * @param bytes a whole object
   * @param made what it was made of; null: of nothing
   */
  follow(bytes: Uint8Array, made: Made | null): Followed;
  rules: ReadonlyMap<string, Rule>;
};

export type EngineOptions = {
  /** Milliseconds since the epoch, for expiry dates. */
  now: number;
  /** How many candidates of one object are kept. */
  maxCandidates?: number;
  /** Whether encoded text is decoded and archives are opened; absent: yes. */
  deep?: boolean;
};

/** A generated file of secrets has hundreds; more than this is a flood. */
const MAX_CANDIDATES = 5000;

/**
 * Makes an engine of a set of rules. Objects may be scanned in any order and in any number of
 * engines: the outcome depends on the object and the rules alone.
 */
export function createEngine(rules: readonly Rule[], options: EngineOptions): Engine {
  const limit = options.maxCandidates ?? MAX_CANDIDATES;
  const runners = makeRunners(rules);
  const { rules: byId, anchors, prefilter, at, jsonAt, pairing } = runners;

  const scanPiece = (bytes: Uint8Array, binary: boolean, log: AnchorLog | null = null): PieceScan => {
    const views = new Views(bytes);
    const drafts = new Drafts();
    const documents = new Map<JsonRunner, View>();
    const decided: Span[] = [];
    const refused: Span[] = [];
    let narrowDocument: View | null = null;
    let wideDocument: View | null = null;
    const used = new Set<Runner>();
    let touched = false;

    const look = (anchor: number, place: number, isWide: boolean): boolean => {
      touched = true;
      log?.add(place, anchor);
      const length = anchors[anchor]!.length;
      for (const runner of at[anchor]!) {
        if (binary && !runner.binary) continue;
        if (!isWide && runner.finder.skim && !runner.finder.skim(bytes, place, length)) continue;
        const view = isWide ? views.wide(place, length * 2 - 1, runner.reach) : views.narrow(place, runner.reach);
        const index = Math.floor(view.toIndex(place));
        if (runner.finder.glance && !runner.finder.glance(view, index)) continue;
        used.add(runner);
        for (const raw of runner.finder.find(view, index, length)) {
          const judged = judge(runner.rule, runner.detector, view, raw, options.now, raw.read?.value ?? undefined);
          drafts.add(judged);
          if (runner.decodes) {
            // One that counts only in certain files is none elsewhere.
            const counts = judged !== null && 'candidate' in judged && judged.candidate.files.length === 0;
            (counts ? decided : refused).push({ start: view.toByte(raw.start), end: view.toByte(raw.end) });
          }
          if (drafts.size >= limit) return false;
        }
        if ((runner.finder.waiting ?? 0) >= limit) return false;
      }
      for (const runner of jsonAt[anchor]!) {
        if ((binary && !runner.binary) || documents.has(runner) || bytes.length > MAX_JSON) continue;
        const known = isWide ? wideDocument : narrowDocument;
        const view =
          known ?? (isWide ? views.wide(place, length * 2 - 1, bytes.length) : views.narrow(0, bytes.length));
        if (isWide) wideDocument = view;
        else narrowDocument = view;
        documents.set(runner, view);
      }
      return true;
    };

    prefilter.run(bytes, 0, bytes.length, (anchor, at) => look(anchor, at, false));
    const isFull = (): boolean =>
      drafts.size >= limit || pairing.some((runner) => (runner.finder.waiting ?? 0) >= limit);
    if (!isFull() && bytes.indexOf(0) >= 0) {
      prefilter.runWide(bytes, 0, bytes.length, (anchor, at) => look(anchor, at, true));
    }
    let capped = isFull();
    if (log) log.paired = touched && pairing.some((runner) => (runner.finder.waiting ?? 0) > 0);
    for (const runner of touched ? pairing : []) {
      for (const { view, raw } of runner.finder.finish!()) {
        if (drafts.size >= limit) break;
        drafts.add(judge(runner.rule, runner.detector, view, raw, options.now));
      }
    }
    if (documents.size > 0) readDocuments(documents, drafts, limit, options.now);
    for (const runner of used) runner.finder.reset();

    capped ||= drafts.size >= limit;
    if (log && capped) log.complete = false;
    return { ...finish(bytes, views, drafts.settled(byId), byId), capped, decided, refused };
  };

  const how = { scanPiece, rules: byId, limit, deep: options.deep ?? true };
  return {
    rules: byId,
    scan: (bytes) => scanObject(bytes, how),
    follow: (bytes, made) => followObject(bytes, made, { ...how, runners, now: options.now }),
  };
}
