import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'volcengine-ark-api-key',
    source: 'https://www.volcengine.com/docs/82379',
    verify: {
      request: { method: 'GET', path: '/api/v3/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: {
        status: 401,
        body: { error: { code: 'AuthenticationError', message: 'The API key in the request is missing or invalid.' } },
      },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
