import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'deepseek-api-key',
    source: 'https://api-docs.deepseek.com/api/get-user-balance',
    verify: {
      request: { method: 'GET', path: '/user/balance', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { is_available: true, balance_infos: [] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
    },
  },
]);
