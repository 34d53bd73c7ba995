import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'planetscale-oauth-token',
    source: 'https://planetscale.com/docs/api/reference/get_current_user',
    verify: {
      request: { method: 'GET', path: '/v1/user', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { id: 'a-user', type: 'User', display_name: 'Some One', email: 'someone@example.com' },
      },
      dead: { status: 401, body: { code: 'unauthorized', message: 'Unauthorized' } },
      scoped: { status: 403, body: { code: 'forbidden', message: 'Forbidden' } },
      owners: ['someone@example.com', 'a-user'],
    },
  },
]);
