import type { Span } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { type CheckName, compareConfidence, type Detector, type JsonDetector, type Rule } from '../domain/rule.ts';
import { Secret } from '../domain/secret.ts';
import { entropy } from '../domain/strength.ts';
import type { Verdict } from '../domain/verdict.ts';
import { ALLOW_REACH, allowBeside } from './allow.ts';
import { checks } from './checks/index.ts';
import type { Marks } from './columns.ts';
import { filters } from './filters/index.ts';
import { frame, HiddenSpans } from './frame.ts';
import { compilePaths, type JsonString, jsonStrings, looksLikeJson, type PathPattern, unescaped } from './json.ts';
import { lineEnd, lineStart } from './lines.ts';
import { AssignedFinder, type Finder, PatternFinder, type RawMatch, reachOf } from './match.ts';
import { resolveOverlaps } from './merge.ts';
import { type Scan, scanObject } from './object.ts';
import { referenceFallback } from './pairs.ts';
import type { PieceScan } from './piece.ts';
import { Positions } from './positions.ts';
import { buildPrefilter } from './prefilter.ts';
import { StructureFinder, structureReach } from './structure.ts';
import { type View, Views } from './view.ts';

export type { Scan };

/** Scans objects, one at a time. It does no I/O and keeps nothing between objects. */
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

/** One candidate on its way, with where it was seen. */
type Draft = { candidate: Candidate; view: View; index: number };

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
        const runner = { rule, detector: index, binary: detector.binary, decodes, ...finderOf(detector) };
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
    const drafts = new Map<string, Draft>();
    const documents = new Map<JsonRunner, View>();
    const decided: Span[] = [];
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
        const view = isWide ? views.wide(at, length * 2 - 1, runner.reach) : views.narrow(at, runner.reach);
        const index = Math.floor(view.toIndex(at));
        if (runner.finder.glance && !runner.finder.glance(view, index)) continue;
        used.add(runner);
        for (const raw of runner.finder.find(view, index, length)) {
          add(drafts, judge(runner.rule, runner.detector, view, raw, options.now, raw.read?.value ?? undefined));
          if (runner.decodes) decided.push({ start: view.toByte(raw.start), end: view.toByte(raw.end) });
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
        add(drafts, judge(runner.rule, runner.detector, view, raw, options.now));
      }
    }
    if (documents.size > 0) readDocuments(documents, drafts, limit, options.now);
    for (const runner of used) runner.finder.reset();

    capped ||= drafts.size >= limit;
    if (marks && capped) marks.complete = false;
    return { candidates: finish(bytes, views, [...drafts.values()], byId), capped, decided };
  };

  return {
    rules: byId,
    scan: (bytes) => scanObject(bytes, { scanPiece, rules: byId, limit, deep: options.deep ?? true }),
  };
}

/** What looks round a detector's anchors, and how far it must see. */
function finderOf(detector: Exclude<Detector, JsonDetector>): { finder: Finder; reach: number } {
  if (detector.kind === 'structure') return { finder: new StructureFinder(detector), reach: structureReach(detector) };
  const finder = detector.kind === 'pattern' ? new PatternFinder(detector) : new AssignedFinder(detector);
  return { finder, reach: reachOf(detector) };
}

function makeJsonRunner(rule: Rule, detector: number, source: JsonDetector): JsonRunner {
  const value = new RegExp(`^(?:${source.value})$`, 's');
  return { rule, detector, path: compilePaths(source.paths), value, binary: source.binary };
}

/** Walks each document once for all the detectors whose anchors it holds. */
function readDocuments(documents: Map<JsonRunner, View>, drafts: Map<string, Draft>, limit: number, now: number): void {
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
        add(drafts, judge(runner.rule, runner.detector, view, raw, now, value));
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

/** The same rule may come upon the same secret twice: the surer way counts, then the first. */
function add(drafts: Map<string, Draft>, draft: Draft | null): void {
  if (!draft) return;
  const { rule, span, detector, confidence, files } = draft.candidate;
  // One that counts only in certain files cannot stand in for one that counts everywhere.
  const key = `${rule} ${span.start} ${span.end} ${files.length > 0}`;
  const known = drafts.get(key)?.candidate;
  const surer = known ? compareConfidence(known.confidence, confidence) : 1;
  if (!known || surer > 0 || (surer === 0 && detector < known.detector)) drafts.set(key, draft);
}

/** Decides whether a match is a secret, and how sure that is. */
function judge(
  rule: Rule,
  detectorIndex: number,
  view: View,
  raw: RawMatch,
  now: number,
  decoded?: string,
): Draft | null {
  const detector = rule.detectors[detectorIndex]!;
  const byName = detector.kind !== 'pattern';
  let value = decoded ?? view.decode(raw.key.start, raw.key.end);
  let key: Span = raw.key;
  const name = raw.keyName;
  if (rule.entropy > 0 && entropy(value) < rule.entropy) return null;

  const parts: Record<string, string> = {};
  for (const [part, span] of Object.entries(raw.parts)) parts[part] = view.decode(span.start, span.end);
  const whole = raw.whole === null ? null : view.decode(raw.whole.start, raw.whole.end);
  const checked = {
    value,
    parts,
    match: view.decode(raw.start, raw.end),
    name,
    quoted: raw.quoted,
    around: around(view, key),
    whole,
    now,
  };

  const reasons = [raw.read ? `it is ${raw.read.what}` : why(detector, name)];
  let confidence = raw.read?.confidence ?? detector.confidence;
  let offline: Verdict | null = null;
  for (const check of rule.checks) {
    const result = checks[check](checked);
    if (!result.ok) return null;
    if (result.reason) reasons.push(result.reason);
    if (result.confidence) confidence = result.confidence;
    if (result.offline) offline = result.offline;
    if (result.value !== undefined) value = result.value;
    if (result.length !== undefined) key = { start: key.start, end: key.start + result.length };
  }
  for (const filter of detector.filters) {
    if (filters[filter]({ value: checked.value, quoted: raw.quoted, byName }) !== null) return null;
    // A piece of a reference is none: "op://Private Vault/Gateway/token".
    if (whole !== null && filter === 'reference' && filters.reference({ value: whole, quoted: true, byName }) !== null)
      return null;
  }
  for (const hint of rule.hints) {
    const result = checks[hint](checked);
    if (result.ok && result.reason) reasons.push(result.reason);
    if (result.ok && result.confidence) confidence = result.confidence;
  }

  const bytes = (span: Span): Span => ({ start: view.toByte(span.start), end: view.toByte(span.end) });
  const prefix = rule.prefixes.filter((text) => value.startsWith(text)).sort((a, b) => b.length - a.length)[0] ?? '';
  const secrets = Object.entries(parts).map(
    ([part, text]) => [part, new Secret(text, prefixOfPart(rule, text))] as const,
  );
  const candidate: Candidate = {
    rule: rule.id,
    detector: detectorIndex,
    span: bytes(key),
    evidence: bytes({ start: Math.max(0, raw.looked.start - 1), end: Math.min(view.text.length, raw.looked.end + 1) }),
    secret: new Secret(value.replaceAll('\r\n', '\n'), prefix),
    parts: Object.fromEntries(secrets),
    partSpans: Object.values(raw.parts).map(bytes),
    keyName: name,
    confidence,
    reasons,
    offline,
    files: detector.files,
    allow: null,
    start: { line: 0, column: 0 },
    end: { line: 0, column: 0 },
    frame: null,
  };
  return { candidate, view, index: raw.key.start };
}

/** What stands beside a secret on its line. */
function around({ text }: View, { start, end }: Span): { before: string; after: string } {
  return {
    before: text.slice(lineStart(text, start, start - BESIDE), start),
    after: text.slice(end, lineEnd(text, end, end + BESIDE)),
  };
}

/** How much of a line is looked at on each side of a secret, in characters. */
const BESIDE = 160;

function prefixOfPart(rule: Rule, text: string): string {
  return rule.prefixes.find((prefix) => text.startsWith(prefix)) ?? '';
}

function why(detector: Rule['detectors'][number], name: string): string {
  if (detector.kind === 'pattern') return 'it has the shape of one';
  return detector.kind === 'json' ? `it stands at ${name}` : `it is the value of ${name}`;
}

/** Drops what a better match overlaps; then looks up lines, inline allows and frames for the rest. */
function finish(bytes: Uint8Array, views: Views, drafts: Draft[], rules: ReadonlyMap<string, Rule>): Candidate[] {
  if (drafts.length === 0) return [];
  const hidden = new HiddenSpans(
    drafts.flatMap(({ candidate }) => [
      { span: candidate.span, mask: candidate.secret.mask },
      ...candidate.partSpans.map((span, i) => ({ span, mask: Object.values(candidate.parts)[i]!.mask })),
    ]),
  );
  const byCandidate = new Map(drafts.map((draft) => [draft.candidate, draft]));
  const kept = resolveOverlaps(
    drafts.map((draft) => draft.candidate),
    rules,
  );
  const positions = new Positions(bytes);
  for (const candidate of kept) {
    const { view } = byCandidate.get(candidate)!;
    candidate.start = positions.at(candidate.span.start, view.encoding);
    candidate.end = positions.at(candidate.span.end, view.encoding);
  }
  for (const candidate of kept) {
    const draft = byCandidate.get(candidate)!;
    const round = lookRound(views, draft);
    const { allow, looked } = allowBeside(round, candidate.span, candidate.rule, rules);
    candidate.allow = allow;
    candidate.evidence = {
      start: Math.min(candidate.evidence.start, looked.start),
      end: Math.max(candidate.evidence.end, looked.end),
    };
    const from = round.toIndex(candidate.span.start);
    candidate.frame = frame(round, from, candidate.start.line, hidden);
  }
  return kept;
}

/** A view that covers the lines round a candidate. */
function lookRound(views: Views, { view, candidate }: Draft): View {
  const reach = candidate.span.end - candidate.span.start + ALLOW_REACH * 3;
  if (view.encoding === 'utf8') return views.narrow(candidate.span.start, reach);
  return views.wideAs(view.encoding, candidate.span.start, reach);
}
