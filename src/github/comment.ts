import { isOurs } from './author.ts';
import type { GitHub } from './client.ts';

/** A comment of ours from an earlier run. */
export type Found = { id: number; body: string; byApp: boolean };

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
      if (isOurs(comment) && body?.startsWith(marker)) return { id, body, byApp: comment.user?.type === 'Bot' };
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
  const create = async (): Promise<number> => {
    const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
    return data.id;
  };
  if (found === null) return create();
  try {
    if (found.body !== body) await octokit.rest.issues.updateComment({ owner, repo, comment_id: found.id, body });
    return found.id;
  } catch (error) {
    // Another app's: it is left to it.
    if (![403, 404].includes((error as { status?: number }).status ?? 0)) throw error;
    return create();
  }
}
