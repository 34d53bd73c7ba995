import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'firecrawl-api-key',
    source: 'https://docs.firecrawl.dev/api-reference/endpoint/credit-usage',
    verify: {
      request: { method: 'GET', path: '/v2/team/credit-usage', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { success: true, data: { remainingCredits: 1000 } } },
      dead: { status: 401, body: { success: false, error: 'Unauthorized: Invalid token' } },
    },
  },
]);
