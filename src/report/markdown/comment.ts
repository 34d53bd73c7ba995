import type { AddedIgnore, Situation } from './advice.ts';
import { falseAlarmText, historyText, ignoresText, stepsFor } from './advice.ts';
import { code, link, words } from './escape.ts';
import { counted, findingsTable, footer, gapsText, type Page } from './page.ts';
import { type CommentState, MOST_TOLD, marker, writeState } from './state.ts';

/** GitHub takes no longer comment (measured in characters; its answer says so: "maximum is 65536 characters"). */
export const MAX_COMMENT = 65_000;
/** So much of it may be the table: what to do has to stand there, too. */
const MAX_TABLE = 50_000;

export type CommentPage = Page & {
  category: string;
  situation: Situation;
  ignores: readonly AddedIgnore[];
  /** The run that writes it, and its page. */
  run: number;
  runUrl: string;
  /** What the comment of an earlier run told. */
  before: CommentState | null;
};

/** The comment on a pull request: leaks, that they are gone, that there are none, or that nobody can tell. */
export function toComment(page: CommentPage): string {
  const whole = wholeComment(page);
  if (whole.length <= MAX_COMMENT) return whole;
  // Names that are nothing but signs take many times their length.
  const many = counted(page.report.findings.length, 'finding');
  return framed(
    page,
    `### 🔑 ${many} in this pull request\n\nThere is more to tell than a comment holds: ${link('the job summary', page.runUrl)} has it.\n\n`,
    [],
  );
}

function wholeComment(page: CommentPage): string {
  const { findings, scan } = page.report;
  if (findings.length > 0) return leaksComment(page);
  if (!scan.complete)
    return framed(
      page,
      `### ⚠️ Clawback could not scan all of this pull request\n\n${gapsText(page.report, 20)}${ignoresText(page.ignores)}`,
      page.before?.told ?? [],
    );
  return (page.before?.told.length ?? 0) > 0
    ? resolvedComment(page)
    : framed(page, `### ✅ No leaks in this pull request\n\n${ignoresText(page.ignores)}`, []);
}

function leaksComment(page: CommentPage): string {
  const { report, situation, verdicts, runUrl } = page;
  const { findings } = report;
  const failing = findings.filter((finding) => finding.failing).length;
  const title =
    failing === 0
      ? `### ℹ️ ${counted(findings.length, 'finding')} in this pull request, none of which fails it`
      : `### 🔑 ${counted(failing, 'leak')} in this pull request`;
  const intro =
    failing === 0
      ? ''
      : `**Treat ${failing === 1 ? 'it' : 'them'} as known.** Whoever can read this repository could copy ${failing === 1 ? 'it' : 'them'} since the push. Revoke first, then clean up.\n\n`;
  const gaps = gapsText(report, 5);
  const ignores = ignoresText(page.ignores);
  const history = historyText(findings, situation);
  const { text, left } = findingsTable(page, MAX_TABLE);
  const more = left === 0 ? '' : `\n…and ${counted(left, 'more')}: ${link('the job summary', runUrl)} lists them.\n`;
  const told = findings.slice(0, MOST_TOLD).map(({ title, secret, places, remedy }) => ({
    title: title.slice(0, 200),
    mask: secret.mask.slice(0, 200),
    path: (places[0]?.path ?? '').slice(0, 300),
    console: remedy.console,
  }));
  const fixed = framed(page, `${title}\n\n${intro}${text}${more}\n${gaps}${ignores}${history}`, told);
  // What is left of the room goes to the steps, and what they leave to the fingerprints.
  const room = MAX_COMMENT - fixed.length;
  const steps = stepsFor(findings, verdicts, Math.max(0, room - 1500));
  const alarm = falseAlarmText(findings, situation.baseRef, Math.max(0, room - steps.length - 1200));
  const heading = steps === '' ? '' : '#### What to do now\n\n';
  return framed(
    page,
    `${title}\n\n${intro}${text}${more}\n${gaps}${ignores}${heading}${steps}${history}${alarm}`,
    told,
  );
}

function resolvedComment(page: CommentPage): string {
  const told = page.before?.told ?? [];
  const rows = told.map(({ title, mask, path, console }) => {
    const where = path === '' ? '' : ` in ${code(path)}`;
    return `- ~~${words(title)} ${code(mask)}${where}~~${console === null ? '' : ` — ${link('console', console)}`}\n`;
  });
  const still =
    '**Was it revoked?** What was pushed once is known: GitHub shows commits that no branch has any more to whoever has their id. If it was not revoked yet, do that now.\n\n';
  return framed(
    page,
    `### ✅ Resolved: the commits of this pull request hold no leaks any more\n\n${rows.join('')}\n${still}${ignoresText(page.ignores)}`,
    told,
  );
}

/** The whole of it, with what it is found by, and what it remembers. */
function framed(page: CommentPage, body: string, told: CommentState['told']): string {
  const state = writeState({
    run: page.run,
    found: page.report.findings.map(({ fingerprint }) => fingerprint),
    told: [...told],
  });
  const commit = page.head === '' ? '' : `, for ${code(page.head.slice(0, 7))}`;
  const run =
    page.runUrl === ''
      ? ''
      : `<sub>${link('This run', page.runUrl)}${commit}${page.category === '' ? '' : `, ${words(page.category)}`}. </sub>`;
  return `${marker(page.category)}\n${state}\n${body}${run}${footer(page)}`;
}
