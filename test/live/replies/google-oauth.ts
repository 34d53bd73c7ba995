import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'google-oauth-client-secret',
    source: 'https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code',
    verify: {
      request: {
        method: 'POST',
        path: '/token',
        body: 'grant_type=authorization_code&code=none&redirect_uri=http://localhost&client_id={client}&client_secret={key}',
      },
      live: { status: 400, body: { error: 'invalid_grant', error_description: 'Malformed auth code.' } },
      dead: { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } },
      also: [{ answer: { status: 400, body: { error: 'invalid_request' } }, is: 'unknown' }],
    },
  },
  {
    rule: 'google-oauth-access-token',
    source: ['https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke'],
    verify: {
      request: { method: 'GET', path: '/tokeninfo?access_token={key}' },
      live: {
        status: 200,
        body: {
          azp: '32555940559.apps.googleusercontent.com',
          aud: '32555940559.apps.googleusercontent.com',
          sub: '111260650121245072906',
          scope: 'openid https://www.googleapis.com/auth/userinfo.email',
          expires_in: '3488',
          email: 'someone@example.com',
          email_verified: 'true',
        },
      },
      dead: { status: 400, body: { error: 'invalid_token', error_description: 'Invalid Value' } },
      also: [{ answer: { status: 400, body: { error: 'invalid_request' } }, is: 'unknown' }],
      owners: ['someone@example.com', '111260650121245072906'],
      scopes: ['openid https://www.googleapis.com/auth/userinfo.email'],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/revoke', body: 'token={key}' }],
        done: { status: 200, body: {} },
        gone: { status: 400, body: { error: 'invalid_token', error_description: 'Token expired or revoked' } },
      },
    ],
  },
  {
    rule: 'google-oauth-refresh-token',
    source: [
      'https://developers.google.com/identity/protocols/oauth2/web-server#offline',
      'https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke',
    ],
    verify: {
      request: {
        method: 'POST',
        path: '/token',
        body: 'grant_type=refresh_token&refresh_token={key}&client_id={client}&client_secret={secret}',
      },
      live: {
        status: 200,
        body: {
          access_token: 'made',
          expires_in: 3920,
          scope: 'https://www.googleapis.com/auth/drive.metadata.readonly',
          token_type: 'Bearer',
        },
      },
      dead: {
        status: 400,
        body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      },
      also: [
        { answer: { status: 400, body: { error: 'invalid_grant', error_description: 'Bad Request' } }, is: 'dead' },
        {
          answer: {
            status: 400,
            body: {
              error: 'invalid_grant',
              error_description: 'reauth related error (invalid_rapt)',
              error_subtype: 'invalid_rapt',
            },
          },
          is: 'unknown',
        },
        { answer: { status: 401, body: { error: 'invalid_client' } }, is: 'unknown' },
      ],
      scopes: ['https://www.googleapis.com/auth/drive.metadata.readonly'],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/revoke', body: 'token={key}' }],
        done: { status: 200, body: {} },
        gone: { status: 400, body: { error: 'invalid_token', error_description: 'Token expired or revoked' } },
      },
    ],
  },
]);
