import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'hyperbolic-api-key',
    source: 'https://docs.hyperbolic.xyz/docs',
    verify: {
      request: { method: 'GET', path: '/billing/get_current_balance', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { credits: 1234 } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
    },
  },
]);
