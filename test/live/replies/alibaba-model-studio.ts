import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'alibaba-model-studio-key',
    source: 'https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope',
    verify: {
      request: { method: 'GET', path: '/compatible-mode/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { code: 'invalid_api_key', message: 'Incorrect API key provided.' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
