import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'pagerduty-api-key',
    source: 'https://developer.pagerduty.com/api-reference/',
    verify: {
      request: {
        method: 'GET',
        path: '/abilities',
        headers: { authorization: 'Token token={key}', accept: 'application/vnd.pagerduty+json;version=2' },
      },
      live: { status: 200, body: { abilities: ['sso', 'advanced_reports'] } },
      dead: { status: 401, body: '' },
    },
  },
]);
