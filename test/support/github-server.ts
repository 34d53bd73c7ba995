import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Answer, refusal } from './github-answers.ts';
import { answerRoute } from './github-routes.ts';

/** A request as it came. */
export type GitHubSeen = {
  method: string;
  /** Without the query, and without `/api/v3`. A page after the first is asked for at `/repositories/<id>`. */
  path: string;
  query: Record<string, string>;
  authorization: string | null;
  /** The body's JSON; null where there is none. */
  body: unknown;
  text: string;
};

export type Comment = {
  id: number;
  body: string;
  user: { login: string; type: 'Bot' | 'User' };
  author_association: string;
};

export type ReviewComment = Comment & {
  path: string;
  line: number | null;
  side: string | null;
  subject_type: 'file' | 'line';
  commit_id: string;
};

export type Pull = {
  number: number;
  state: 'open' | 'closed';
  /** `repo` is null where the fork is gone. */
  head: { sha: string; ref: string; label: string; repo: { full_name: string; id: number } | null };
  base: { sha: string; ref: string; repo: { full_name: string; default_branch: string } };
  user: { login: string };
  author_association: string;
};

export type Sarif = { id: string; body: Record<string, unknown>; sarif: unknown; polls: number };

/** How a request is refused, whatever it asks. Text is sent as HTML, anything else as JSON. */
export type Failure = { status: number; body?: unknown; headers?: Record<string, string> };

/** `path` is matched as `GitHubSeen` has it. `done`: the request is carried out all the same, and then answered so. */
export type FailureRule = Failure & { method?: string; path: RegExp; times?: number; done?: boolean };

export type Permissions = Partial<Record<'pull_requests' | 'security_events' | 'contents', 'write' | 'read' | 'none'>>;

export type GitHubOptions = {
  /** Every other repository is "Not Found", as a private one is to a token that may not see it. Default `acme/app`. */
  repository?: string;
  /** Whoever does not show it is refused. Default: nobody is asked. */
  token?: string;
  /** Default: `write`. No route here asks for `contents`. */
  permissions?: Permissions;
  /** Whom our comments are by. Default `github-actions[bot]`. */
  login?: string;
  /** How every upload ends. Default `complete`. */
  sarifOutcome?: 'complete' | 'failed';
  /** What a failed upload says. */
  sarifErrors?: string[];
};

export type GitHubHere = {
  /** The API's address, as `GITHUB_API_URL` has it on GitHub Enterprise Server. */
  url: string;
  /** Every request, in order. */
  seen: GitHubSeen[];
  /** By the pull request's number; a number that is neither here, nor in `reviews` or `pulls`, is "Not Found". */
  comments: Map<number, Comment[]>;
  reviews: Map<number, ReviewComment[]>;
  pulls: Pull[];
  /** What was uploaded; `sarif` is unpacked and parsed. */
  sarifs: Sarif[];
  /** The lines that may be commented on, by path: of the new side. Null: all of them. */
  diff: Map<string, Set<number>> | null;
  /** The next requests that match are answered so instead. */
  fail(rule: FailureRule): void;
};

/** The limit on what is created in a short time. GitHub does not always say how long to wait. */
export function secondaryRateLimit(seconds: number | null, status: 403 | 429 = 403): Failure {
  return {
    status,
    headers: seconds === null ? {} : { 'retry-after': String(seconds) },
    body: {
      message:
        'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.',
      documentation_url:
        'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
      status: String(status),
    },
  };
}

/** The limit on requests in an hour. @param reset when the next hour begins, in seconds since 1970 */
export function primaryRateLimit(reset: number, status: 403 | 429 = 403): Failure {
  return {
    status,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '1000', 'x-ratelimit-reset': String(reset) },
    body: {
      message: 'API rate limit exceeded for installation.',
      documentation_url: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
      status: String(status),
    },
  };
}

/** What a proxy in front of the API says. */
export const badGateway: Failure = {
  status: 502,
  body: '<!DOCTYPE html>\n<html>\n<head><title>Unicorn! &middot; GitHub</title></head>\n<body></body>\n</html>\n',
};

/** A server on loopback that answers as GitHub's REST API does, as far as the action asks it. */
export async function gitHubHere(options: GitHubOptions = {}): Promise<GitHubHere> {
  const server = createServer();
  const { port } = await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const rules: FailureRule[] = [];
  const here: GitHubHere = {
    url: `http://127.0.0.1:${port}/api/v3`,
    seen: [],
    comments: new Map(),
    reviews: new Map(),
    pulls: [],
    sarifs: [],
    diff: null,
    fail: (rule) => void rules.push({ ...rule }),
  };
  const reset = Math.floor(Date.now() / 1000) + 3600;
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const seen = await read(request);
    here.seen.push(seen);
    const failure = nextFailure(rules, seen);
    const answer = failure === null || failure.done ? answerRequest(here, options, seen, request) : failure;
    send(response, failure ?? answer, rateLimit(here.seen, reset));
  };
  server.on('request', (request, response) => {
    // A client that hangs up must not end the test run; a mistake of ours is to be seen by the client.
    respond(request, response).catch((error) => response.headersSent || response.writeHead(500).end(String(error)));
  });
  return here;
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo)));
}

const PREFIX = '/api/v3';

async function read(request: IncomingMessage): Promise<GitHubSeen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
  return {
    method: request.method!,
    path: pathname.startsWith(`${PREFIX}/`) ? pathname.slice(PREFIX.length) : pathname,
    query: Object.fromEntries(searchParams),
    authorization: request.headers.authorization ?? null,
    body: parsed(text),
    text,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function nextFailure(rules: FailureRule[], seen: GitHubSeen): FailureRule | null {
  const rule = rules.find(
    ({ method, path, times = 1 }) =>
      times > 0 && (method ?? seen.method) === seen.method && seen.path.search(path) >= 0,
  );
  if (rule === undefined) return null;
  rule.times = (rule.times ?? 1) - 1;
  return rule;
}

/** Everything that is looked at before the route itself. */
function answerRequest(here: GitHubHere, options: GitHubOptions, seen: GitHubSeen, request: IncomingMessage): Answer {
  if (!request.url!.startsWith(`${PREFIX}/`)) return refusal(404, 'Not Found');
  return unidentified(request.headers) ?? unauthorized(options.token, seen) ?? answerRoute(here, options, seen);
}

/** `node:http` sends no `User-Agent` of its own, and GitHub turns such clients away. */
function unidentified(headers: IncomingHttpHeaders): Answer | null {
  if (headers['user-agent']) return null;
  const body =
    '\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.\r\n';
  return { status: 403, body };
}

function unauthorized(token: string | undefined, { authorization }: GitHubSeen): Answer | null {
  if (token === undefined) return null;
  if (authorization === null) return refusal(401, 'Requires authentication');
  const shown = /^(?:token|bearer) (.*)$/i.exec(authorization)?.[1];
  return shown === token ? null : refusal(401, 'Bad credentials');
}

/** A job's token may ask 1,000 times an hour; uploads are counted apart. @param seen the last is the one asked */
function rateLimit(seen: GitHubSeen[], reset: number): Record<string, string> {
  const resource = rateResource(seen.at(-1)!);
  const used = seen.filter((one) => rateResource(one) === resource).length;
  return {
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': String(Math.max(0, 1000 - used)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': resource,
  };
}

function rateResource({ method, path }: GitHubSeen): string {
  return method === 'POST' && path.endsWith('/code-scanning/sarifs') ? 'code_scanning_upload' : 'core';
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer, limits: Record<string, string>): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  const content = body === undefined ? {} : { 'content-type': type };
  response.writeHead(status, {
    'x-github-media-type': 'github.v3; format=json',
    ...content,
    ...limits,
    ...headers,
  });
  response.end(body === undefined || isText ? body : JSON.stringify(body));
}
