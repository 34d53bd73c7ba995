import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'fastly-api-token',
    source: 'https://www.fastly.com/documentation/reference/api/auth-tokens/user/',
    verify: {
      request: { method: 'GET', path: '/tokens/self', headers: { 'fastly-key': '{key}' } },
      live: {
        status: 200,
        body: {
          id: 'a-token',
          customer_id: 'a-customer',
          user_id: 'a-user',
          scope: 'global',
          services: [],
          last_used_at: '2026-05-01T12:00:00Z',
        },
      },
      dead: { status: 401, body: { msg: 'Provided credentials are missing or invalid' } },
      owners: ['a-customer', 'a-user'],
      scopes: ['global'],
      lastUsed: '2026-05-01T12:00:00Z',
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/tokens/self', headers: { 'fastly-key': '{key}' } }],
        done: { status: 204 },
        denied: { status: 401, body: { msg: 'Provided credentials are missing or invalid' } },
      },
    ],
  },
]);
