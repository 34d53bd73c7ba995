import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'fireworks-api-key',
    source: 'https://docs.fireworks.ai/api-reference/list-accounts',
    verify: {
      request: { method: 'GET', path: '/v1/accounts', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          accounts: [{ name: 'accounts/acme', displayName: 'Acme', email: 'billing@acme.example' }],
          totalSize: 1,
        },
      },
      dead: { status: 401, body: { code: 16, message: 'unauthenticated' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['accounts/acme'],
      names: ['billing@acme.example'],
    },
  },
]);
