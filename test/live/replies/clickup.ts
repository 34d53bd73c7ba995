import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'clickup-api-token',
    source: 'https://developer.clickup.com/reference/getauthorizeduser',
    verify: {
      request: { method: 'GET', path: '/api/v2/user', headers: { authorization: '{key}' } },
      live: {
        status: 200,
        body: { user: { id: 123, username: 'John Doe', email: 'john@example.com', color: '#827718' } },
      },
      dead: { status: 401, body: { err: 'Token invalid', ECODE: 'OAUTH_025' } },
      owners: ['john@example.com', '123'],
      names: ['John Doe'],
    },
  },
]);
