import type { Place } from '../../domain/finding.ts';
import type { Report, ReportedFinding } from '../../domain/report.ts';
import { UNSURE } from '../../domain/verdict.ts';
import { partName } from '../part-name.ts';
import { code, link, shortened, words } from './escape.ts';

/** What the pages on GitHub are made of. */
export type Page = {
  report: Report;
  /** The repository in the web, as `https://github.com/acme/app`. */
  repository: string;
  /** The commit whose files are linked to; empty: each place links to its own. */
  head: string;
  /** Whether verdicts are told: on the page of a fork's pull request they would tell a thief what works. */
  verdicts: boolean;
};

/** A link to a line of a file as a commit has it; the path is hostile, and only ever part of an address. */
export function placeUrl({ repository, head }: Page, place: Place): string | null {
  const commit = place.present && head !== '' ? head : place.commit;
  if (place.kind === 'commit-message') return `${repository}/commit/${place.commit}`;
  if (commit === '' || place.kind !== 'file' || place.pathBytes !== undefined || place.within) return null;
  const path = place.path.split('/').map(encodeURIComponent).join('/');
  return `${repository}/blob/${commit}/${path}#L${place.start.line}`;
}

/** Where it is: `app.py:4`, or what else it stands in. */
export function placeName(place: Place, most: number): string {
  const line = place.header === undefined ? `:${place.start.line}` : '';
  const path = place.path === '' ? place.object.slice(0, 7) || 'standard input' : shortened(place.path, most);
  switch (place.kind) {
    case 'commit-message':
      return `${partName(place)} of commit ${code(place.commit.slice(0, 7))}`;
    case 'tag-message':
      return `${partName(place)} of tag ${code(shortened(place.ref ?? place.object.slice(0, 7), most))}`;
    case 'filename':
      return `the name of ${code(path)}`;
    case 'note':
      return `note on ${code(path)}`;
    case 'file':
      return code(path + line);
  }
}

/** Whether it still stands there, and who brought it. */
export function sinceText(page: Page, place: Place): string {
  if (place.commit === '') return '';
  const commit = link(code(place.commit.slice(0, 7)), `${page.repository}/commit/${place.commit}`);
  return `${commit}${place.present ? '' : ', removed later'}`;
}

/** What is known of whether it works, in a word, and how. */
export function verdictText({ verdict, outcome }: ReportedFinding): { sign: string; word: string; how: string } {
  if (outcome?.state === 'revoked')
    return {
      sign: '🟩',
      word: 'revoked',
      how: `its provider refuses it since ${outcome.seconds} s after the scan began`,
    };
  const done = outcomeText(outcome);
  if (verdict.state === 'live') {
    const owner = [...verdict.names, ...verdict.owners].slice(0, 2);
    const whose = owner.length === 0 ? '' : `; of ${owner.map(words).join(', ')}`;
    return { sign: '🟥', word: 'live', how: `${words(verdict.because)}${whose}${done}` };
  }
  if (verdict.state === 'dead') return { sign: '⬜', word: 'dead', how: `${words(verdict.because)}${done}` };
  const how = verdict.why === 'not-asked' ? 'nobody asked its provider' : UNSURE[verdict.why];
  return { sign: '🟨', word: 'unknown', how: `${how}${done}` };
}

function outcomeText(outcome: ReportedFinding['outcome']): string {
  switch (outcome?.state) {
    case undefined:
    case 'revoked':
      return '';
    case 'requested':
      return '; it was asked to be revoked, and is not refused yet';
    case 'planned':
      return '; a dry run would have revoked it';
    case 'by-hand':
      return `; to be revoked by hand: ${words(outcome.why)}`;
    case 'refused':
      return `; not revoked: ${words(outcome.why)}`;
    case 'failed':
      return `; it could not be revoked: ${words(outcome.why)}`;
  }
}

/** The findings as a table: as much of each as fits, and every one of them if that is possible. */
export function findingsTable(page: Page, most: number): { text: string; left: number } {
  const { findings } = page.report;
  const head = page.verdicts
    ? '| | What | Where | Since | Does it work? |\n|---|---|---|---|---|\n'
    : '| What | Where | Since |\n|---|---|---|\n';
  const wide = findings.map((finding) => wideRow(page, finding));
  if (sizeOf(wide) <= most - head.length) return { text: head + wide.join(''), left: 0 };
  const narrowHead = page.verdicts ? '| | What | Where |\n|---|---|---|\n' : '| What | Where |\n|---|---|\n';
  let rows: string[] = [];
  for (const width of [60, 36, 20]) {
    rows = findings.map((finding) => narrowRow(page, finding, width));
    if (sizeOf(rows) <= most - narrowHead.length) return { text: narrowHead + rows.join(''), left: 0 };
  }
  const kept = firstOf(rows, most - narrowHead.length);
  return { text: narrowHead + kept.join(''), left: rows.length - kept.length };
}

/** As many of the first rows as fit. */
export function firstOf(rows: readonly string[], most: number): string[] {
  let size = 0;
  const end = rows.findIndex((row) => {
    size += row.length;
    return size > most;
  });
  return rows.slice(0, end < 0 ? rows.length : end);
}

const sizeOf = (rows: readonly string[]): number => rows.reduce((sum, row) => sum + row.length, 0);

function wideRow(page: Page, finding: ReportedFinding): string {
  const place = finding.places[0]!;
  const url = placeUrl(page, place);
  const name = placeName(place, 200);
  const more = finding.places.length + finding.placesOmitted - 1;
  const where = `${url === null ? name : link(name, url)}${more > 0 ? ` and ${more} more` : ''}`;
  const what = `${words(finding.title)} ${code(finding.secret.mask)}`;
  if (!page.verdicts) return `| ${what} | ${where} | ${sinceText(page, place)} |\n`;
  const { sign, word, how } = verdictText(finding);
  return `| ${sign} | ${what} | ${where} | ${sinceText(page, place)} | **${word}**: ${how} |\n`;
}

function narrowRow(page: Page, finding: ReportedFinding, width: number): string {
  const title = words(shortened(finding.title, width));
  const what = `${title} ${words(shortened(finding.secret.mask, 16))}`;
  const where = placeName(finding.places[0]!, width);
  return page.verdicts ? `|${verdictText(finding).sign}|${what}|${where}|\n` : `|${what}|${where}|\n`;
}

/** What could not be scanned, so that nobody takes a list for a whole one. */
export function gapsText({ scan }: Report, most: number): string {
  const gaps = scan.skipped.filter(({ incomplete }) => incomplete);
  if (gaps.length === 0) return '';
  const rows = gaps.slice(0, most).map(({ what, why, count }) => {
    const many = count === undefined || count === 1 ? '' : `${count} `;
    return `- ${many}${code(shortened(what, 200))}: ${words(shortened(why, 300))}\n`;
  });
  const more = gaps.length > most ? `- and ${gaps.length - most} more\n` : '';
  return `> [!WARNING]\n> **This scan is incomplete**: what it could not see may hold leaks.\n\n${rows.join('')}${more}\n`;
}

/** So many, and the noun for it. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** A part of a page that opens by a click. */
export function details(summary: string, body: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n\n${body.trimEnd()}\n\n</details>\n\n`;
}

/** What was looked at, in small letters at the end. */
export function footer({ report }: Page): string {
  const { scan, tool, suppressed, belowConfidence } = report;
  const facts = [
    scan.commits > 0 ? counted(scan.commits, 'commit') : '',
    counted(scan.objects, scan.kind === 'scan' ? 'file' : 'object'),
    suppressed.length > 0 ? `${suppressed.length} silenced` : '',
    belowConfidence > 0 ? `${belowConfidence} below ${report.minConfidence} confidence` : '',
  ].filter(Boolean);
  return `<sub>Clawback ${words(tool.version)} looked at ${facts.join(', ')}. Secrets are never shown.</sub>\n`;
}
