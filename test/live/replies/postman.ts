import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'postman-api-key',
    source: 'https://learning.postman.com/docs/developer/postman-api/intro-api/',
    verify: {
      request: { method: 'GET', path: '/me', headers: { 'x-api-key': '{key}' } },
      live: {
        status: 200,
        body: {
          user: {
            id: 12345678,
            username: 'taylor-lee',
            email: 'taylor.lee@example.com',
            fullName: 'Taylor Lee',
            teamId: 123,
            teamName: 'Test Team',
          },
          operations: [],
        },
      },
      dead: { status: 401, body: { error: { name: 'AuthenticationError', message: 'Invalid API Key.' } } },
      owners: ['taylor-lee', 'taylor.lee@example.com', '12345678'],
      names: ['Test Team'],
    },
  },
]);
