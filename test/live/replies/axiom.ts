import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'axiom-personal-token',
    source: 'https://axiom.co/docs/restapi/endpoints/getCurrentUser',
    verify: {
      request: { method: 'GET', path: '/v2/user', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          email: 'john.doe@example.com',
          id: 'usr_123456789',
          name: 'John Doe',
          role: { id: 'role_123456789', name: 'Organization Admin' },
        },
      },
      dead: { status: 401, body: { code: 401, message: 'Unauthorized' } },
      also: [{ answer: { status: 403, body: { code: 403, message: 'Forbidden' } }, is: 'unknown' }],
      owners: ['john.doe@example.com', 'usr_123456789'],
    },
  },
]);
