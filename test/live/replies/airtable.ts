import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'airtable-personal-access-token',
    source: 'https://airtable.com/developers/web/api/get-user-id-scopes',
    verify: {
      request: { method: 'GET', path: '/v0/meta/whoami', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { id: 'usrL2PNC5o3H4lBEi', email: 'foo@bar.com', scopes: ['data.records:read', 'user.email:read'] },
      },
      dead: {
        status: 401,
        body: { error: { type: 'AUTHENTICATION_REQUIRED', message: 'Authentication required' } },
      },
      owners: ['usrL2PNC5o3H4lBEi', 'foo@bar.com'],
      scopes: ['data.records:read', 'user.email:read'],
    },
  },
]);
