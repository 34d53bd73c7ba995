import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'tavily-api-key',
    source: 'https://docs.tavily.com/documentation/api-reference/endpoint/usage',
    verify: {
      request: { method: 'GET', path: '/usage', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { key: { usage: 150, limit: 1000 }, account: { current_plan: 'Bootstrap' } } },
      dead: { status: 401, body: { detail: { error: 'Unauthorized: missing or invalid API key.' } } },
    },
  },
]);
