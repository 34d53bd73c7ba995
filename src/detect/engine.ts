import type { Span } from '../domain/blob.ts';
import type { CheckName, Detector, JsonDetector, Rule } from '../domain/rule.ts';
import { AssignedFinder } from './assigned-finder.ts';
import type { Marks } from './columns.ts';
import { Drafts } from './drafts.ts';
import { finish } from './finish.ts';
import { readName } from './generic/name.ts';
import { referenceFallback } from './given.ts';
import { compilePaths, type JsonString, jsonStrings, looksLikeJson, type PathPattern, unescaped } from './json.ts';
import { judge } from './judge.ts';
import { type Finder, type RawMatch, reachOf } from './match.ts';
import { NameGate } from './names.ts';
import { type Scan, scanObject } from './object.ts';
import { PatternFinder } from './pattern-finder.ts';
import type { PieceScan } from './piece.ts';
import { buildPrefilter } from './prefilter.ts';
import { StructureFinder, structureReach } from './structure.ts';
import { type View, Views } from './view.ts';

export type { Scan };

/**
 * Scans objects, one at a time. It does no I/O, and what it remembers of one object (readings of names, the
 * latest name's values) never changes what it says of another.
 */
export type Engine = {
  /** @param bytes a whole object */
  scan(bytes: Uint8Array): Scan;
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

/** The checks that look into what a value encodes. */
const DECODING: ReadonlySet<CheckName> = new Set<CheckName>([
  'base64-password',
  'basic-credentials',
  'bedrock-key',
  'grafana-payload',
  'jwt',
  'onepassword-payload',
  'openclaw-legacy-setup-code',
  'openclaw-setup-code',
]);

/** Documents larger than this are matched by pattern only, not by path. */
const MAX_JSON = 64 << 20;

type Runner = { rule: Rule; detector: number; finder: Finder; reach: number; binary: boolean; decodes: boolean };
type JsonRunner = { rule: Rule; detector: number; path: PathPattern; value: RegExp; binary: boolean };

/**
 * Makes an engine of a set of rules. Objects may be scanned in any order and in any number of
 * engines: the outcome depends on the object and the rules alone.
 */
export function createEngine(rules: readonly Rule[], options: EngineOptions): Engine {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const limit = options.maxCandidates ?? MAX_CANDIDATES;
  const anchors: string[] = [];
  const runners: Runner[][] = [];
  const jsonRunners: JsonRunner[][] = [];
  const all: Runner[] = [];
  const slots = new Map<string, number>();
  // A name that says nothing of secrets need not be followed to its value.
  const gate = new NameGate((name) => readName(name) !== null);

  for (const rule of rules) {
    rule.detectors.forEach((detector, index) => {
      const slotsOf = detector.anchors.map((anchor) => {
        let slot = slots.get(anchor);
        if (slot === undefined) {
          slot = anchors.length;
          slots.set(anchor, slot);
          anchors.push(anchor);
          runners.push([]);
          jsonRunners.push([]);
        }
        return slot;
      });
      if (detector.kind === 'json') {
        const runner = makeJsonRunner(rule, index, detector);
        for (const slot of slotsOf) jsonRunners[slot]!.push(runner);
      } else {
        const decodes = rule.checks.some((check) => DECODING.has(check));
        const runner = { rule, detector: index, binary: detector.binary, decodes, ...finderOf(rule, detector, gate) };
        all.push(runner);
        for (const slot of slotsOf) runners[slot]!.push(runner);
      }
    });
  }

  const pairing = all.filter(({ rule, detector }) => {
    const { companions = [] } = rule.detectors[detector] as { companions?: unknown[] };
    return companions.length > 0;
  });
  const prefilter = buildPrefilter(anchors);

  const scanPiece = (bytes: Uint8Array, binary: boolean, marks: Marks | null = null): PieceScan => {
    const views = new Views(bytes);
    const drafts = new Drafts();
    const documents = new Map<JsonRunner, View>();
    const decided: Span[] = [];
    const refused: Span[] = [];
    let narrowDocument: View | null = null;
    let wideDocument: View | null = null;
    const used = new Set<Runner>();
    let touched = false;

    const look = (anchor: number, at: number, isWide: boolean): boolean => {
      touched = true;
      marks?.add(at);
      const length = anchors[anchor]!.length;
      for (const runner of runners[anchor]!) {
        if (binary && !runner.binary) continue;
        if (!isWide && runner.finder.skim && !runner.finder.skim(bytes, at, length)) continue;
        const view = isWide ? views.wide(at, length * 2 - 1, runner.reach) : views.narrow(at, runner.reach);
        const index = Math.floor(view.toIndex(at));
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
      for (const runner of jsonRunners[anchor]!) {
        if ((binary && !runner.binary) || documents.has(runner) || bytes.length > MAX_JSON) continue;
        const known = isWide ? wideDocument : narrowDocument;
        const view = known ?? (isWide ? views.wide(at, length * 2 - 1, bytes.length) : views.narrow(0, bytes.length));
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
    for (const runner of touched ? pairing : []) {
      for (const { view, raw } of runner.finder.finish!()) {
        if (drafts.size >= limit) break;
        drafts.add(judge(runner.rule, runner.detector, view, raw, options.now));
      }
    }
    if (documents.size > 0) readDocuments(documents, drafts, limit, options.now);
    for (const runner of used) runner.finder.reset();

    capped ||= drafts.size >= limit;
    if (marks && capped) marks.complete = false;
    return { ...finish(bytes, views, drafts.settled(byId), byId), capped, decided, refused };
  };

  return {
    rules: byId,
    scan: (bytes) => scanObject(bytes, { scanPiece, rules: byId, limit, deep: options.deep ?? true }),
  };
}

/** What looks round a detector's anchors, and how far it must see. */
function finderOf(
  rule: Rule,
  detector: Exclude<Detector, JsonDetector>,
  gate: NameGate,
): { finder: Finder; reach: number } {
  if (detector.kind === 'structure') return { finder: new StructureFinder(detector), reach: structureReach(detector) };
  const reach = reachOf(detector);
  if (detector.kind === 'pattern') return { finder: new PatternFinder(detector), reach };
  return { finder: new AssignedFinder(detector, rule.checks.includes('generic') ? gate : null), reach };
}

function makeJsonRunner(rule: Rule, detector: number, source: JsonDetector): JsonRunner {
  const value = new RegExp(`^(?:${source.value})$`, 's');
  return { rule, detector, path: compilePaths(source.paths), value, binary: source.binary };
}

/** Walks each document once for all the detectors whose anchors it holds. */
function readDocuments(documents: Map<JsonRunner, View>, drafts: Drafts, limit: number, now: number): void {
  for (const view of new Set(documents.values())) {
    if (!looksLikeJson(view.text)) continue;
    const asking = [...documents].filter(([, other]) => other === view).map(([runner]) => runner);
    const wanted = lastNames(asking);
    for (const string of jsonStrings(view.text, wanted, (start, end) => view.decode(start, end))) {
      for (const runner of asking) {
        if (!runner.path.matches(string.path)) continue;
        const { start, end, value } = fallbackIn(view, string) ?? string;
        if (!runner.value.test(value)) continue;
        const raw: RawMatch = {
          start,
          end,
          key: { start, end },
          parts: {},
          keyName: string.path.join('.'),
          quoted: true,
          whole: null,
          looked: { start: 0, end: view.text.length },
        };
        drafts.add(judge(runner.rule, runner.detector, view, raw, now, value));
        if (drafts.size >= limit) return;
      }
    }
  }
}

/** The value of `${VARIABLE:-value}`, where a document's string is such a reference. */
function fallbackIn(view: View, string: JsonString): Omit<JsonString, 'path'> | null {
  const [value] = referenceFallback(view.text, string.start) ?? [];
  if (!value || value.end > string.end) return null;
  return { start: value.start, end: value.end, value: unescaped(view.decode(value.start, value.end)) };
}

/** Whether any of the detectors could ask for a string of that name; each name is asked about once. */
function lastNames(asking: JsonRunner[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let wanted = known.get(name);
    if (wanted === undefined) {
      wanted = asking.some((runner) => runner.path.endsWith(name));
      known.set(name, wanted);
    }
    return wanted;
  };
}
