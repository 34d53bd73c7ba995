import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'synthetic-api-key',
    source: 'https://dev.synthetic.new/docs/synthetic/quotas',
    verify: {
      request: { method: 'GET', path: '/v2/quotas', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { subscription: { limit: 135, requests: 0 } } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
    },
  },
]);
