import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'nexos-api-key',
    source: 'https://docs.nexos.ai/gateway-api/team-management.md',
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
