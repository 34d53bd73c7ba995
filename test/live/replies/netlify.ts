import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'netlify-access-token',
    source: 'https://open-api.netlify.com/#tag/user/operation/getCurrentUser',
    verify: {
      request: { method: 'GET', path: '/api/v1/user', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { id: 'a-user', full_name: 'Some One', email: 'someone@example.com' } },
      dead: { status: 401, body: { code: 401, message: 'Access Denied' } },
      owners: ['a-user', 'someone@example.com'],
    },
  },
]);
