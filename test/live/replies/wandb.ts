import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'wandb-api-key',
    source: 'https://docs.wandb.ai/ref/python/public-api/api',
    verify: {
      request: {
        method: 'POST',
        path: '/graphql',
        headers: { authorization: 'Basic api:{key}' },
        body: { query: 'query { viewer { username entity email } }' },
      },
      live: { status: 200, body: { data: { viewer: { username: 'dev', entity: 'acme', email: 'dev@acme.example' } } } },
      dead: { status: 401, body: { errors: [{ message: 'user not logged in' }] } },
      owners: ['dev', 'acme', 'dev@acme.example'],
      also: [{ answer: { status: 200, body: { data: { viewer: null } } }, is: 'unknown' }],
    },
  },
]);
