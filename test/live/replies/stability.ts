import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'stability-api-key',
    source: 'https://platform.stability.ai/docs/api-reference#tag/User',
    verify: {
      request: { method: 'GET', path: '/v1/user/account', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          id: 'user-1',
          email: 'dev@acme.example',
          organizations: [{ id: 'org-1', name: 'Acme', role: 'MEMBER', is_default: true }],
        },
      },
      dead: { status: 401, body: { id: 'a', name: 'unauthorized', message: 'missing authorization header' } },
      owners: ['dev@acme.example', 'user-1', 'org-1'],
      names: ['Acme'],
    },
  },
]);
