import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'novita-api-key',
    source: 'https://novita.ai/docs/api-reference/basic-get-user-balance',
    verify: {
      request: {
        method: 'GET',
        path: '/openapi/v1/billing/balance/detail',
        headers: { authorization: 'Bearer {key}' },
      },
      live: { status: 200, body: { availableBalance: '1000000', cashBalance: '800000' } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
    },
  },
]);
