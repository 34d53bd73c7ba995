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
]);
