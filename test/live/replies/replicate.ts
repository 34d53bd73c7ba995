import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'replicate-api-token',
    source: 'https://replicate.com/docs/reference/http#account.get',
    verify: {
      request: { method: 'GET', path: '/v1/account', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { type: 'organization', username: 'acme', name: 'Acme' } },
      dead: {
        status: 401,
        body: { title: 'Unauthenticated', detail: 'You did not pass a valid authentication token' },
      },
      owners: ['acme'],
    },
  },
]);
