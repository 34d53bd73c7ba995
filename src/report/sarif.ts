import { createHash } from 'node:crypto';
import type { Place, Suppressed } from '../domain/finding.ts';
import type { Report, ReportedFinding } from '../domain/report.ts';
import type { Severity } from '../domain/rule.ts';
import { safeJson, visible } from './escape.ts';
import type { Show } from './json.ts';
import { partName } from './part-name.ts';

/** How code scanning shows a severity, and the number that it sorts by (0 to 10). */
const LEVEL = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '3.0' },
  info: { level: 'note', score: '1.0' },
} as const satisfies Record<Severity, { level: string; score: string }>;

/** GitHub takes at most so many results, and keeps so many locations of one ("SARIF support for code scanning"). */
const MAX_RESULTS = 25_000;
const MAX_LOCATIONS = 100;

export type SarifOptions = {
  /** Tells analyses of one commit apart. */
  category?: string;
  /** How many results there may be: the worst come first. */
  most?: number;
};

/**
 * The report as SARIF 2.1.0: one result for each secret and path, so that an alert closes when the
 * secret leaves that file. Suppressed findings are there too, marked as such.
 */
export function toSarif(report: Report, show: Show, { category = '', most = MAX_RESULTS }: SarifOptions = {}): string {
  const rules = new Map<string, object>();
  const results: object[] = [];
  const all = [...report.findings, ...report.suppressed.map((suppressed) => ({ ...suppressed.finding, suppressed }))];
  for (const finding of all) {
    if (!rules.has(finding.rule)) rules.set(finding.rule, ruleObject(finding));
    const byPath = new Map<string, Place[]>();
    for (const place of finding.places) byPath.set(uriOf(place), [...(byPath.get(uriOf(place)) ?? []), place]);
    for (const [uri, places] of byPath) results.push(resultObject(finding, uri, places, show));
  }
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            rules: [...rules.values()],
          },
        },
        ...(category === '' ? {} : { automationDetails: { id: `${category}/` } }),
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.scan.complete,
            toolExecutionNotifications: report.scan.skipped.map(({ what, why, count, incomplete }) => ({
              level: incomplete ? 'error' : 'note',
              message: {
                text: `${incomplete ? 'not scanned' : 'left out'}: ${count === undefined ? '' : `${count} `}${visible(what)}: ${visible(why)}`,
              },
            })),
            toolConfigurationNotifications: report.notes.map((note) => ({
              level: 'note',
              message: { text: visible(note) },
            })),
          },
        ],
        results: results.slice(0, most),
      },
    ],
  };
  return `${safeJson(document, 2)}\n`;
}

type SarifFinding = Omit<ReportedFinding, 'remedy' | 'failing' | 'variables'> & {
  remedy?: ReportedFinding['remedy'];
  suppressed?: Suppressed;
};

function ruleObject({ rule, title, severity, provider, remedy }: SarifFinding): object {
  const steps = remedy?.steps ?? [];
  return {
    id: rule,
    name: rule,
    shortDescription: { text: `Leaked ${title}` },
    ...(steps.length > 0
      ? {
          help: { text: steps.map((step, index) => `${index + 1}. ${step}`).join('\n') },
          ...(remedy?.console ? { helpUri: remedy.console } : {}),
        }
      : {}),
    defaultConfiguration: { level: LEVEL[severity].level },
    properties: {
      tags: ['security', 'secret', provider],
      precision: 'high',
      'security-severity': LEVEL[severity].score,
    },
  };
}

function resultObject(finding: SarifFinding, uri: string, places: Place[], show: Show): object {
  const dead = finding.verdict.state === 'dead' || finding.outcome?.state === 'revoked';
  const first = places[0]!;
  const origin = first.commit === '' ? '' : ` since commit ${first.commit.slice(0, 12)}`;
  return {
    ruleId: finding.rule,
    level: dead ? 'note' : LEVEL[finding.severity].level,
    message: {
      text: `${finding.title} ${visible(show(finding.secret))}${origin}. ${dead ? 'It no longer works.' : 'Revoke it, then take it out.'}`,
    },
    locations: places.slice(0, MAX_LOCATIONS).map((place) => ({
      physicalLocation: {
        artifactLocation: { uri },
        region: {
          startLine: place.start.line,
          startColumn: place.start.column,
          endLine: place.end.line,
          endColumn: place.end.column,
        },
      },
      ...(place.header === undefined ? {} : { message: { text: `${partName(place)} of the object itself` } }),
    })),
    partialFingerprints: {
      'clawback/v1': finding.fingerprint,
      // Code scanning matches alerts on this key alone: ours must not move with the line.
      primaryLocationLineHash: `${createHash('sha256').update(`${finding.fingerprint}\0${uri}`).digest('hex').slice(0, 16)}:1`,
    },
    properties: {
      confidence: finding.confidence,
      verdict: finding.verdict.state,
      occurrences: finding.occurrences,
      commit: first.commit,
      present: places.some((place) => place.present),
    },
    ...(finding.suppressed
      ? {
          suppressions: [
            {
              kind: finding.suppressed.by === 'inline' ? 'inSource' : 'external',
              justification: visible(finding.suppressed.reason),
            },
          ],
        }
      : {}),
  };
}

/** A path as a relative URI; what has none is named by what it is. */
/** A path that is not UTF-8, byte for byte (RFC 3986, 2.5). */
function encodeBytes(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^\w.~/-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function uriOf(place: Place): string {
  if (place.pathBytes !== undefined) return encodeBytes(Buffer.from(place.pathBytes, 'base64'));
  if (place.path !== '') return place.path.split('/').map(encodeURIComponent).join('/');
  if (place.kind === 'commit-message') return `.git/commits/${place.commit}`;
  return `.git/objects/${place.object || 'stdin'}`;
}
