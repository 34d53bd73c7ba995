import type { Candidate, Finding, Suppressed, SuppressedBy } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import { type Confidence, compareConfidence, knowledgeOf, type Rule, SEVERITIES } from '../domain/rule.ts';
import type { Secret } from '../domain/secret.ts';
import { showPath } from '../git/path.ts';
import { atLeast } from './decide.ts';
import { compareText, PlaceNamer } from './finding-places.ts';
import { type Fingerprints, sameness } from './fingerprint.ts';
import type { Masker } from './masker.ts';
import { type Located, type PathRules, type Spot, SpotFinder } from './spots.ts';

export type { Located };

/** Who may silence what, and how findings are named. */
export type FindingRules = PathRules & {
  fingerprints: Fingerprints;
  masker: Masker;
  minConfidence: Confidence;
  /** Whether what is scanned is a proposal: its own comments do not silence what is surely a leak. */
  proposal?: boolean;
  baseline: Set<string> | null;
};

export type Findings = {
  findings: Finding[];
  suppressed: Suppressed[];
  /** How many were less sure than asked for. */
  below: number;
  /** Places that the configuration's paths leave out. */
  excluded: number;
  /** Matches that are told of nowhere, since there are too many. */
  dropped: number;
};

/** More than anybody looks through. */
export const MAX_FINDINGS = 100_000;
/** A weak secret is another finding at each path, and another sighting for each time that it stands there. */
const MAX_SIGHTINGS = 1_000_000;

/** One match at the places at which it comes to the same. */
type Sighting = {
  candidate: Candidate;
  spot: Spot;
  fingerprint: string;
  confidence: Confidence;
  reasons: string[];
};

/** Makes findings of matches: one for each secret, with all its places, and what silences them. */
export function buildFindings(located: readonly Located[], by: FindingRules): Findings {
  const { groups, dropped, excluded } = groupSightings(located, by);
  const sure = groups.filter((group) => group.some(({ confidence }) => atLeast(confidence, by.minConfidence)));
  const namer = new PlaceNamer(by.masker, sure.length);
  const result: Findings = { findings: [], suppressed: [], below: groups.length - sure.length, excluded, dropped };
  for (const group of sure) {
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
    if (reported.length > 0) result.findings.push(makeFinding(reported, by, namer));
    for (const { by: who, reason, sightings } of silenced.values()) {
      const finding = makeFinding(sightings, by, namer);
      result.suppressed.push({ finding, by: who, reason: by.masker.mask(reason), places: finding.places });
    }
  }
  result.findings.sort(compareFindings);
  result.suppressed.sort((a, b) => compareFindings(a.finding, b.finding) || (a.by < b.by ? -1 : 1));
  return result;
}

/** What there is of each secret, object by object; and teaches the masker all of them. */
function groupSightings(
  located: readonly Located[],
  by: FindingRules,
): { groups: Sighting[][]; dropped: number; excluded: number } {
  const spots = new SpotFinder(by);
  const groups = new Map<string, Sighting[]>();
  let sightings = 0;
  let dropped = 0;
  const add = (candidate: Candidate, spot: Spot): void => {
    sightings += 1;
    const sighting = sightings > MAX_SIGHTINGS ? null : sightingOf(candidate, spot, by);
    if (sighting && (groups.size < MAX_FINDINGS || groups.has(sighting.fingerprint))) {
      append(groups, sighting.fingerprint, sighting);
    } else dropped += 1;
  };
  for (const object of located) {
    for (const spot of spots.find(object)) {
      let ofPlaces: Spot[] | null = null;
      for (const candidate of spot.candidates) {
        by.masker.learn([candidate.secret, ...Object.values(candidate.parts)]);
        if (!by.fingerprints.needPath(candidate.secret)) {
          add(candidate, spot);
          continue;
        }
        ofPlaces ??= spot.places.map((place) => ({ ...spot, places: [place] }));
        for (const one of ofPlaces) add(candidate, one);
      }
    }
  }
  return { groups: [...groups.values()], dropped, excluded: spots.excluded };
}

/** @param spot of one place, for a secret whose fingerprint depends on its path */
function sightingOf(candidate: Candidate, spot: Spot, { rules, fingerprints }: FindingRules): Sighting {
  const lower = isDoubtful(candidate, rules.get(candidate.rule)!) ? spot.lowers : null;
  const { path } = showPath(spot.places[0]!.path);
  return {
    candidate,
    spot,
    fingerprint: fingerprints.of(candidate.secret, path, candidate.keyName || candidate.rule),
    confidence: lower ? oneLower(candidate.confidence) : candidate.confidence,
    reasons: lower ? [...candidate.reasons, lower] : candidate.reasons,
  };
}

/** Whether it matters where it stands: a provider's token and a whole private key are what they are in a test too. */
function isDoubtful({ confidence, detector }: Candidate, { specificity, detectors }: Rule): boolean {
  return (
    specificity === 'generic' ||
    (specificity === 'format' && confidence !== 'high' && detectors[detector]!.kind !== 'pattern')
  );
}

function oneLower(confidence: Confidence): Confidence {
  return confidence === 'high' ? 'medium' : 'low';
}

/** Who decided not to be told about this, if anybody. */
function silencer(
  { candidate, spot, fingerprint, confidence }: Sighting,
  by: FindingRules,
): { by: SuppressedBy; reason: string } | null {
  const allowed = spot.allow.find(
    (entry) =>
      (entry.rule === undefined || entry.rule === candidate.rule) &&
      (entry.fingerprint === undefined || entry.fingerprint === fingerprint),
  );
  if (allowed) return { by: 'config', reason: allowed.reason };
  const ignored = by.ignore?.fingerprints.get(fingerprint) ?? spot.ignored;
  if (ignored !== null) return { by: 'ignore-file', reason: ignored };
  if (by.baseline?.has(fingerprint)) return { by: 'baseline', reason: '' };
  return candidate.allow && !isUnheeded(candidate, confidence, by)
    ? { by: 'inline', reason: allowText(candidate.allow) }
    : null;
}

function isUnheeded({ allow }: Candidate, confidence: Confidence, { proposal }: FindingRules): boolean {
  return allow !== null && proposal === true && confidence === 'high';
}

const allowText = ({ reason, tag }: NonNullable<Candidate['allow']>): string => reason || tag;

function makeFinding(group: Sighting[], by: FindingRules, namer: PlaceNamer): Finding {
  const best = group.reduce((a, b) => (compareSightings(b, a, by) < 0 ? b : a));
  const rule = by.rules.get(best.candidate.rule)!;
  const unheeded = group.find(({ candidate, confidence }) => isUnheeded(candidate, confidence, by))?.candidate.allow;
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
    partSets: partSetsOf(group, best),
    reasons: best.reasons.map((reason) => by.masker.mask(reason)),
    verdict: dead ?? { state: 'unknown', why: 'not-asked' },
    outcome: null,
    ...(unheeded ? { unheeded: by.masker.mask(allowText(unheeded)) } : {}),
    rivals: rivalsIn(group, best, by),
    ...namer.name(group),
  };
}

/** The distinct parts that stand beside a secret, those of the best sighting first. */
function partSetsOf(group: readonly Sighting[], best: Sighting): Record<string, Secret>[] {
  const sets = new Map<string, Record<string, Secret>>();
  for (const { candidate } of [best, ...group]) {
    if (candidate.rule !== best.candidate.rule) continue;
    const parts = Object.entries(candidate.parts).sort(([a], [b]) => compareText(a, b));
    const key = parts.map(([name, part]) => `${name}=${sameness(part)}`).join(' ');
    if (!sets.has(key)) sets.set(key, candidate.parts);
  }
  const [first, ...others] = [...sets];
  return [first!, ...others.sort(([a], [b]) => compareText(a, b))].map(([, parts]) => parts);
}

/** Other providers' rules that know as much of the secret, at this place or another. */
function rivalsIn(group: Sighting[], best: Sighting, { rules }: FindingRules): string[] {
  const own = rules.get(best.candidate.rule)!;
  const rivals = new Set(group.flatMap(({ candidate }) => candidate.rivals ?? []));
  for (const { candidate } of group) {
    const rule = rules.get(candidate.rule)!;
    const knows = knowledgeOf(rule, candidate.detector) >= knowledgeOf(own, best.candidate.detector);
    if (rule.specificity === 'provider' && rule.provider !== own.provider && knows) rivals.add(rule.id);
  }
  return [...rivals].filter((id) => rules.get(id)?.provider !== own.provider).sort();
}

/** The one that knows most comes first. */
function compareSightings(a: Sighting, b: Sighting, { rules }: FindingRules): number {
  const knowledge = ({ candidate }: Sighting): number => knowledgeOf(rules.get(candidate.rule), candidate.detector);
  return (
    knowledge(b) - knowledge(a) ||
    compareConfidence(a.confidence, b.confidence) ||
    compareText(a.candidate.rule, b.candidate.rule)
  );
}

/** Worst first; then by place, so that the order never depends on how the scan ran. */
function compareFindings(a: Finding, b: Finding): number {
  const [left, right] = [a.places[0]!, b.places[0]!];
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareConfidence(a.confidence, b.confidence) ||
    compareText(left.path, right.path) ||
    left.start.line - right.start.line ||
    left.start.column - right.start.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
