import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'moonshot-api-key',
    source: 'https://platform.moonshot.ai/docs/api/balance',
    verify: {
      request: { method: 'GET', path: '/v1/users/me/balance', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { code: 0, data: { available_balance: 49.5 }, scode: '0x0', status: true } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
    },
  },
  {
    rule: 'moonshot-kimi-code-key',
    source: 'https://www.kimi.com/code/docs/',
    verify: {
      request: { method: 'GET', path: '/coding/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
