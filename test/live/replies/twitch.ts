import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'twitch-oauth-token',
    source: [
      'https://dev.twitch.tv/docs/authentication/validate-tokens/',
      'https://dev.twitch.tv/docs/authentication/revoke-tokens/',
    ],
    verify: {
      request: { method: 'GET', path: '/oauth2/validate', headers: { authorization: 'OAuth {key}' } },
      live: {
        status: 200,
        body: {
          client_id: 'an-app',
          login: 'twitchdev',
          scopes: ['channel:read:subscriptions'],
          user_id: '141981764',
          expires_in: 5520838,
        },
      },
      dead: { status: 401, body: { status: 401, message: 'invalid access token' } },
      owners: ['twitchdev', '141981764'],
      scopes: ['channel:read:subscriptions'],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/oauth2/revoke', body: 'client_id=an-app&token={key}' }],
        done: { status: 200 },
        gone: { status: 400, body: { status: 400, message: 'Invalid token' } },
        denied: { status: 403, body: { status: 403, message: 'forbidden' } },
      },
    ],
  },
]);
