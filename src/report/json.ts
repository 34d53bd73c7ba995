import type { Finding, Place } from '../domain/finding.ts';
import type { Report, ReportedFinding } from '../domain/report.ts';
import type { Secret } from '../domain/secret.ts';
import { safeJson } from './escape.ts';

/** Shows a secret: its mask, or the value where the user asked for that on the command line. */
export type Show = (secret: Secret) => string;

/** The version of the JSON form; raised when a consumer would have to change. */
export const JSON_VERSION = 1;

/** The report as one JSON document. Its schema is docs/report.schema.json. */
export function toJson(report: Report, show: Show): string {
  const document = {
    version: JSON_VERSION,
    tool: report.tool,
    scan: scanObject(report),
    findings: report.findings.map((finding) => findingObject(finding, show)),
    suppressed: report.suppressed.map(({ finding, by, reason, places }) => ({
      fingerprint: finding.fingerprint,
      rule: finding.rule,
      by,
      reason,
      places: places.map(placeObject),
      ...omitted(finding),
    })),
  };
  return `${safeJson(document, 2)}\n`;
}

/** The report as JSON Lines: a finding a line, and the scan last, so that a cut can be told. */
export function toJsonLines(report: Report, show: Show): string {
  const lines = report.findings.map((finding) => safeJson(findingObject(finding, show)));
  return `${[...lines, safeJson({ scan: scanObject(report) })].join('\n')}\n`;
}

function scanObject({ scan, notes }: Report): object {
  const { kind, complete, objects, bytes, commits, skipped, seconds } = scan;
  return {
    kind,
    complete,
    objects,
    bytes,
    commits,
    skipped: skipped.map(({ what, why, count, incomplete }) => ({
      what,
      why,
      ...(count === undefined ? {} : { count }),
      incomplete,
    })),
    seconds,
    notes,
  };
}

function findingObject(finding: ReportedFinding, show: Show): object {
  return {
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    provider: finding.provider,
    title: finding.title,
    severity: finding.severity,
    confidence: finding.confidence,
    secret: show(finding.secret),
    parts: partsObject(finding, show),
    ...(finding.rivals.length === 0 ? {} : { rivals: finding.rivals }),
    reasons: finding.reasons,
    occurrences: finding.occurrences,
    verdict: finding.verdict,
    outcome: finding.outcome,
    failing: finding.failing,
    places: finding.places.map(placeObject),
    ...omitted(finding),
    remedy: finding.remedy,
  };
}

function omitted({ placesOmitted }: Finding): object {
  return placesOmitted === 0 ? {} : { placesOmitted };
}

function partsObject(finding: Finding, show: Show): Record<string, string> {
  return Object.fromEntries(Object.entries(finding.parts).map(([name, secret]) => [name, show(secret)]));
}

function placeObject(place: Place): object {
  return {
    kind: place.kind,
    path: place.path,
    ...(place.pathBytes === undefined ? {} : { pathBytes: place.pathBytes }),
    ...(place.header === undefined ? {} : { header: place.header }),
    line: place.start.line,
    column: place.start.column,
    endLine: place.end.line,
    endColumn: place.end.column,
    offset: place.offset,
    ...(place.within === undefined ? {} : { within: place.within }),
    ...(place.encodings === undefined ? {} : { encodings: place.encodings }),
    object: place.object,
    commit: place.commit,
    author: place.author,
    date: place.date,
    ...(place.ref === undefined ? {} : { ref: place.ref }),
    reachable: place.reachable,
    present: place.present,
  };
}
