import type { ReportedFinding } from '../../domain/report.ts';
import type { AddedIgnore, Situation } from './advice.ts';
import { falseAlarmText, historyText, ignoresText, stepsFor } from './advice.ts';
import { code, words } from './escape.ts';
import { counted, findingsTable, footer, gapsText, type Page, verdictText } from './page.ts';

/** A runner drops a summary over 1 MiB, in bytes; an emoji takes four. */
const MAX_SUMMARY = 900_000;
const MAX_TABLE = 600_000;

export type SummaryPage = Page & { situation: Situation; ignores: readonly AddedIgnore[]; notes: readonly string[] };

/** The summary of the job: everything that the comment has, with the whole table and a picture. */
export function toSummary(page: SummaryPage): string {
  const { report, situation } = page;
  const { findings, scan } = report;
  const failing = findings.filter((finding) => finding.failing).length;
  const other = findings.length - failing;
  const title =
    findings.length === 0
      ? scan.complete
        ? '## ✅ Clawback found no leaks'
        : '## ⚠️ Clawback could not scan everything'
      : `## 🔑 Clawback found ${counted(failing, 'leak')}${other > 0 ? ` and ${counted(other, 'note')}` : ''}`;
  const notes = [...page.notes, ...report.notes].map((note) => `- ${words(note)}\n`).join('');
  const head = `${title}\n\n${gapsText(report, 100)}`;
  const tail = `${ignoresText(page.ignores)}${notes}\n${footer(page)}`;
  if (findings.length === 0) return bounded(head + tail);
  const { text, left } = findingsTable(page, MAX_TABLE);
  const more = left === 0 ? '' : `\n…and ${counted(left, 'more')}: the SARIF file and the outputs have them.\n`;
  const picture = page.verdicts ? `${pictureOf(findings)}\n` : '';
  const steps = stepsFor(findings, page.verdicts, 200_000);
  const heading = steps === '' ? '' : '### What to do now\n\n';
  const alarm = falseAlarmText(findings, situation.baseRef, 60_000);
  return bounded(
    `${head}${picture}${text}${more}\n${heading}${steps}${historyText(findings, situation)}${alarm}${tail}`,
  );
}

/** A cut is better than nothing at all, which a page over the limit would come to. */
function bounded(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= MAX_SUMMARY) return text;
  const cut = bytes.subarray(0, MAX_SUMMARY).toString('utf8');
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\n</details>\n\n…and more than a summary holds.\n`;
}

/** The longest row of the picture, in squares. */
const SQUARES = 24;
const MOST_ROWS = 12;
const SIGNS = ['🟥', '🟨', '🟩', '⬜'] as const;
const MEANING = { '🟥': 'live', '🟨': 'unknown', '🟩': 'revoked', '⬜': 'dead' } as const;

/** How many findings there are of each provider, by verdict: a bar chart of squares, which every screen can show. */
export function pictureOf(findings: readonly ReportedFinding[]): string {
  const providers = new Map<string, Map<string, number>>();
  for (const finding of findings) {
    const signs = providers.get(finding.provider) ?? new Map<string, number>();
    providers.set(finding.provider, signs);
    const { sign } = verdictText(finding);
    signs.set(sign, (signs.get(sign) ?? 0) + 1);
  }
  const total = (signs: Map<string, number>): number => [...signs.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...providers].sort(([a, one], [b, two]) => total(two) - total(one) || (a < b ? -1 : 1));
  const most = Math.max(...sorted.map(([, signs]) => total(signs)));
  const unit = Math.max(1, Math.ceil(most / SQUARES));
  const rows = sorted.slice(0, MOST_ROWS).map(([provider, signs]) => {
    const bar = SIGNS.map((sign) => sign.repeat(Math.ceil((signs.get(sign) ?? 0) / unit))).join('');
    return `| ${code(provider)} | ${bar} | ${total(signs)} |\n`;
  });
  const hidden = sorted.slice(MOST_ROWS);
  if (hidden.length > 0)
    rows.push(
      `| ${counted(hidden.length, 'other')} | | ${hidden.reduce((sum, [, signs]) => sum + total(signs), 0)} |\n`,
    );
  const legend = SIGNS.map((sign) => `${sign} ${MEANING[sign]}`).join('  ');
  return `| provider | findings | |\n|---|---|---|\n${rows.join('')}\n<sub>${legend}${unit > 1 ? `, a square for up to ${unit}` : ''}</sub>\n`;
}
