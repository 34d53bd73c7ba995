import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../../domain/report.ts';
import { attempt, type GitHub } from '../../github/client.ts';
import { uploadSarif } from '../../github/code-scanning.ts';
import { findComment, putComment } from '../../github/comment.ts';
import type { Proposal } from '../../github/event.ts';
import type { FileComment } from '../../github/review.ts';
import { putFileComments } from '../../github/review.ts';
import { type CommentPage, toComment } from '../../report/markdown/comment.ts';
import { type CommentState, marker, readState } from '../../report/markdown/state.ts';
import { toSarif } from '../../report/sarif.ts';
import type { ActionContext } from './context.ts';
import { filePrefix, goneText } from './file-comments.ts';
import type { PageOptions } from './inputs.ts';

/** What was written to GitHub, and what could not be, in words. */
export type Published = { commentId: number | null; before: CommentState | null; warnings: string[] };

/**
 * Writes the comment of a pull request, or writes it anew: one for all runs. Whatever GitHub does not let be done is
 * told, and fails no job.
 */
export async function publishComment(
  github: GitHub,
  proposal: Proposal,
  when: PageOptions['comment'],
  page: Omit<CommentPage, 'before'>,
): Promise<Published> {
  const none: Published = { commentId: null, before: null, warnings: [] };
  const permission = 'pull-requests: write';
  const fork = proposal.fork ? ' (a fork’s run has none to give: see "Forks" in docs/action.md)' : '';
  const found = await attempt('the comments could not be read', permission, () =>
    findComment(github, proposal.number, marker(page.category)),
  );
  if ('failed' in found) return { ...none, warnings: [found.failed + fork] };
  const before = found.value === null ? null : readState(found.value.body);
  const { findings, scan } = page.report;
  const wanted = when === 'always' || findings.length > 0 || !scan.complete || found.value !== null;
  if (!wanted) return { ...none, before };
  if (before !== null && found.value?.byApp === true && before.run > page.run)
    return { commentId: found.value!.id, before, warnings: ['a later run has written the comment already'] };
  const done = await attempt('the comment could not be written', permission, () =>
    putComment(github, proposal.number, found.value, toComment({ ...page, before })),
  );
  if ('failed' in done) return { ...none, before, warnings: [done.failed + fork] };
  return { commentId: done.value, before, warnings: [] };
}

/** Writes the comments on files. */
export async function publishFileComments(
  github: GitHub,
  proposal: Proposal,
  comments: readonly FileComment[],
  { category, complete }: { category: string; complete: boolean },
): Promise<string[]> {
  const done = await attempt('the comments on files could not be written', 'pull-requests: write', () =>
    putFileComments(github, proposal.number, proposal.head, comments, {
      prefix: filePrefix(category),
      // What could not be scanned may hold it still.
      gone: complete ? goneText : null,
    }),
  );
  if ('failed' in done) return [done.failed];
  const { refused } = done.value;
  return refused === 0
    ? []
    : [`GitHub took no comment on ${refused === 1 ? 'a file' : `${refused} files`}: the diff does not show them`];
}

/** Sends the report to code scanning. */
export async function publishSarif(
  github: GitHub,
  { event, ref, sha }: ActionContext,
  proposal: Proposal | null,
  report: Report,
  category: string,
): Promise<string[]> {
  // Code scanning answers 403 or 404 for the refs of a merge queue.
  if (event === 'merge_group') return ['code scanning takes no results of a merge queue: they were not uploaded'];
  // The lines are those of the head, not those of a trial merge.
  const target =
    proposal === null ? { commit: sha, ref } : { commit: proposal.head, ref: `refs/pull/${proposal.number}/head` };
  const sarif = (most: number): string => toSarif(report, (secret) => secret.mask, { category, most });
  const done = await attempt('the results could not be uploaded to code scanning', 'security-events: write', () =>
    uploadSarif(github, { sarif, ...target }, (ms) => delay(ms)),
  );
  if ('failed' in done) return [done.failed];
  const { state, errors, cut } = done.value;
  return [
    ...(state === 'failed' ? [`code scanning refused the results: ${errors.join('; ') || 'it does not say why'}`] : []),
    ...(state === 'pending' ? ['code scanning has not processed the results yet'] : []),
    ...(cut === null
      ? []
      : [`code scanning takes 10 MB: the worst ${cut.toLocaleString('en-US')} results were uploaded`]),
  ];
}
