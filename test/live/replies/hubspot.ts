import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'hubspot-private-app-token',
    source: 'https://developers.hubspot.com/docs/api-reference/account-account-info-v3/guide',
    verify: {
      request: { method: 'GET', path: '/account-info/v3/details', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { portalId: 1234567, accountType: 'DEVELOPER_TEST', timeZone: 'US/Eastern' } },
      dead: {
        status: 401,
        body: { status: 'error', message: 'Authentication credentials not found.', category: 'INVALID_AUTHENTICATION' },
      },
      scoped: { status: 403, body: { status: 'error', category: 'MISSING_SCOPES' } },
      owners: ['1234567'],
    },
  },
  {
    rule: 'hubspot-refresh-token',
    source: [
      'https://developers.hubspot.com/docs/api-reference/legacy/authentication/oauth-tokens/v1/get-refresh-token-metadata',
      'https://developers.hubspot.com/docs/methods/oauth2/delete-refresh-token',
    ],
    verify: {
      request: { method: 'GET', path: '/oauth/v1/refresh-tokens/{key}' },
      live: {
        status: 200,
        body: {
          hub_id: 1234567,
          hub_domain: 'acme.example',
          user: 'someone@acme.example',
          user_id: 5,
          token_type: 'refresh_token',
          scopes: ['oauth', 'crm.objects.contacts.read'],
        },
      },
      // Documented where a token is exchanged (POST /oauth/v1/token); assumed here.
      dead: { status: 400, body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' } },
      also: [{ answer: { status: 404, body: { status: 'error', message: 'resource not found' } }, is: 'unknown' }],
      owners: ['1234567', 'someone@acme.example'],
      names: ['acme.example'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/oauth/v1/refresh-tokens/{key}' }],
        done: { status: 204 },
        gone: { status: 400, body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' } },
      },
    ],
  },
]);
