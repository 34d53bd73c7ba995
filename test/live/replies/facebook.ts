import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'facebook-access-token',
    source: 'https://developers.facebook.com/docs/graph-api/guides/error-handling/',
    verify: {
      request: { method: 'GET', path: '/me?fields=id,name', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { id: '1234567890', name: 'Some One' } },
      dead: {
        status: 400,
        body: { error: { message: 'Error validating access token', type: 'OAuthException', code: 190 } },
      },
      also: [
        {
          answer: { status: 401, body: { error: { message: 'Invalid token', type: 'OAuthException', code: 190 } } },
          is: 'dead',
        },
        {
          answer: { status: 400, body: { error: { message: 'Unsupported get request', code: 100 } } },
          is: 'unknown',
        },
      ],
      owners: ['1234567890'],
      names: ['Some One'],
    },
  },
]);
