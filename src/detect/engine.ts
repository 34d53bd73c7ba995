import type { Rule } from '../domain/rule.ts';
import { AnchorScan, EVERYTHING } from './anchors.ts';
import type { AnchorLog } from './columns.ts';
import { type Followed, followObject, type Made } from './follow.ts';
import { type Scan, scanObject } from './object.ts';
import type { PieceScan } from './piece.ts';
import { makeRunners } from './runners.ts';

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
  const { rules: byId, prefilter } = runners;
  const looking = { now: options.now, limit };

  const scanPiece = (bytes: Uint8Array, binary: boolean, log: AnchorLog | null = null): PieceScan => {
    const anchors = new AnchorScan(runners, bytes, binary, looking);
    prefilter.run(bytes, 0, bytes.length, (anchor, at) => {
      const goesOn = anchors.look(anchor, at, false);
      log?.add(at, anchor, anchors.before, anchors.after);
      return goesOn;
    });
    if (!anchors.isFull && bytes.indexOf(0) >= 0) {
      prefilter.runWide(bytes, 0, bytes.length, (anchor, at) => {
        log?.add(at, anchor, EVERYTHING, EVERYTHING);
        return anchors.look(anchor, at, true);
      });
    }
    const scan = anchors.result();
    if (log && scan.capped) log.complete = false;
    return scan;
  };

  const how = { scanPiece, rules: byId, limit, deep: options.deep ?? true };
  return {
    rules: byId,
    scan: (bytes) => scanObject(bytes, how),
    follow: (bytes, made) => followObject(bytes, made, { ...how, runners, now: options.now }),
  };
}
