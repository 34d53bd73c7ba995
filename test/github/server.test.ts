import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  badGateway,
  type Comment,
  type GitHubHere,
  gitHubHere,
  type Pull,
  primaryRateLimit,
  secondaryRateLimit,
} from '../support/github-server.ts';

const HEAD = 'b'.repeat(40);
const COMMENTS = '/repos/acme/app/issues/7/comments';
const REVIEWS = '/repos/acme/app/pulls/7/comments';
const SARIFS = '/repos/acme/app/code-scanning/sarifs';

/** What the tests look at in a body, whichever route it is of. */
type Body = Comment & { url: string; message: string; errors: { message: string }[] };

type Answered = { status: number; headers: Headers; body: Body; list: { id: number; number: number }[] };

/** Asks as any client would; an absolute address is taken as it is. */
async function ask(
  here: GitHubHere,
  asked: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const [method, path] = asked.split(' ') as [string, string];
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(path.startsWith('http') ? path : here.url + path, { method, headers, ...sent });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const read = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: read, list: read };
}

function pull(number: number, more: Partial<Pull> = {}): Pull {
  return {
    number,
    state: 'open',
    head: { sha: HEAD, ref: 'topic', label: 'acme:topic', repo: { full_name: 'acme/app', id: 1 } },
    base: { sha: 'a'.repeat(40), ref: 'main', repo: { full_name: 'acme/app', default_branch: 'main' } },
    user: { login: 'ada' },
    author_association: 'MEMBER',
    ...more,
  };
}

function strangers(count: number): Comment[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    body: `comment ${index + 1}`,
    user: { login: 'eve', type: 'User' as const },
    author_association: 'NONE',
  }));
}

/** The links of a list, by what they lead to. */
function links({ headers }: Answered): Record<string, string> {
  const found = (headers.get('link') ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g);
  return Object.fromEntries([...found].map(([, url, rel]) => [rel!, url!]));
}

const packed = (sarif: unknown) => gzipSync(JSON.stringify(sarif)).toString('base64');

describe('the comments of a pull request', () => {
  it('come in pages: 30 if nothing is said, 100 at most', async () => {
    const here = await gitHubHere();
    here.comments.set(7, strangers(130));

    expect((await ask(here, `GET ${COMMENTS}`)).body).toHaveLength(30);
    const first = await ask(here, `GET ${COMMENTS}?per_page=500`);
    expect(first.body).toHaveLength(100);

    const further = `${here.url}/repositories/1300192/issues/7/comments?per_page=500`;
    expect(first.headers.get('link')).toBe(`<${further}&page=2>; rel="next", <${further}&page=2>; rel="last"`);
    const second = await ask(here, `GET ${links(first).next}`);
    expect(second.list.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => index + 101));
    expect(second.headers.get('link')).toBe(`<${further}&page=1>; rel="prev", <${further}&page=1>; rel="first"`);
    expect(here.seen.at(-1)).toMatchObject({
      method: 'GET',
      path: '/repositories/1300192/issues/7/comments',
      query: { per_page: '500', page: '2' },
      body: null,
    });
  });

  it('lead both ways from a page in the middle, and nowhere from a single one', async () => {
    const here = await gitHubHere();
    here.comments.set(7, strangers(130));
    const middle = await ask(here, `GET ${COMMENTS}?page=3`);
    expect(Object.keys(links(middle))).toEqual(['prev', 'next', 'last', 'first']);
    expect(links(middle).last).toMatch(/page=5$/);
    const past = await ask(here, `GET ${COMMENTS}?page=9`);
    expect(past.body).toEqual([]);
    expect(links(past).next).toBeUndefined();
    here.comments.set(7, strangers(30));
    expect((await ask(here, `GET ${COMMENTS}`)).headers.has('link')).toBe(false);
  });

  it('are created, changed and deleted', async () => {
    const here = await gitHubHere();
    here.comments.set(7, strangers(2));
    const created = await ask(here, `POST ${COMMENTS}`, { body: 'ours' });
    expect(created).toMatchObject({
      status: 201,
      body: { body: 'ours', user: { login: 'github-actions[bot]', type: 'Bot' } },
    });
    expect(created.headers.get('location')).toBe(created.body.url);

    const changed = await ask(here, `PATCH ${created.body.url}`, { body: 'ours, again' });
    expect(changed).toMatchObject({ status: 200, body: { id: created.body.id, body: 'ours, again' } });
    expect(here.comments.get(7)!.map(({ body }) => body)).toEqual(['comment 1', 'comment 2', 'ours, again']);

    expect(await ask(here, `DELETE ${created.body.url}`)).toMatchObject({ status: 204, body: '' });
    expect(here.comments.get(7)).toHaveLength(2);
    expect((await ask(here, `DELETE ${created.body.url}`)).status).toBe(404);
    expect((await ask(here, `PATCH ${created.body.url}`, { body: 'x' })).status).toBe(404);
  });

  it('are by whom the test says', async () => {
    const here = await gitHubHere({ login: 'ada' });
    here.pulls.push(pull(7));
    expect((await ask(here, `POST ${COMMENTS}`, { body: 'x' })).body.user).toEqual({ login: 'ada', type: 'User' });
  });

  it('have 65,536 characters at most, of however many bytes', async () => {
    const here = await gitHubHere();
    here.comments.set(7, []);
    const { body } = await ask(here, `POST ${COMMENTS}`, { body: '🌈'.repeat(65_536) });
    const tooLong = { body: 'x'.repeat(65_537) };
    const expected = {
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [
          {
            resource: 'IssueComment',
            code: 'unprocessable',
            field: 'data',
            message: 'Body is too long (maximum is 65536 characters)',
          },
        ],
        documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
        status: '422',
      },
    };
    expect(await ask(here, `POST ${COMMENTS}`, tooLong)).toMatchObject(expected);
    expect((await ask(here, `PATCH ${body.url}`, tooLong)).status).toBe(422);
    expect((await ask(here, `POST ${COMMENTS}`, { body: ' ' })).body.errors[0]!.message).toBe('Body cannot be blank');
    expect((await ask(here, `POST ${COMMENTS}`, {})).body.message).toBe('Invalid request.\n\n"body" wasn\'t supplied.');
    expect(here.comments.get(7)).toHaveLength(1);
  });

  it('are a JSON object', async () => {
    const here = await gitHubHere();
    here.comments.set(7, []);
    expect(await ask(here, `POST ${COMMENTS}`, '{"body"')).toMatchObject({
      status: 400,
      body: { message: 'Problems parsing JSON' },
    });
    expect(await ask(here, `POST ${COMMENTS}`, '[]')).toMatchObject({
      status: 400,
      body: { message: 'Body should be a JSON object' },
    });
  });
});

describe('pull requests', () => {
  const fork = { sha: 'c'.repeat(40), ref: 'topic', label: 'eve:topic', repo: null };

  it('are listed by state, head and base, the newest first', async () => {
    const here = await gitHubHere();
    here.pulls.push(pull(7), pull(8, { head: fork }), pull(9, { state: 'closed' }));
    const numbers = async (query: string) => {
      const { list } = await ask(here, `GET /repos/acme/app/pulls${query}`);
      return list.map(({ number }) => number);
    };
    expect(await numbers('')).toEqual([8, 7]);
    expect(await numbers('?state=all')).toEqual([9, 8, 7]);
    expect(await numbers('?state=closed')).toEqual([9]);
    expect(await numbers('?head=eve:topic')).toEqual([8]);
    expect(await numbers('?head=topic')).toEqual([8, 7]);
    expect(await numbers('?base=release')).toEqual([]);
    expect(await numbers('?per_page=1&page=2')).toEqual([7]);
  });

  it('are found by number and by commit', async () => {
    const here = await gitHubHere();
    here.pulls.push(pull(7), pull(8, { head: fork }));
    expect((await ask(here, 'GET /repos/Acme/App/pulls/8')).body).toEqual(here.pulls[1]);
    expect((await ask(here, 'GET /repos/acme/app/pulls/70')).status).toBe(404);
    expect((await ask(here, `GET /repos/acme/app/commits/${fork.sha}/pulls`)).body).toEqual([here.pulls[1]]);
    expect((await ask(here, `GET /repos/acme/app/commits/${'d'.repeat(40)}/pulls`)).body).toEqual([]);
  });
});

describe('the comments on a diff', () => {
  const line = { body: 'look', commit_id: HEAD, path: 'src/a.ts', line: 3, side: 'RIGHT' };
  const file = { body: 'look', commit_id: HEAD, path: 'src/a.ts', subject_type: 'file' };

  it('stand on a line or on a file', async () => {
    const here = await gitHubHere();
    here.pulls.push(pull(7));
    const created = await ask(here, `POST ${REVIEWS}`, line);
    expect(created).toMatchObject({ status: 201, body: { ...line, subject_type: 'line' } });
    expect(await ask(here, `POST ${REVIEWS}`, file)).toMatchObject({ status: 201, body: { line: null, side: null } });
    expect((await ask(here, `GET ${REVIEWS}`)).body).toHaveLength(2);
    expect((await ask(here, `PATCH ${created.body.url}`, { body: 'again' })).body.body).toBe('again');
    expect((await ask(here, `DELETE ${created.body.url}`)).status).toBe(204);
    expect(here.reviews.get(7)).toMatchObject([{ subject_type: 'file' }]);
  });

  it('stand nowhere but in the diff', async () => {
    const here = await gitHubHere();
    here.pulls.push(pull(7));
    here.diff = new Map([['src/a.ts', new Set([3])]]);
    expect((await ask(here, `POST ${REVIEWS}`, line)).status).toBe(201);
    expect((await ask(here, `POST ${REVIEWS}`, file)).status).toBe(201);

    const elsewhere = await ask(here, `POST ${REVIEWS}`, { ...line, line: 4 });
    expect(elsewhere).toMatchObject({
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [
          {
            resource: 'PullRequestReviewComment',
            code: 'custom',
            field: 'pull_request_review_thread.line',
            message: 'pull_request_review_thread.line must be part of the diff',
          },
          {
            resource: 'PullRequestReviewComment',
            code: 'missing_field',
            field: 'pull_request_review_thread.diff_hunk',
          },
        ],
      },
    });
    const otherFile = await ask(here, `POST ${REVIEWS}`, { ...file, path: 'src/b.ts' });
    expect(otherFile).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'invalid', field: 'pull_request_review_thread.path' }, {}] },
    });
    expect(here.reviews.get(7)).toHaveLength(2);
  });

  it('stand on the head, not on the merge commit', async () => {
    const here = await gitHubHere();
    here.pulls.push(pull(7));
    expect(await ask(here, `POST ${REVIEWS}`, { ...line, commit_id: 'e'.repeat(40) })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'pull_request_review_thread.end_commit_oid', code: 'custom' }] },
    });
  });

  it('need all that says where they stand', async () => {
    const here = await gitHubHere();
    here.pulls.push(pull(7));
    const { line: _, ...without } = line;
    expect((await ask(here, `POST ${REVIEWS}`, without)).body.message).toContain(`"line" wasn't supplied.`);
    expect((await ask(here, `POST ${REVIEWS}`, { body: 'x' })).body.message).toContain(`"commit_id" wasn't supplied.`);
  });
});

describe('uploads to code scanning', () => {
  const sarif = { version: '2.1.0', runs: [] };
  const upload = { commit_sha: HEAD, ref: 'refs/pull/7/merge', sarif: packed(sarif) };

  it('are worked on for a while, and are complete then', async () => {
    const here = await gitHubHere();
    const { status, body } = await ask(here, `POST ${SARIFS}`, { ...upload, tool_name: 'clawback' });
    expect(status).toBe(202);
    expect(body.url).toBe(`${here.url}${SARIFS}/${body.id}`);
    expect(here.sarifs).toEqual([{ id: body.id, body: { ...upload, tool_name: 'clawback' }, sarif, polls: 0 }]);

    for (let poll = 0; poll < 2; poll += 1) {
      expect(await ask(here, `GET ${body.url}`)).toMatchObject({ status: 200, body: { processing_status: 'pending' } });
    }
    expect((await ask(here, `GET ${body.url}`)).body).toEqual({
      processing_status: 'complete',
      analyses_url: `${here.url}/repos/acme/app/code-scanning/analyses?sarif_id=${body.id}`,
    });
    expect(here.sarifs[0]!.polls).toBe(3);
    expect((await ask(here, `GET ${SARIFS}/none`)).status).toBe(404);
  });

  it('may fail', async () => {
    const here = await gitHubHere({ sarifOutcome: 'failed', sarifErrors: ['expected artifact location'] });
    const { body } = await ask(here, `POST ${SARIFS}`, upload);
    await ask(here, `GET ${body.url}`);
    await ask(here, `GET ${body.url}`);
    const expected = { processing_status: 'failed', errors: ['expected artifact location'] };
    expect((await ask(here, `GET ${body.url}`)).body).toEqual(expected);
  });

  it.each([
    ['a short commit', { commit_sha: 'abc' }, 422],
    ['no ref in full', { ref: 'main' }, 422],
    ['no file', { sarif: 1 }, 422],
    ['a file that is not Base64', { sarif: '{}' }, 400],
    ['a file that is not packed', { sarif: Buffer.from('{}').toString('base64') }, 400],
    ['a packed file that is not JSON', { sarif: gzipSync('{').toString('base64') }, 400],
    ['more than 10 MB', { sarif: Buffer.alloc(10 * 1024 * 1024 + 1).toString('base64') }, 413],
  ])('are refused: %s', async (_, wrong, status) => {
    const here = await gitHubHere();
    expect((await ask(here, `POST ${SARIFS}`, { ...upload, ...wrong })).status).toBe(status);
    expect(here.sarifs).toEqual([]);
  });
});

describe('who is let in', () => {
  it('whoever shows the token', async () => {
    const here = await gitHubHere({ token: 'made-up' });
    here.comments.set(7, []);
    const as = (authorization: string) => ask(here, `GET ${COMMENTS}`, undefined, { authorization });
    expect((await as('Bearer made-up')).status).toBe(200);
    expect((await as('token made-up')).status).toBe(200);
    expect(await as('Bearer other')).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
    expect((await ask(here, `GET ${COMMENTS}`)).body.message).toBe('Requires authentication');
    expect(here.seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer made-up',
      'token made-up',
      'Bearer other',
      null,
    ]);
  });

  it('whoever says what it is', async () => {
    const here = await gitHubHere();
    const status = await new Promise((resolve) => {
      const sent = request(`${here.url}/repos/acme/app/pulls`, (response) => resolve(response.resume().statusCode));
      sent.end();
    });
    expect(status).toBe(403);
  });

  it.each([
    [`POST ${COMMENTS}`, { pull_requests: 'read' }, 'issues=write; pull_requests=write'],
    [`GET ${COMMENTS}`, { pull_requests: 'none' }, 'issues=read; pull_requests=read'],
    [`POST ${REVIEWS}`, { pull_requests: 'read' }, 'pull_requests=write'],
    [`POST ${SARIFS}`, { security_events: 'read' }, 'security_events=write'],
    [`GET ${SARIFS}/x`, { security_events: 'none' }, 'security_events=read'],
  ] as const)('whoever may: %s with %j may not', async (asked, permissions, accepted) => {
    const here = await gitHubHere({ permissions });
    here.comments.set(7, []);
    const answered = await ask(here, asked, asked.startsWith('POST') ? { body: 'x' } : undefined);
    expect(answered).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration', status: '403' },
    });
    expect(answered.headers.get('x-accepted-github-permissions')).toBe(accepted);
    expect(here.comments.get(7)).toEqual([]);
  });

  it('reading is enough to read', async () => {
    const here = await gitHubHere({ permissions: { pull_requests: 'read' } });
    here.comments.set(7, []);
    expect((await ask(here, `GET ${COMMENTS}`)).status).toBe(200);
  });

  it.each([
    'GET /repos/acme/other/pulls',
    'GET /repositories/1/pulls',
    'GET /repos/acme/app/issues/8/comments',
    'GET /repos/acme/app/issues/7/comments/',
    'GET /rate_limit',
    'PUT /repos/acme/app/pulls/7/merge',
  ])('nothing else is found: %s', async (asked) => {
    const here = await gitHubHere();
    here.pulls.push(pull(7));
    expect(await ask(here, asked)).toMatchObject({ status: 404, body: { message: 'Not Found', status: '404' } });
  });
});

describe('what goes wrong', () => {
  it('a proxy fails once, or as often as the test says', async () => {
    const here = await gitHubHere();
    here.comments.set(7, []);
    here.fail({ method: 'POST', path: /\/issues\/7\/comments$/, times: 2, ...badGateway });
    expect((await ask(here, `GET ${COMMENTS}`)).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      const failed = await ask(here, `POST ${COMMENTS}`, { body: 'x' });
      expect(failed).toMatchObject({ status: 502, body: expect.stringContaining('<!DOCTYPE html>') });
      expect(failed.headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
    expect(here.comments.get(7)).toEqual([]);
    expect((await ask(here, `POST ${COMMENTS}`, { body: 'x' })).status).toBe(201);
    expect(here.seen).toHaveLength(4);
  });

  it('a proxy fails after the comment is there', async () => {
    const here = await gitHubHere();
    here.comments.set(7, []);
    here.fail({ path: /comments/, done: true, ...badGateway });
    expect((await ask(here, `POST ${COMMENTS}`, { body: 'x' })).status).toBe(502);
    expect(here.comments.get(7)).toMatchObject([{ body: 'x' }]);
  });

  it('too much is created at once', async () => {
    const here = await gitHubHere();
    here.comments.set(7, []);
    here.fail({ path: /comments/, ...secondaryRateLimit(30) });
    here.fail({ path: /comments/, ...secondaryRateLimit(null, 429) });
    const first = await ask(here, `POST ${COMMENTS}`, { body: 'x' });
    expect(first).toMatchObject({ status: 403, body: { message: expect.stringContaining('secondary rate limit') } });
    expect(first.headers.get('retry-after')).toBe('30');
    const second = await ask(here, `POST ${COMMENTS}`, { body: 'x' });
    expect(second.status).toBe(429);
    expect(second.headers.has('retry-after')).toBe(false);
  });

  it('the hour is used up', async () => {
    const here = await gitHubHere();
    here.fail({ path: /pulls$/, ...primaryRateLimit(1_700_000_000) });
    const { status, headers } = await ask(here, 'GET /repos/acme/app/pulls');
    expect(status).toBe(403);
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    expect(headers.get('x-ratelimit-reset')).toBe('1700000000');
  });

  it('every answer says what is left of the hour', async () => {
    const here = await gitHubHere();
    await ask(here, 'GET /repos/acme/app/pulls');
    const { headers } = await ask(here, 'GET /repos/acme/app/pulls/1');
    expect(headers.get('x-ratelimit-limit')).toBe('1000');
    expect(headers.get('x-ratelimit-remaining')).toBe('998');
    expect(headers.get('x-ratelimit-used')).toBe('2');
    expect(headers.get('x-ratelimit-resource')).toBe('core');
    expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
    const uploaded = await ask(here, `POST ${SARIFS}`, {});
    expect(uploaded.headers.get('x-ratelimit-resource')).toBe('code_scanning_upload');
    expect(uploaded.headers.get('x-ratelimit-used')).toBe('1');
  });
});
