import { styleText } from 'node:util';
import type { Skip } from '../domain/blob.ts';
import type { Finding, Frame, Place, Suppressed } from '../domain/finding.ts';
import type { Report, ReportedFinding } from '../domain/report.ts';
import type { Severity } from '../domain/rule.ts';
import { type Facts, type Outcome, UNSURE } from '../domain/verdict.ts';
import { visible, visibleLine } from './escape.ts';
import type { Show } from './json.ts';
import { partName } from './part-name.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const SEVERITY_STYLE = {
  critical: ['bold', 'red'],
  high: ['red'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
} as const satisfies Record<Severity, readonly string[]>;

/** How many places and skipped things are listed before the rest is counted. */
const PLACES_SHOWN = 5;
const SKIPS_SHOWN = 20;

/** What to do where something was not scanned. */
const NEXT = 'What was not scanned may hold leaks: mend it and scan again, or accept it with --allow-incomplete.';

/** The report for people at a terminal, or reading a log. */
export function toText(report: Report, show: Show, colour: boolean): string {
  const paint: Paint = colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
  const blocks = report.findings.map((finding) => findingBlock(finding, show, paint));
  const remedies = report.findings.length > 0 ? [remedyBlock(report.findings, paint)] : [];
  return `${[...blocks, ...remedies, summary(report, paint)].join('\n\n')}\n`;
}

function findingBlock(finding: ReportedFinding, show: Show, paint: Paint): string {
  const severity = paint([...SEVERITY_STYLE[finding.severity]] as Style, finding.severity);
  const parts = Object.entries(finding.parts).map(([name, secret]) => `, ${name} ${visible(show(secret))}`);
  const lines = [
    `${severity}  ${paint('bold', visible(finding.title))}  ${visible(show(finding.secret))}${parts.join('')}${finding.failing ? '' : paint('dim', `  (${whyNotFailing(finding)})`)}`,
    ...finding.places.slice(0, PLACES_SHOWN).map((place) => `  ${placeLine(place, paint)}`),
  ];
  const more = Math.max(0, finding.places.length - PLACES_SHOWN) + finding.placesOmitted;
  if (more > 0) lines.push(paint('dim', `  and ${count(more, 'more place')}${whereListed(finding)}`));
  const frame = finding.places[0]?.frame;
  if (frame && frame.lines.length > 0) lines.push('', ...frameLines(frame, finding.places[0]!, paint), '');
  lines.push(...liveLines(finding, paint));
  lines.push(paint('dim', `  ${finding.confidence} confidence: ${visible(finding.reasons.join('; '))}`));
  lines.push(paint('dim', `  rule ${finding.rule}  fingerprint ${finding.fingerprint}`));
  return lines.join('\n');
}

/** Where the places that are not shown here can be seen. */
function whereListed({ places, placesOmitted }: Finding): string {
  if (placesOmitted === 0) return ' (--format json lists all)';
  if (places.length <= PLACES_SHOWN) return '';
  return ` (--format json lists the first ${places.length.toLocaleString('en-US')})`;
}

function whyNotFailing({ verdict, outcome }: Finding): string {
  if (outcome?.state === 'revoked') return 'revoked';
  return verdict.state === 'dead' ? `dead: ${visible(verdict.because)}` : 'reported only';
}

/** What its provider says of it, and what came of revoking it; nothing where nobody was asked. */
function liveLines({ verdict, outcome }: Finding, paint: Paint): string[] {
  const lines: string[] = [];
  if (verdict.state === 'live') {
    const facts = [
      ownerOf(verdict),
      verdict.scopes.length > 0 ? `may ${listed(verdict.scopes)}` : '',
      verdict.lastUsed === null ? '' : `last used ${visible(verdict.lastUsed)}`,
    ].filter(Boolean);
    const told = [visible(verdict.because), ...facts].join('; ');
    lines.push(`  ${paint(['bold', 'red'], outcome?.state === 'revoked' ? 'was live' : 'LIVE')}: ${told}`);
  } else if (verdict.state === 'unknown' && verdict.why !== 'not-asked') {
    const detail = verdict.detail === undefined ? '' : ` (${visible(verdict.detail)})`;
    lines.push(`  ${paint('yellow', 'not known to be live or dead')}: ${UNSURE[verdict.why]}${detail}`);
  }
  if (outcome) lines.push(...outcomeLines(outcome, paint));
  return lines;
}

/** By name, where it has one, with what tells whose name it is. */
function ownerOf({ owners, names }: Pick<Facts, 'owners' | 'names'>): string {
  if (names.length === 0) return owners.length === 0 ? '' : `of ${listed(owners)}`;
  return `of ${listed(names)}${owners.length === 0 ? '' : ` (id ${listed(owners)})`}`;
}

/** So many of a list are shown. */
const LISTED = 6;

function listed(texts: readonly string[]): string {
  const more = texts.length - LISTED;
  return `${texts.slice(0, LISTED).map(visible).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function outcomeLines(outcome: Outcome, paint: Paint): string[] {
  const undo = 'reversible' in outcome && outcome.reversible ? '; its provider can bring it back' : '';
  switch (outcome.state) {
    case 'revoked':
      return [
        `  ${paint(['bold', 'green'], 'revoked')}: its provider refuses it now, ${outcome.seconds} s after the scan began${undo}`,
      ];
    case 'requested':
      return [
        `  ${paint('yellow', 'asked to be revoked')}: its provider does not refuse it yet; verify it again later${undo}`,
      ];
    case 'planned':
      return [
        `  ${paint('cyan', 'would be revoked')} by:`,
        ...outcome.requests.map((request) => `    ${visible(request)}`),
      ];
    case 'by-hand':
      return [`  ${paint('yellow', 'to be revoked by hand')}: ${visible(outcome.why)}`];
    case 'refused':
      return [`  ${paint('yellow', 'not revoked')}: ${visible(outcome.why)}`];
    case 'failed':
      return [`  ${paint(['bold', 'red'], 'could not be revoked')}: ${visible(outcome.why)}`];
  }
}

/** Where it is, who brought it, and whether it is still there. */
function placeLine(place: Place, paint: Paint): string {
  // A header has no line that anybody would look up.
  const at = place.header === undefined ? `:${place.start.line}:${place.start.column}` : '';
  // What has no name may be an archive all the same.
  const nameless = place.within !== undefined && place.path.startsWith('!/') ? namelessText(place) : '';
  const name = place.path === '' ? '' : nameless + visible(place.path);
  const where = {
    file: (name || namelessText(place)) + at,
    note: `note on ${name}${at}`,
    filename: `the name of ${name}`,
    'commit-message': `${partName(place)} of commit ${short(place.commit)}${at}`,
    'tag-message': `${partName(place)} of ${place.ref === undefined ? `tag object ${short(place.object)}` : visible(place.ref)}${at}`,
  }[place.kind];
  const since = place.commit === '' ? '' : `since ${short(place.commit)}`;
  const by = [place.date.slice(0, 10), visible(place.author)].filter(Boolean).join(', ');
  const state =
    place.commit === ''
      ? ''
      : !place.reachable
        ? 'in no branch or tag'
        : place.present
          ? 'still there'
          : 'removed later, but in the history';
  const facts = [
    place.kind === 'commit-message' ? '' : since,
    by && (since || place.kind.endsWith('message')) ? `(${by})` : '',
    state,
  ].filter(Boolean);
  const tail = [facts.slice(0, 2).join(' '), ...facts.slice(2)].filter(Boolean).join(', ');
  return `${paint('cyan', where)}${tail ? paint('dim', `  ${tail}`) : ''}`;
}

const short = (id: string): string => id.slice(0, 12);

/** A content that has no path. */
function namelessText({ object, ref }: Place): string {
  if (object === '') return 'standard input';
  return `${ref === undefined ? '' : `${visible(ref)}, `}object ${short(object)}`;
}

function frameLines(frame: Frame, place: Place, paint: Paint): string[] {
  const width = String(frame.firstLine + frame.lines.length - 1).length;
  return frame.lines.map((line, index) => {
    const number = frame.firstLine + index;
    const own = number === place.start.line;
    const text = `  ${own ? '>' : ' '} ${String(number).padStart(width)} | ${visibleLine(line)}`.trimEnd();
    return own ? paint('bold', text) : paint('dim', text);
  });
}

/** What to do, once for each kind of credential. */
function remedyBlock(findings: ReportedFinding[], paint: Paint): string {
  const shown = new Set<string>();
  const lines = [paint('bold', 'What to do')];
  const revoked = new Map<string, string | null>();
  for (const { title, remedy, verdict, outcome } of findings) {
    if (outcome?.state === 'revoked') revoked.set(title, remedy.console);
    if (verdict.state === 'dead' || outcome?.state === 'revoked' || shown.has(title)) continue;
    shown.add(title);
    lines.push(`  ${visible(title)}${remedy.console ? `  ${paint('underline', visible(remedy.console))}` : ''}`);
    remedy.steps.forEach((step, index) => {
      lines.push(`    ${index + 1}. ${visible(step)}`);
    });
  }
  for (const [title, console] of revoked) {
    const where = console ? ` at ${paint('underline', visible(console))}` : '';
    lines.push(
      `  ${visible(title)}: it is revoked, and what used it fails now. Make a new one${where}, and put it there.`,
    );
  }
  if (shown.size === 0 && revoked.size === 0) return paint('dim', 'Nothing to do: what was found no longer works.');
  lines.push(
    paint(
      'dim',
      '  Taking a secret out of the newest version is not enough: it stays in the history, and in every clone.',
    ),
    paint(
      'dim',
      '  Not a secret? Write "clawback:allow -- reason" on its line, or its fingerprint into .clawbackignore.',
    ),
  );
  return lines.join('\n');
}

function summary(report: Report, paint: Paint): string {
  const { scan, findings } = report;
  const failing = findings.filter((finding) => finding.failing).length;
  const lines: string[] = [];
  const gaps = scan.skipped.filter((skip) => skip.incomplete);
  for (const skip of gaps.slice(0, SKIPS_SHOWN)) lines.push(paint('yellow', `not scanned: ${skipText(skip)}`));
  if (gaps.length > SKIPS_SHOWN)
    lines.push(paint('yellow', `not scanned: and ${count(gaps.length - SKIPS_SHOWN, 'other thing')}`));
  if (gaps.length > 0) lines.push(paint('dim', NEXT));
  const left = scan.skipped.filter((skip) => !skip.incomplete);
  if (left.length > 0)
    lines.push(
      paint(
        'dim',
        `left out: ${left.map((skip) => `${skip.count === undefined ? '' : `${skip.count} × `}${visible(skip.what)}`).join(', ')}`,
      ),
    );
  for (const note of report.notes) lines.push(paint('dim', visible(note)));
  if (report.suppressed.length > 0) lines.push(paint('dim', suppressedText(report.suppressed)));
  if (report.belowConfidence > 0) {
    lines.push(
      paint(
        'dim',
        `${count(report.belowConfidence, 'match', 'matches')} below ${report.minConfidence} confidence not shown (--min-confidence low shows them)`,
      ),
    );
  }
  const looked = `${count(scan.objects, scan.kind === 'scan' ? 'file' : 'object')}, ${size(scan.bytes)}${scan.commits > 0 ? `, ${count(scan.commits, 'commit')}` : ''}`;
  const time = scan.seconds === null ? '' : ` in ${scan.seconds.toFixed(2)} s`;
  const other = findings.length - failing;
  const found = failing > 0 ? paint(['bold', 'red'], count(failing, 'leak')) : paint(['bold', 'green'], 'no leaks');
  lines.push(
    `${found}${other > 0 ? ` and ${count(other, 'note')}` : ''} in ${looked}${time}${scan.complete ? '' : paint(['bold', 'yellow'], '  INCOMPLETE')}`,
  );
  return lines.join('\n');
}

function skipText(skip: Skip): string {
  return `${skip.count === undefined || skip.count === 1 ? '' : `${skip.count} `}${visible(skip.what)}: ${visible(skip.why)}`;
}

function suppressedText(suppressed: Suppressed[]): string {
  const kinds = new Map<string, number>();
  for (const { by } of suppressed) kinds.set(by, (kinds.get(by) ?? 0) + 1);
  const words = {
    baseline: 'by the baseline',
    'ignore-file': 'by .clawbackignore',
    inline: 'by comments',
    config: 'by the configuration',
  } as const;
  return `silenced: ${[...kinds]
    .sort()
    .map(([by, number]) => `${number} ${words[by as keyof typeof words]}`)
    .join(', ')}`;
}

/** A number and its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
