/** Who may push to the repository, as GitHub tells it of an author. */
export const WRITERS: readonly string[] = ['OWNER', 'MEMBER', 'COLLABORATOR'];

/**
 * Whether a comment may be one of ours: by an app, or by somebody who may write, and could change ours anyway. What
 * anybody else writes, with our marker in it, is not heard.
 */
export function isOurs({
  user,
  author_association: role,
}: {
  user: { type: string } | null;
  author_association: string;
}): boolean {
  return user?.type === 'Bot' || WRITERS.includes(role);
}
