import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'openclaw-clawhub-token',
    source: [
      'https://github.com/openclaw/clawhub/blob/main/docs/http-api.md',
      'https://github.com/openclaw/clawhub/blob/main/docs/auth.md',
    ],
    verify: {
      request: { method: 'GET', path: '/api/v1/whoami', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { user: { handle: 'ada', displayName: 'Ada', image: null, role: 'user' } } },
      dead: { status: 401, body: 'Unauthorized' },
      owners: ['ada'],
    },
  },
]);
