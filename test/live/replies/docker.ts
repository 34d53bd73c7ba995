import { type Documented, documented } from '../documented.ts';

export default documented(
  ['docker-personal-access-token', 'docker-organization-access-token'].map(
    (rule): Documented => ({
      rule,
      source: 'https://docs.docker.com/reference/api/hub/latest/operations/AuthCreateAccessToken/',
      verify: {
        request: { method: 'POST', path: '/v2/auth/token', body: { identifier: '{user}', secret: '{key}' } },
        live: { status: 200, body: { access_token: '…' } },
        dead: { status: 401, body: { detail: 'incorrect username or password' } },
        also: [{ answer: { status: 200, body: {} }, is: 'unknown' }],
      },
    }),
  ),
);
