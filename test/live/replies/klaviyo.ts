import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'klaviyo-private-api-key',
    source: 'https://developers.klaviyo.com/en/v2025-01-15/reference/get_accounts',
    verify: {
      request: {
        method: 'GET',
        path: '/api/accounts',
        headers: { authorization: 'Klaviyo-API-Key {key}', revision: '2025-01-15' },
      },
      live: {
        status: 200,
        body: {
          data: [{ type: 'account', id: 'AbC123', attributes: { contact_information: { organization_name: 'Acme' } } }],
        },
      },
      dead: { status: 401, body: { errors: [{ status: 401, code: 'authentication_failed' }] } },
      scoped: { status: 403, body: { errors: [{ status: 403, code: 'permission_denied' }] } },
      owners: ['AbC123'],
      names: ['Acme'],
    },
  },
]);
