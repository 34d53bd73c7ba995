import { documented } from '../documented.ts';

export default documented([
  ...['duffel-live-token', 'duffel-test-token'].map((rule) => ({
    rule,
    source: ['https://duffel.com/docs/api/overview/errors', 'https://duffel.com/docs/api/airlines/get-airlines'],
    verify: {
      request: {
        method: 'GET',
        path: '/air/airlines?limit=1',
        headers: { authorization: 'Bearer {key}', 'duffel-version': 'v2' },
      },
      live: { status: 200, body: { data: [{ id: 'an-airline', name: 'British Airways' }], meta: { limit: 1 } } },
      dead: { status: 401, body: { errors: [{ type: 'authentication_error', code: 'access_token_not_found' }] } },
      scoped: { status: 403, body: { errors: [{ type: 'authentication_error', code: 'insufficient_permissions' }] } },
    },
  })),
]);
