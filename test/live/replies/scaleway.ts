import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'scaleway-secret-key',
    source: 'https://www.scaleway.com/en/developers/api/',
    verify: {
      request: {
        method: 'GET',
        path: '/instance/v1/zones/fr-par-1/servers?per_page=1',
        headers: { 'x-auth-token': '{key}' },
      },
      live: {
        status: 200,
        body: { servers: [{ id: 'a-server', organization: 'an-organization', project: 'a-project' }] },
      },
      dead: {
        status: 401,
        body: {
          type: 'denied_authentication',
          method: 'api_key',
          reason: 'not_found',
          message: 'authentication is denied',
        },
      },
      scoped: { status: 403, body: { type: 'permissions_denied', message: 'insufficient permissions' } },
      owners: ['an-organization', 'a-project'],
    },
  },
]);
