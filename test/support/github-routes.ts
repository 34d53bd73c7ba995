import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type Answer, type Asked, documented, invalid, paged, REPOSITORY_ID, refusal } from './github-answers.ts';
import { createComment, createReview, deleteComment, listComments, updateComment } from './github-comments.ts';
import type { GitHubHere, GitHubOptions, GitHubSeen, Permissions } from './github-server.ts';

type Route = {
  method: string;
  /** Below the repository; `:name` is one segment. */
  path: string;
  /** Where GitHub documents it, below docs.github.com/rest. */
  docs: string;
  /** What the token must be allowed, as the header of a refusal lists it: one of these. */
  accepted: string;
  answer(asked: Asked): Answer;
};

const ISSUES = 'issues/comments';
const PULLS = 'pulls/pulls';
const REVIEWS = 'pulls/comments';
const SCANNING = 'code-scanning/code-scanning';
const ON_ISSUES = { read: 'issues=read; pull_requests=read', write: 'issues=write; pull_requests=write' };

const ROUTES = [
  route('GET issues/:number/comments', `${ISSUES}#list-issue-comments`, ON_ISSUES.read, (asked) =>
    listComments(asked, asked.here.comments),
  ),
  route('POST issues/:number/comments', `${ISSUES}#create-an-issue-comment`, ON_ISSUES.write, createComment),
  route('PATCH issues/comments/:id', `${ISSUES}#update-an-issue-comment`, ON_ISSUES.write, (asked) =>
    updateComment(asked, asked.here.comments, 'IssueComment'),
  ),
  route('DELETE issues/comments/:id', `${ISSUES}#delete-an-issue-comment`, ON_ISSUES.write, (asked) =>
    deleteComment(asked, asked.here.comments),
  ),
  route('GET pulls', `${PULLS}#list-pull-requests`, 'pull_requests=read', listPulls),
  route('GET pulls/:number', `${PULLS}#get-a-pull-request`, 'pull_requests=read', getPull),
  route(
    'GET commits/:sha/pulls',
    'commits/commits#list-pull-requests-associated-with-a-commit',
    'pull_requests=read',
    pullsOfCommit,
  ),
  route(
    'GET pulls/:number/comments',
    `${REVIEWS}#list-review-comments-on-a-pull-request`,
    'pull_requests=read',
    (asked) => listComments(asked, asked.here.reviews),
  ),
  route(
    'POST pulls/:number/comments',
    `${REVIEWS}#create-a-review-comment-for-a-pull-request`,
    'pull_requests=write',
    createReview,
  ),
  route(
    'PATCH pulls/comments/:id',
    `${REVIEWS}#update-a-review-comment-for-a-pull-request`,
    'pull_requests=write',
    (asked) => updateComment(asked, asked.here.reviews, 'PullRequestReviewComment'),
  ),
  route(
    'DELETE pulls/comments/:id',
    `${REVIEWS}#delete-a-review-comment-for-a-pull-request`,
    'pull_requests=write',
    (asked) => deleteComment(asked, asked.here.reviews),
  ),
  route(
    'POST code-scanning/sarifs',
    `${SCANNING}#upload-an-analysis-as-sarif-data`,
    'security_events=write',
    uploadSarif,
  ),
  route(
    'GET code-scanning/sarifs/:id',
    `${SCANNING}#get-information-about-a-sarif-upload`,
    'security_events=read',
    sarifStatus,
  ),
];

function route(name: string, docs: string, accepted: string, answer: Route['answer']): Route {
  const [method, path] = name.split(' ') as [string, string];
  return { method, path, docs, accepted, answer };
}

/** Answers a request that is let in. */
export function answerRoute(here: GitHubHere, options: GitHubOptions, seen: GitHubSeen): Answer {
  const repository = options.repository ?? 'acme/app';
  const below = belowRepository(seen.path, repository);
  for (const found of below === null ? [] : ROUTES) {
    const at = found.method === seen.method ? matched(found.path, below!) : null;
    if (at === null) continue;
    const fields = (seen.body ?? {}) as Record<string, unknown>;
    const asked = { here, options, seen, repository, below: below!, at, fields };
    const answer = refusedToken(found, options.permissions) ?? refusedBody(seen) ?? found.answer(asked);
    return answer.status < 400 ? answer : documented(answer, found.docs);
  }
  return refusal(404, 'Not Found');
}

/** Reads are refused as in a private repository. */
function refusedToken({ accepted }: Route, permissions: Permissions = {}): Answer | null {
  const isAllowed = accepted.split('; ').some((one) => {
    const [name, level] = one.split('=') as [keyof Permissions | 'issues', string];
    const given = name === 'issues' ? 'none' : (permissions[name] ?? 'write');
    return given === 'write' || given === level;
  });
  if (isAllowed) return null;
  const headers = { 'x-accepted-github-permissions': accepted };
  return { ...refusal(403, 'Resource not accessible by integration'), headers };
}

function refusedBody({ text, body }: GitHubSeen): Answer | null {
  if (text === '') return null;
  if (body === null) return refusal(400, 'Problems parsing JSON');
  return typeof body === 'object' && !Array.isArray(body) ? null : refusal(400, 'Body should be a JSON object');
}

/** A repository answers by its id too. Case does not count in its name. */
function belowRepository(path: string, repository: string): string | null {
  const [, byName, byId, below] = /^\/(?:repos\/([^/]+\/[^/]+)|repositories\/(\d+))\/(.*)$/.exec(path) ?? [];
  const isOurs = byName?.toLowerCase() === repository.toLowerCase() || byId === String(REPOSITORY_ID);
  return isOurs ? below! : null;
}

function matched(pattern: string, below: string): Record<string, string> | null {
  const source = pattern.replace(/:(number|id)/g, '(?<$1>[\\w-]+)').replace(':sha', '(?<sha>[^/]+)');
  const found = new RegExp(`^${source}$`).exec(below);
  if (found === null) return null;
  return Object.fromEntries(
    Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}

/** The newest first. A `head` that is no `owner:branch` filters nothing. */
function listPulls(asked: Asked): Answer {
  const { state = 'open', head, base } = asked.seen.query;
  const found = asked.here.pulls.filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      (!head?.includes(':') || pull.head.label === head) &&
      (base === undefined || pull.base.ref === base),
  );
  return paged(
    found.toSorted((a, b) => b.number - a.number),
    asked,
  );
}

function getPull({ here, at }: Asked): Answer {
  const pull = here.pulls.find(({ number }) => number === Number(at.number));
  return pull === undefined ? refusal(404, 'Not Found') : { status: 200, body: pull };
}

/** A branch's name may stand for the commit. */
function pullsOfCommit(asked: Asked): Answer {
  const { sha } = asked.at;
  return paged(
    asked.here.pulls.filter(({ head }) => head.sha === sha || head.ref === sha),
    asked,
  );
}

const LARGEST_SARIF = 10 * 1024 * 1024;

/** GitHub documents no message for a file that it cannot unpack, nor for one that is too large. */
function uploadSarif({ here, repository, fields }: Asked): Answer {
  const wrong = [
    ...mismatch(fields, 'commit_sha', /^[0-9a-f]{40}$/),
    ...mismatch(fields, 'ref', /^refs\//),
    ...mismatch(fields, 'sarif', /^/),
  ];
  if (wrong.length > 0) return invalid(...wrong);
  const text = fields.sarif as string;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return refusal(400, 'Bad Request');
  const packed = Buffer.from(text, 'base64');
  if (packed.length > LARGEST_SARIF) return refusal(413, 'Payload Too Large');
  try {
    const sarif = JSON.parse(gunzipSync(packed).toString('utf8'));
    const id = randomUUID();
    here.sarifs.push({ id, body: fields, sarif, polls: 0 });
    return { status: 202, body: { id, url: `${here.url}/repos/${repository}/code-scanning/sarifs/${id}` } };
  } catch {
    return refusal(400, 'Bad Request');
  }
}

function mismatch(fields: Record<string, unknown>, name: string, form: RegExp): string[] {
  const value = fields[name];
  if (typeof value !== 'string') return [`"${name}" wasn't supplied.`];
  return form.test(value) ? [] : [`${value} does not match ${form}.`];
}

/** An upload is worked on for a while: whoever asks is told so twice. */
function sarifStatus({ here, options, repository, at }: Asked): Answer {
  const upload = here.sarifs.find(({ id }) => id === at.id);
  if (upload === undefined) return refusal(404, 'Not Found');
  upload.polls += 1;
  if (upload.polls <= 2) return { status: 200, body: { processing_status: 'pending' } };
  if (options.sarifOutcome === 'failed') {
    return { status: 200, body: { processing_status: 'failed', errors: options.sarifErrors ?? [] } };
  }
  const analyses_url = `${here.url}/repos/${repository}/code-scanning/analyses?sarif_id=${upload.id}`;
  return { status: 200, body: { processing_status: 'complete', analyses_url } };
}
