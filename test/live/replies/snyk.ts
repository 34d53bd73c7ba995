import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'snyk-api-token',
    source: 'https://docs.snyk.io/snyk-api/rest-api/authentication-for-api',
    verify: {
      request: {
        method: 'GET',
        path: '/rest/self?version=2024-06-10',
        headers: { authorization: 'token {key}' },
      },
      live: {
        status: 200,
        body: {
          data: { id: 'a-user', type: 'user', attributes: { email: 'someone@example.com', username: 'someone' } },
        },
      },
      dead: { status: 401, body: { status: '401', code: 'Unauthorized' } },
      owners: ['someone@example.com', 'a-user'],
      names: ['someone'],
    },
  },
]);
