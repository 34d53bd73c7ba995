import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'groq-api-key',
    source: 'https://console.groq.com/docs/api-reference#models-list',
    verify: {
      request: { method: 'GET', path: '/openai/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
