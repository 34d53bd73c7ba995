import type { GitHubHere, GitHubOptions, GitHubSeen } from './github-server.ts';

/** Text is sent as HTML, anything else as JSON, and undefined as no body at all. */
export type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** What a route is asked. */
export type Asked = {
  here: GitHubHere;
  options: GitHubOptions;
  seen: GitHubSeen;
  repository: string;
  /** The path below the repository. */
  below: string;
  /** What the route's `:names` stand for. */
  at: Record<string, string>;
  /** The body, where one is sent. */
  fields: Record<string, unknown>;
};

/** A refusal in the form of all of GitHub's. */
export function refusal(status: number, message: string, more: object = {}): Answer {
  return documented({ status, body: { message, ...more } });
}

/** @param docs where the request is documented, below docs.github.com/rest */
export function documented({ status, headers = {}, body }: Answer, docs = ''): Answer {
  const documentation_url = `https://docs.github.com/rest${docs && `/${docs}`}`;
  return { status, headers, body: { ...(body as object), documentation_url, status: String(status) } };
}

/** What GitHub says of a body that its schema does not allow. */
export function invalid(...lines: string[]): Answer {
  return refusal(422, `Invalid request.\n\n${lines.join('\n')}`);
}

/** What GitHub says of a body that it cannot carry out. */
export function failed(...errors: object[]): Answer {
  return refusal(422, 'Validation Failed', { errors });
}

/** Links to further pages name the repository by its id. */
export const REPOSITORY_ID = 1_300_192;

/**
 * One page, with links to the others in the order and the form of GitHub's. A list of one page has none.
 * https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function paged(items: unknown[], { here, seen, below }: Asked): Answer {
  const size = Math.min(100, positive(seen.query.per_page) ?? 30);
  const page = positive(seen.query.page) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (rel: string, to: number) => {
    const query = new URLSearchParams({ ...seen.query, page: String(to) });
    return `<${here.url}/repositories/${REPOSITORY_ID}/${below}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link('prev', Math.min(page - 1, last))] : []),
    ...(page < last ? [link('next', page + 1)] : []),
    ...(page === last ? [] : [link('last', last)]),
    ...(page > 1 ? [link('first', 1)] : []),
  ];
  const body = items.slice((page - 1) * size, page * size);
  return { status: 200, body, headers: links.length === 0 ? {} : { link: links.join(', ') } };
}

function positive(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : null;
}
