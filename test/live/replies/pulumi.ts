import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'pulumi-access-token',
    source: [
      'https://www.pulumi.com/docs/reference/cloud-rest-api/api-basics/',
      'https://www.pulumi.com/docs/reference/cloud-rest-api/schema/user/',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/api/user',
        headers: { authorization: 'token {key}', accept: 'application/vnd.pulumi+8' },
      },
      live: {
        status: 200,
        body: { id: 'a-user', githubLogin: 'someone', name: 'Some One', email: 'someone@example.com' },
      },
      dead: { status: 401, body: { code: 401, message: 'Unauthorized: No credentials provided or are invalid.' } },
      owners: ['someone', 'someone@example.com', 'a-user'],
    },
  },
]);
