import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'mapbox-secret-token',
    source: 'https://docs.mapbox.com/api/accounts/tokens/',
    verify: {
      request: { method: 'GET', path: '/tokens/v2?access_token={key}' },
      live: {
        status: 200,
        body: { code: 'TokenValid', token: { usage: 'sk', user: 'someone', authorization: 'an-authorization' } },
      },
      dead: { status: 401, body: { message: 'Not Authorized - Invalid Token' } },
      also: [
        { answer: { status: 200, body: { code: 'TokenRevoked' } }, is: 'dead' },
        { answer: { status: 200, body: { code: 'TokenMalformed' } }, is: 'unknown' },
      ],
      owners: ['someone'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/tokens/v2/someone/an-authorization?access_token={key}' }],
        done: { status: 204 },
        denied: { status: 403, body: { message: 'This endpoint requires a token with tokens:write scope' } },
      },
    ],
  },
]);
