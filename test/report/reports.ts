import type { Finding, Place } from '../../src/domain/finding.ts';
import type { Report, ReportedFinding } from '../../src/domain/report.ts';
import { Secret } from '../../src/domain/secret.ts';

/** A place in a file, with what a test says of it. */
export function placeWith(changes: Partial<Place> = {}): Place {
  return {
    kind: 'file',
    path: 'src/app.py',
    start: { line: 3, column: 8 },
    end: { line: 3, column: 20 },
    offset: 40,
    object: 'a'.repeat(40),
    commit: '',
    author: '',
    date: '',
    reachable: true,
    present: true,
    frame: null,
    ...changes,
  };
}

/** A finding, with what a test says of it. */
export function findingWith(changes: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    fingerprint: `cb1_${'0'.repeat(32)}`,
    rule: 'some-key',
    provider: 'some',
    title: 'Some key',
    severity: 'high',
    confidence: 'high',
    secret: new Secret('key_of-the-test', 'key_'),
    parts: {},
    reasons: ['it has the shape of one'],
    verdict: { state: 'unknown', why: 'not-asked' },
    partSets: [{}],
    outcome: null,
    rivals: [],
    occurrences: 1,
    places: [placeWith()],
    placesOmitted: 0,
    failing: true,
    remedy: { console: 'https://console.example', steps: ['Revoke it.', 'Take it out.'] },
    variables: ['SOME_KEY'],
    ...changes,
  };
}

export const suppressedWith = (finding: Finding, reason = '') => ({
  finding,
  by: 'inline' as const,
  reason,
  places: finding.places,
});

/** A report, with what a test says of it. */
export function reportWith(changes: Partial<Omit<Report, 'scan'>> & { scan?: Partial<Report['scan']> } = {}): Report {
  return {
    tool: { name: 'clawback', version: '1.2.3' },
    findings: [],
    suppressed: [],
    belowConfidence: 0,
    minConfidence: 'medium',
    failOn: ['critical', 'high', 'medium'],
    notes: [],
    ...changes,
    scan: {
      kind: 'scan',
      complete: true,
      objects: 1,
      bytes: 10,
      commits: 0,
      skipped: [],
      seconds: null,
      ...changes.scan,
    },
  };
}

export const masked = (secret: { mask: string }): string => secret.mask;
