import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'npm-access-token',
    source: ['https://docs.npmjs.com/cli/commands/npm-whoami', 'https://docs.npmjs.com/revoking-access-tokens'],
    verify: {
      request: { method: 'GET', path: '/-/whoami', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { username: 'someone' } },
      dead: { status: 401, body: { error: 'Unauthorized' } },
      owners: ['someone'],
    },
    revoke: [
      {
        requests: [
          {
            method: 'DELETE',
            path: '/-/npm/v1/tokens/token/{key}',
            headers: { authorization: 'Bearer {key}' },
          },
        ],
        done: { status: 204 },
        denied: {
          status: 401,
          headers: { 'www-authenticate': 'OTP' },
          body: { error: 'You must provide a one-time pass.' },
        },
      },
    ],
  },
]);
