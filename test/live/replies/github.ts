import { type Documented, documented } from '../documented.ts';

const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };

const user: Documented['verify'] = {
  request: { method: 'GET', path: '/user', headers: { ...HEADERS, authorization: 'Bearer {key}' } },
  live: {
    status: 200,
    headers: { 'x-oauth-scopes': 'repo, user' },
    body: { login: 'octocat', id: 1, type: 'User', name: 'monalisa octocat', email: 'octocat@github.com' },
  },
  dead: {
    status: 401,
    body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' },
  },
  scoped: { status: 403, body: { message: 'Resource not accessible by personal access token' } },
  owners: ['octocat', 'octocat@github.com'],
  scopes: ['repo', 'user'],
};

const USER_PAGE = 'https://docs.github.com/en/rest/users/users#get-the-authenticated-user';

const rules = ['github-pat', 'github-fine-grained-pat', 'github-oauth-token', 'github-app-user-token'];

export default documented([
  ...rules.map(
    (rule): Documented => ({
      rule,
      source: [USER_PAGE, 'https://docs.github.com/en/rest/credentials/revoke'],
      verify: user,
      revoke: [
        {
          requests: [
            { method: 'POST', path: '/credentials/revoke', headers: HEADERS, body: { credentials: ['{key}'] } },
          ],
          done: { status: 202, body: {} },
        },
      ],
    }),
  ),
  { rule: 'github-legacy-token', source: USER_PAGE, verify: user },
  {
    rule: 'github-app-installation-token',
    source: [
      'https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation',
      'https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/installation/repositories?per_page=100',
        headers: { ...HEADERS, authorization: 'Bearer {key}' },
      },
      live: {
        status: 200,
        body: {
          total_count: 1,
          repositories: [{ id: 1296269, full_name: 'octocat/Hello-World', owner: { login: 'octocat', id: 1 } }],
        },
      },
      dead: { status: 401, body: { message: 'Bad credentials' } },
      scoped: { status: 403, body: { message: 'Resource not accessible by integration' } },
      owners: ['octocat'],
    },
    revoke: [
      {
        requests: [
          {
            method: 'DELETE',
            path: '/installation/token',
            headers: { ...HEADERS, authorization: 'Bearer {key}' },
          },
        ],
        done: { status: 204 },
        gone: { status: 401, body: { message: 'Bad credentials' } },
      },
    ],
  },
]);
