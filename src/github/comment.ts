import { isOurs } from './author.ts';
import type { GitHub } from './client.ts';

/** A comment of ours from an earlier run. */
export type Found = { id: number; body: string };

/**
 * Finds the comment that begins with a marker: the oldest by an app, or by somebody who may write. Whoever else puts
 * the marker into a comment of their own is not heard.
 */
export async function findComment(
  { octokit, owner, repo }: GitHub,
  number: number,
  marker: string,
): Promise<Found | null> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  for await (const { data } of pages) {
    for (const comment of data) {
      const { id, body } = comment;
      if (isOurs(comment) && body?.startsWith(marker)) return { id, body };
    }
  }
  return null;
}

/** Writes the comment, or anew what is there; gives its id. One that says the same already is left alone. */
export async function putComment(
  { octokit, owner, repo }: GitHub,
  number: number,
  found: Found | null,
  body: string,
): Promise<number> {
  if (found === null) {
    const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
    return data.id;
  }
  if (found.body !== body) await octokit.rest.issues.updateComment({ owner, repo, comment_id: found.id, body });
  return found.id;
}
