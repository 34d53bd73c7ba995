import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'fly-access-token',
    source: 'https://docs.machines.dev/',
    verify: {
      request: { method: 'GET', path: '/v1/tokens/current', headers: { authorization: 'Bearer {token}' } },
      live: { status: 200, body: { tokens: [{ organization: 'an-organization', org_slug: 'acme', apps: [] }] } },
      dead: { status: 401, body: { error: 'Authenticate: token validation error' } },
      owners: ['acme'],
      names: ['an-organization'],
    },
  },
]);
