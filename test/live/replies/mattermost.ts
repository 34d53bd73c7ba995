import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'mattermost-token',
    source: 'https://developers.mattermost.com/api-documentation/#/operations/GetUser',
    verify: {
      request: { method: 'GET', path: '/api/v4/users/me', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { id: 'a-user', username: 'someone', email: 'someone@example.com' } },
      dead: {
        status: 401,
        body: {
          id: 'api.context.session_expired.app_error',
          message: 'Invalid or expired session, please login again.',
        },
      },
      owners: ['someone'],
      names: ['someone@example.com'],
    },
  },
]);
