import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'buildkite-api-token',
    source: 'https://buildkite.com/docs/apis/rest-api/access-token',
    verify: {
      request: { method: 'GET', path: '/v2/access-token', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          uuid: 'an-id',
          scopes: ['read_build'],
          description: 'Development Token',
          user: { email: 'someone@example.com', name: 'Some One' },
        },
      },
      dead: { status: 401, body: { message: 'Authentication required. Please supply a valid API Access Token' } },
      owners: ['someone@example.com'],
      names: ['Some One'],
      scopes: ['read_build'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/v2/access-token', headers: { authorization: 'Bearer {key}' } }],
        done: { status: 204 },
        denied: { status: 401, body: { message: 'Authentication required. Please supply a valid API Access Token' } },
      },
    ],
  },
]);
