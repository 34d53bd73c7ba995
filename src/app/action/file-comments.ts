import type { Report, ReportedFinding } from '../../domain/report.ts';
import { readObjects } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import type { FileComment } from '../../github/review.ts';
import { lookupFor, replacedLine, variableName } from '../../report/lookup.ts';
import { code, link, words } from '../../report/markdown/escape.ts';
import { shortFingerprint } from '../../report/markdown/state.ts';
import type { Masker } from '../masker.ts';

/** By which our comments on files are known: one for each category. */
export function filePrefix(category: string): string {
  return `<!-- clawback:file ${Buffer.from(category, 'utf8').toString('base64url')} `;
}

/** What is left of a comment whose leak is gone. */
export function goneText(marker: string): string {
  return `${marker}\n✅ The commits of this pull request do not hold it any more. If it was not revoked yet, do that now.\n`;
}

/**
 * A comment for each leak that stands in a file; on its line, with what to write instead, where that is asked for and
 * can be told.
 */
export async function fileComments(
  repository: Repository,
  report: Report,
  masker: Masker,
  { category, suggest }: { category: string; suggest: boolean },
): Promise<FileComment[]> {
  const comments: FileComment[] = [];
  for (const finding of report.findings) {
    const place = finding.places.find(
      (one) => one.kind === 'file' && one.present && one.pathBytes === undefined && !one.within,
    );
    if (!finding.failing || place === undefined) continue;
    const instead = suggest ? await suggestion(repository, masker, finding, place) : null;
    const marker = `${filePrefix(category)}${shortFingerprint(finding.fingerprint)} -->`;
    const { expression, advice } = lookupFor(place.path, variableName(finding.variables, finding.title));
    const console =
      finding.remedy.console === null ? '' : ` Revoke it in ${link('its console', finding.remedy.console)} first.`;
    const read = expression === null ? '' : ` Read it as ${code(expression)}.`;
    const body = `${marker}\n**${words(finding.title)}** ${code(finding.secret.mask)} in line ${place.start.line}.${console}${read} ${words(advice)}\n`;
    comments.push({
      marker,
      path: place.path,
      line: instead === null ? null : place.start.line,
      body: instead === null ? body : `${body}\n\`\`\`suggestion\n${instead}\n\`\`\`\n`,
    });
  }
  return comments;
}

/** The line with a look-up in the place of the literal; null where it cannot be told, or would show another secret. */
async function suggestion(
  repository: Repository,
  masker: Masker,
  { title, variables }: ReportedFinding,
  place: ReportedFinding['places'][number],
): Promise<string | null> {
  const { start, end, object, path, encodings } = place;
  if (encodings !== undefined || start.line !== end.line) return null;
  for await (const { objects } of readObjects(repository.context, [object])) {
    const line = objects[0] && Buffer.from(objects[0].bytes).toString('utf8').split(/\r?\n/)[start.line - 1];
    if (line === undefined) return null;
    const span = { start: start.column - 1, end: end.column - 1 };
    const instead = replacedLine(path, line, span, variableName(variables, title));
    const safe = instead !== null && !instead.includes('```') && masker.mask(instead) === instead;
    return safe ? instead : null;
  }
  return null;
}
