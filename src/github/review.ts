import { isOurs } from './author.ts';
import type { GitHub } from './client.ts';

/** A comment for a file of the pull request; on a line, or on the file as a whole. */
export type FileComment = { marker: string; path: string; line: number | null; body: string };

/** More would be a flood: the comment on the pull request has them all. */
const MOST = 30;

type Known = { id: number; body: string };

/**
 * Writes what is new, and marks what is gone. A line that GitHub does not take (it lies outside of the diff) gets its
 * comment on the file.
 *
 * @param prefix what the markers of all such comments begin with
 * @param gone what to write for a marker that is no longer among the comments; null: nobody can tell what is gone
 * @returns how many were written, and how many could not be
 */
export async function putFileComments(
  { octokit, owner, repo }: GitHub,
  number: number,
  commit: string,
  comments: readonly FileComment[],
  { prefix, gone }: { prefix: string; gone: ((marker: string) => string) | null },
): Promise<{ written: number; refused: number }> {
  const known = new Map<string, Known>();
  const pages = octokit.paginate.iterator(octokit.rest.pulls.listReviewComments, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const comment of data) {
      const { id, body } = comment;
      if (!isOurs(comment)) continue;
      const marker = body.split('\n', 1)[0]!;
      if (marker.startsWith(prefix)) known.set(marker, { id, body });
    }
  }
  let written = 0;
  let refused = 0;
  const create = async ({ path, body }: FileComment, line: number | null): Promise<boolean> => {
    const where = line === null ? { subject_type: 'file' as const } : { line, side: 'RIGHT' as const };
    try {
      await octokit.rest.pulls.createReviewComment({
        owner,
        repo,
        pull_number: number,
        commit_id: commit,
        path,
        body,
        ...where,
      });
      return true;
    } catch (error) {
      if ((error as { status?: number }).status !== 422) throw error;
      return false;
    }
  };
  for (const comment of comments.filter(({ marker }) => !known.has(marker)).slice(0, MOST)) {
    const done =
      (comment.line !== null && (await create(comment, comment.line))) ||
      (await create({ ...comment, body: comment.body.replace(/\n```suggestion\n[\s\S]*$/, '\n') }, null));
    if (done) written += 1;
    else refused += 1;
  }
  const current = new Set(comments.map(({ marker }) => marker));
  for (const [marker, { id, body }] of gone === null ? [] : known) {
    const text = gone!(marker);
    if (!current.has(marker) && body !== text)
      await octokit.rest.pulls.updateReviewComment({ owner, repo, comment_id: id, body: text });
  }
  return { written, refused };
}
