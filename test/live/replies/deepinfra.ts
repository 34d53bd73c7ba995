import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'deepinfra-api-key',
    source: ['https://docs.deepinfra.com/api-reference'],
    verify: {
      request: { method: 'GET', path: '/v1/me', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { uid: 'user-1', email: 'dev@acme.example', display_name: 'acme' } },
      dead: { status: 401, body: { detail: 'User must be authenticated' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['dev@acme.example', 'user-1'],
      names: ['acme'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/v1/api-tokens/{key}', headers: { authorization: 'Bearer {key}' } }],
        done: { status: 200, body: {} },
        denied: { status: 403, body: { detail: 'forbidden' } },
      },
    ],
  },
]);
