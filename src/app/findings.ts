import { resolveOverlaps } from '../detect/merge.ts';
import type { Candidate, Finding, Place, Suppressed, SuppressedBy } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import { CONFIDENCES, type Confidence, type Rule, SEVERITIES } from '../domain/rule.ts';
import type { ObjectPlace } from '../git/object-place.ts';
import { showPath } from '../git/path.ts';
import type { AllowEntry } from './config.ts';
import { atLeast } from './decide.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { IgnoreFile } from './ignore.ts';
import type { Masker } from './masker.ts';
import type { PathQuestion } from './paths.ts';
import { lowersConfidence } from './surroundings.ts';

/** An object that holds something, and where it stands. */
export type Located = { candidates: Candidate[]; places: ObjectPlace[] };

/** Who may silence what, and how findings are named. */
export type FindingRules = {
  rules: ReadonlyMap<string, Rule>;
  fingerprints: Fingerprints;
  masker: Masker;
  minConfidence: Confidence;
  matchesPath: PathQuestion;
  include: string[];
  exclude: string[];
  allow: AllowEntry[];
  ignore: IgnoreFile | null;
  baseline: Set<string> | null;
};

export type Findings = {
  findings: Finding[];
  suppressed: Suppressed[];
  /** How many were less sure than asked for. */
  below: number;
  /** Places that the configuration's paths leave out. */
  excluded: number;
};

/** At most this many positions are named for one secret at one path. */
const MAX_POSITIONS = 100;

/** One match at one place. */
type Sighting = {
  candidate: Candidate;
  place: ObjectPlace;
  fingerprint: string;
  confidence: Confidence;
  reasons: string[];
};

/** Makes findings of matches: one for each secret, with all its places, and what silences them. */
export function buildFindings(located: readonly Located[], by: FindingRules): Findings {
  const groups = new Map<string, Sighting[]>();
  let excluded = 0;
  for (const { candidates, places } of located) {
    for (const place of places) {
      const { path } = showPath(place.path);
      if (
        path !== '' &&
        (!by.matchesPath(path, by.include) || (by.exclude.length > 0 && by.matchesPath(path, by.exclude)))
      ) {
        excluded += 1;
        continue;
      }
      for (const sighting of sightings(candidates, place, path, by)) {
        append(groups, sighting.fingerprint, sighting);
        by.masker.learn([sighting.candidate.secret, ...Object.values(sighting.candidate.parts)]);
      }
    }
  }

  const result: Findings = { findings: [], suppressed: [], below: 0, excluded };
  for (const group of groups.values()) {
    if (!group.some((sighting) => atLeast(sighting.confidence, by.minConfidence))) {
      result.below += 1;
      continue;
    }
    const reported: Sighting[] = [];
    const silenced = new Map<string, { by: SuppressedBy; reason: string; sightings: Sighting[] }>();
    for (const sighting of group) {
      const silence = silencer(sighting, by);
      if (!silence) {
        reported.push(sighting);
        continue;
      }
      const key = `${silence.by}\0${silence.reason}`;
      const entry = silenced.get(key) ?? { ...silence, sightings: [] };
      silenced.set(key, entry);
      entry.sightings.push(sighting);
    }
    if (reported.length > 0) result.findings.push(makeFinding(reported, by));
    for (const { by: who, reason, sightings } of silenced.values()) {
      const finding = makeFinding(sightings, by);
      result.suppressed.push({ finding, by: who, reason: by.masker.mask(reason), places: finding.places });
    }
  }
  result.findings.sort(compareFindings);
  result.suppressed.sort((a, b) => compareFindings(a.finding, b.finding) || (a.by < b.by ? -1 : 1));
  return result;
}

/** What counts at a place: rules for other files drop out, then the best match of each spot stays. */
function sightings(candidates: Candidate[], place: ObjectPlace, path: string, by: FindingRules): Sighting[] {
  const here = candidates.filter((candidate) => by.matchesPath(path === '' ? undefined : path, candidate.files));
  return resolveOverlaps(here, by.rules, true).map((candidate) => {
    const rule = by.rules.get(candidate.rule)!;
    const lower = rule.specificity === 'generic' ? lowersConfidence(path) : null;
    return {
      candidate,
      place,
      fingerprint: by.fingerprints.of(candidate.secret, path, candidate.keyName || candidate.rule),
      confidence: lower ? oneLower(candidate.confidence) : candidate.confidence,
      reasons: lower ? [...candidate.reasons, lower] : candidate.reasons,
    };
  });
}

function oneLower(confidence: Confidence): Confidence {
  return confidence === 'high' ? 'medium' : 'low';
}

/** Who decided not to be told about this, if anybody. */
function silencer(
  { candidate, place, fingerprint }: Sighting,
  by: FindingRules,
): { by: SuppressedBy; reason: string } | null {
  const { path } = showPath(place.path);
  const allowed = by.allow.find(
    (entry) =>
      (entry.rule === undefined || entry.rule === candidate.rule) &&
      (entry.path === undefined || (path !== '' && by.matchesPath(path, [entry.path]))) &&
      (entry.fingerprint === undefined || entry.fingerprint === fingerprint),
  );
  if (allowed) return { by: 'config', reason: allowed.reason };
  if (by.ignore) {
    const reason = by.ignore.fingerprints.get(fingerprint);
    if (reason !== undefined) return { by: 'ignore-file', reason };
    const line = path === '' ? undefined : by.ignore.globs.find(({ glob }) => by.matchesPath(path, [glob]));
    if (line) return { by: 'ignore-file', reason: line.reason };
  }
  if (by.baseline?.has(fingerprint)) return { by: 'baseline', reason: '' };
  return candidate.allow ? { by: 'inline', reason: candidate.allow.reason || candidate.allow.tag } : null;
}

function makeFinding(group: Sighting[], by: FindingRules): Finding {
  const best = [...group].sort(
    (a, b) => rank(b, by) - rank(a, by) || (a.candidate.rule < b.candidate.rule ? -1 : 1),
  )[0]!;
  const rule = by.rules.get(best.candidate.rule)!;
  const dead = group.find(({ candidate }) => candidate.offline !== null)?.candidate.offline;
  return {
    fingerprint: best.fingerprint,
    rule: rule.id,
    provider: rule.provider,
    title: rule.title,
    severity: rule.severity,
    confidence: best.confidence,
    secret: best.candidate.secret,
    parts: best.candidate.parts,
    reasons: best.reasons.map((reason) => by.masker.mask(reason)),
    verdict: dead ?? { state: 'unknown', why: 'not-asked' },
    occurrences: new Set(group.map(({ place }) => place.object || place.path)).size,
    places: makePlaces(group, by.masker),
  };
}

const SPECIFICITY = { provider: 2, format: 1, generic: 0 } as const;

function rank({ candidate, confidence }: Sighting, by: FindingRules): number {
  const rule = by.rules.get(candidate.rule)!;
  const byShape = rule.detectors[candidate.detector]?.kind === 'pattern' ? 1 : 0;
  return SPECIFICITY[rule.specificity] * 10 + byShape * 5 + (2 - CONFIDENCES.indexOf(confidence));
}

/** For each path the object that came first, with every position in it. */
function makePlaces(group: Sighting[], masker: Masker): Place[] {
  const paths = new Map<string, Sighting[]>();
  for (const sighting of group) {
    const { kind, path, ref, commit } = sighting.place;
    const key = `${kind}\0${path}\0${path === '' ? `${ref ?? ''}\0${commit}\0${sighting.place.object}` : ''}`;
    append(paths, key, sighting);
  }
  const places: (Place & { order: number })[] = [];
  for (const sightings of paths.values()) {
    const first = sightings.reduce((a, b) => (b.place.order < a.place.order ? b : a)).place;
    const present = sightings.some(({ place }) => place.present);
    const reachable = sightings.some(({ place }) => place.reachable);
    const positions = sightings.filter(({ place }) => place.object === first.object && place.order === first.order);
    for (const { candidate, place } of positions.slice(0, MAX_POSITIONS)) {
      places.push({ ...makePlace(candidate, place, masker), present, reachable, order: place.order });
    }
  }
  places.sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.offset - b.offset);
  return places.map(({ order: _, ...place }, index) => ({
    ...place,
    // One frame is shown; it is masked once more, since it may name a secret of another file.
    frame:
      index === 0 && place.frame ? { ...place.frame, lines: place.frame.lines.map((line) => masker.mask(line)) } : null,
  }));
}

function makePlace(candidate: Candidate, place: ObjectPlace, masker: Masker): Place {
  const shown = showPath(place.path);
  const path = masker.mask(shown.path);
  const isName = place.kind === 'filename';
  const before = isName ? showPath(place.path.slice(0, place.nameAt)).path.length : 0;
  const shift = ({ line, column }: Candidate['start']) => ({
    line: Math.max(1, line - place.linesBefore),
    column: column + before,
  });
  const frame = candidate.frame && !isName ? withoutHeader(candidate.frame, place.linesBefore) : null;
  return {
    kind: place.kind,
    path,
    ...(shown.pathBytes !== undefined && path === shown.path ? { pathBytes: shown.pathBytes } : {}),
    start: shift(candidate.start),
    end: shift(candidate.end),
    offset: isName ? place.nameAt + candidate.span.start : candidate.span.start,
    object: place.object,
    commit: place.commit,
    author: masker.mask(place.author),
    date: place.date,
    ...(place.ref === undefined ? {} : { ref: masker.mask(place.ref) }),
    reachable: place.reachable,
    present: place.present,
    frame,
  };
}

/** A message is shown without the headers of its commit. */
function withoutHeader(frame: NonNullable<Candidate['frame']>, linesBefore: number): Candidate['frame'] {
  const firstLine = frame.firstLine - linesBefore;
  const drop = Math.max(0, 1 - firstLine);
  return { firstLine: firstLine + drop, lines: frame.lines.slice(drop) };
}

/** Worst first; then by place, so that the order never depends on how the scan ran. */
function compareFindings(a: Finding, b: Finding): number {
  const [left, right] = [a.places[0]!, b.places[0]!];
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
    compareText(left.path, right.path) ||
    left.start.line - right.start.line ||
    left.start.column - right.start.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
