import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'together-api-key',
    source: 'https://docs.together.ai/reference/models',
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
  {
    rule: 'together-legacy-api-key',
    source: 'https://docs.together.ai/reference/models',
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
