import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'dropbox-access-token',
    source: [
      'https://www.dropbox.com/developers/documentation/http/documentation#users-get_current_account',
      'https://www.dropbox.com/developers/documentation/http/documentation#auth-token-revoke',
    ],
    verify: {
      request: {
        method: 'POST',
        path: '/2/users/get_current_account',
        headers: { authorization: 'Bearer {key}' },
      },
      live: {
        status: 200,
        body: {
          account_id: 'dbid:an-account',
          name: { display_name: 'Franz Ferdinand (Personal)' },
          email: 'franz@example.com',
          team: { id: 'dbtid:a-team', name: 'Acme, Inc.' },
        },
      },
      dead: {
        status: 401,
        body: { error_summary: 'invalid_access_token/..', error: { '.tag': 'invalid_access_token' } },
      },
      scoped: {
        status: 401,
        body: {
          error_summary: 'missing_scope/..',
          error: { '.tag': 'missing_scope', required_scope: 'account_info.read' },
        },
      },
      also: [
        {
          answer: {
            status: 401,
            body: { error_summary: 'expired_access_token/.', error: { '.tag': 'expired_access_token' } },
          },
          is: 'dead',
        },
        {
          answer: { status: 401, body: { error_summary: 'user_suspended/..', error: { '.tag': 'user_suspended' } } },
          is: 'unknown',
        },
      ],
      owners: ['dbid:an-account', 'dbtid:a-team'],
      names: ['franz@example.com', 'Acme, Inc.'],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/2/auth/token/revoke', headers: { authorization: 'Bearer {key}' } }],
        done: { status: 200, body: 'null' },
        gone: {
          status: 401,
          body: { error_summary: 'invalid_access_token/..', error: { '.tag': 'invalid_access_token' } },
        },
        denied: {
          status: 403,
          body: { error_summary: 'access_denied/..', error: { '.tag': 'access_denied' } },
        },
      },
    ],
  },
]);
