import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'runpod-api-key',
    source: 'https://docs.runpod.io/sdks/graphql/configurations',
    verify: {
      request: {
        method: 'POST',
        path: '/graphql',
        headers: { authorization: 'Bearer {key}' },
        body: { query: 'query { myself { id email } }' },
      },
      live: { status: 200, body: { data: { myself: { id: 'user-1', email: 'dev@acme.example' } } } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['dev@acme.example', 'user-1'],
    },
  },
]);
