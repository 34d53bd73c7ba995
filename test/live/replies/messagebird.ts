import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'messagebird-access-key',
    source: [
      'https://developers.messagebird.com/api/balance/',
      'https://docs.bird.com/connectivity-platform/troubleshooting-voice/failed-api-requests',
    ],
    verify: {
      request: { method: 'GET', path: '/balance', headers: { authorization: 'AccessKey {key}' } },
      live: { status: 200, body: { payment: 'prepaid', type: 'credits', amount: 9.2 } },
      dead: {
        status: 401,
        body: {
          errors: [{ code: 2, description: 'Request not allowed (incorrect access_key)', parameter: 'access_key' }],
        },
      },
    },
  },
]);
