import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'chutes-api-key',
    source: ['https://chutes.ai/docs/getting-started/authentication', 'https://github.com/rayonlabs/chutes-api'],
    verify: {
      request: { method: 'GET', path: '/users/me', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { username: 'acme', user_id: 'user-1', balance: 1.5 } },
      dead: { status: 401, body: { detail: 'Missing or invalid authorization header(s)' } },
      owners: ['acme', 'user-1'],
      also: [{ answer: { status: 401, body: { detail: 'Invalid token or user not found' } }, is: 'unknown' }],
    },
    revoke: [
      {
        requests: [
          { method: 'DELETE', path: '/api_keys/{a}-{b}-{c}-{d}-{e}', headers: { authorization: 'Bearer {key}' } },
        ],
        done: { status: 200, body: { api_key_id: 'a', deleted: true } },
        denied: { status: 404, body: { detail: 'API key not found, or does not belong to you' } },
      },
    ],
  },
]);
