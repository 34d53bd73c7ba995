import { type Documented, documented } from '../documented.ts';

export default documented(
  ['digitalocean-access-token', 'digitalocean-oauth-token'].map(
    (rule): Documented => ({
      rule,
      source: [
        'https://docs.digitalocean.com/reference/api/reference/account/#account_get',
        'https://docs.digitalocean.com/reference/api/oauth/',
      ],
      verify: {
        request: { method: 'GET', path: '/v2/account', headers: { authorization: 'Bearer {key}' } },
        live: {
          status: 200,
          body: {
            account: {
              droplet_limit: 25,
              email: 'sammy@digitalocean.com',
              name: 'Sammy the Shark',
              uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
              email_verified: true,
              status: 'active',
              team: { uuid: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece', name: 'My Team' },
            },
          },
        },
        dead: { status: 401, body: { id: 'Unauthorized', message: 'Unable to authenticate you' } },
        scoped: { status: 403, body: { id: 'Forbidden', message: 'You are not authorized to perform this operation' } },
        owners: [
          'sammy@digitalocean.com',
          'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
          '5df3e3004a17e242b7c20ca6c9fc25b701a47ece',
        ],
        names: ['My Team'],
      },
      revoke: [
        {
          requests: [
            {
              method: 'POST',
              path: '/v1/oauth/revoke',
              headers: { authorization: 'Bearer {key}' },
              body: 'token={key}',
            },
          ],
          done: { status: 200, body: {} },
          gone: { status: 401, body: { id: 'Unauthorized', message: 'Unable to authenticate you' } },
          denied: { status: 403, body: { id: 'Forbidden', message: 'You are not authorized' } },
        },
      ],
    }),
  ),
);
