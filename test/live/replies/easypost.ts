import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'easypost-production-key',
    source: ['https://docs.easypost.com/docs/users', 'https://docs.easypost.com/guides/errors-guide'],
    verify: {
      request: { method: 'GET', path: '/v2/users', headers: { authorization: 'Basic {key}:' } },
      live: { status: 200, body: { id: 'user_a', object: 'User', name: 'Acme', email: 'someone@example.com' } },
      dead: { status: 401, body: { error: { code: 'UNAUTHORIZED', message: 'Unauthorized' } } },
      owners: ['user_a', 'someone@example.com'],
    },
  },
]);
