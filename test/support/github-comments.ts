import { type Answer, type Asked, failed, invalid, paged, refusal } from './github-answers.ts';
import type { Comment, GitHubHere, ReviewComment } from './github-server.ts';

/** The number of a pull request that is there. */
function knownNumber({ here, at }: Asked): number | null {
  const number = Number(at.number);
  const isKnown =
    here.comments.has(number) || here.reviews.has(number) || here.pulls.some((pull) => pull.number === number);
  return isKnown ? number : null;
}

/** Lists of comments run from the oldest to the newest. */
function byId<T extends { id: number }>(items: T[] = []): T[] {
  return items.toSorted((a, b) => a.id - b.id);
}

/** The comments of a pull request, or those on its diff. */
export function listComments(asked: Asked, comments: Map<number, Comment[]>): Answer {
  const number = knownNumber(asked);
  if (number === null) return refusal(404, 'Not Found');
  const list = byId(comments.get(number)).map((comment) => shown(asked, comment));
  return paged(list, asked);
}

/** A comment as it is answered. */
function shown({ here, repository }: Asked, comment: Comment): object {
  const kind = 'path' in comment ? 'pulls' : 'issues';
  return { ...comment, url: `${here.url}/repos/${repository}/${kind}/comments/${comment.id}` };
}

/** A comment below the pull request. */
export function createComment(asked: Asked): Answer {
  const number = knownNumber(asked);
  if (number === null) return refusal(404, 'Not Found');
  const refused = refusedText(asked.fields.body, 'IssueComment');
  if (refused !== null) return refused;
  return stored(asked, asked.here.comments, number, written(asked));
}

/** A comment of ours, with an id that is higher than any other. */
function written({ here, options, fields }: Asked): Comment {
  const { login = 'github-actions[bot]' } = options;
  const all = [...here.comments.values(), ...here.reviews.values()].flat();
  return {
    id: Math.max(1000, ...all.map(({ id }) => id)) + 1,
    body: fields.body as string,
    user: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    author_association: 'NONE',
  };
}

/** The answer to what is created says where it is. */
function stored<T extends Comment>(asked: Asked, comments: Map<number, T[]>, number: number, comment: T): Answer {
  comments.set(number, [...(comments.get(number) ?? []), comment]);
  const body = shown(asked, comment) as { url: string };
  return { status: 201, headers: { location: body.url }, body };
}

/** Whoever may write here may change anybody's comment, too. */
export function updateComment(asked: Asked, comments: Map<number, Comment[]>, resource: string): Answer {
  const comment = [...comments.values()].flat().find(({ id }) => id === Number(asked.at.id));
  if (comment === undefined) return refusal(404, 'Not Found');
  const refused = refusedText(asked.fields.body, resource);
  if (refused !== null) return refused;
  comment.body = asked.fields.body as string;
  return { status: 200, body: shown(asked, comment) };
}

/** Whoever may write here may do away with anybody's comment. */
export function deleteComment({ at }: Asked, comments: Map<number, Comment[]>): Answer {
  for (const [number, list] of comments) {
    const left = list.filter(({ id }) => id !== Number(at.id));
    if (left.length === list.length) continue;
    comments.set(number, left);
    return { status: 204 };
  }
  return refusal(404, 'Not Found');
}

/**
 * 65,536 characters are what GitHub's message says. Comments of up to 262,144 bytes have been measured to be taken,
 * descriptions have not: who keeps to the message is taken everywhere.
 */
function refusedText(text: unknown, resource: string): Answer | null {
  if (typeof text !== 'string') return invalid(`"body" wasn't supplied.`);
  const error = { resource, code: 'unprocessable', field: 'data' };
  if (text.trim() === '') return failed({ ...error, message: 'Body cannot be blank' });
  if ([...text].length <= 65_536) return null;
  return failed({ ...error, message: 'Body is too long (maximum is 65536 characters)' });
}

/** A comment on a line of the diff, or on one of its files. */
export function createReview(asked: Asked): Answer {
  const { here, fields } = asked;
  const number = knownNumber(asked);
  if (number === null) return refusal(404, 'Not Found');
  const missing = ['body', 'commit_id', 'path'].filter((name) => typeof fields[name] !== 'string');
  if (missing.length > 0) return invalid(...missing.map((name) => `"${name}" wasn't supplied.`));
  const isFile = fields.subject_type === 'file';
  if (!isFile && typeof fields.line !== 'number') {
    return invalid('No subschema in "oneOf" matched.', `"line" wasn't supplied.`);
  }
  const comment: ReviewComment = {
    ...written(asked),
    path: fields.path as string,
    line: isFile ? null : (fields.line as number),
    side: isFile ? null : ((fields.side as string | undefined) ?? 'RIGHT'),
    subject_type: isFile ? 'file' : 'line',
    commit_id: fields.commit_id as string,
  };
  const refused = refusedText(comment.body, 'PullRequestReviewComment') ?? refusedPlace(here, number, comment);
  return refused ?? stored(asked, here.reviews, number, comment);
}

/** Where a comment cannot stand. The classic mistake is the id of the merge commit, which a workflow has in `GITHUB_SHA`. */
function refusedPlace(here: GitHubHere, pullNumber: number, comment: ReviewComment): Answer | null {
  const error = (code: string, field: string, message?: string) => ({
    resource: 'PullRequestReviewComment',
    code,
    field: `pull_request_review_thread.${field}`,
    ...(message === undefined ? {} : { message: `pull_request_review_thread.${field} ${message}` }),
  });
  const pull = here.pulls.find(({ number }) => number === pullNumber);
  if (pull !== undefined && pull.head.sha !== comment.commit_id) {
    return failed(error('custom', 'end_commit_oid', 'is not part of the pull request'));
  }
  if (here.diff === null) return null;
  const lines = here.diff.get(comment.path);
  const noHunk = error('missing_field', 'diff_hunk');
  if (lines === undefined) return failed(error('invalid', 'path'), noHunk);
  if (comment.line === null || comment.side === 'LEFT' || lines.has(comment.line)) return null;
  return failed(error('custom', 'line', 'must be part of the diff'), noHunk);
}
