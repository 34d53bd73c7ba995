import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'tailscale-api-key',
    source: ['https://tailscale.com/api#tag/keys', 'https://tailscale.com/kb/1277/key-prefixes'],
    verify: {
      request: { method: 'GET', path: '/api/v2/tailnet/-/keys/{id}', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          id: 'an-id',
          keyType: 'api',
          created: '2026-01-01T00:00:00Z',
          expires: '2026-04-01T00:00:00Z',
          userId: 'a-user',
        },
      },
      dead: { status: 401, body: { message: 'API token invalid' } },
      scoped: {
        status: 403,
        body: { message: 'calling actor does not have enough permissions to perform this function' },
      },
      also: [{ answer: { status: 404, body: { message: 'not found' } }, is: 'unknown' }],
      owners: ['a-user'],
    },
    revoke: [
      {
        requests: [
          { method: 'DELETE', path: '/api/v2/tailnet/-/keys/{id}', headers: { authorization: 'Bearer {key}' } },
        ],
        done: { status: 200, body: 'null' },
        gone: { status: 404, body: { message: 'not found' } },
        denied: {
          status: 403,
          body: { message: 'calling actor does not have enough permissions to perform this function' },
        },
      },
    ],
  },
  ...['tailscale-oauth-client-secret', 'tailscale-auth-key', 'tailscale-scim-key'].map((rule) => ({
    rule,
    source: 'https://tailscale.com/api',
    verify: {
      request: { method: 'POST', path: '/api/v2/secret-scanning/verify', body: 'key={key}' },
      live: { status: 204 },
      dead: { status: 401, body: { message: 'API token invalid' } },
    },
  })),
]);
