import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'supabase-access-token',
    source: 'https://supabase.com/docs/reference/api/v1-list-all-organizations',
    verify: {
      request: { method: 'GET', path: '/v1/organizations', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: [{ id: 'an-organization', slug: 'acme', name: 'Acme' }] },
      dead: { status: 401, body: { message: 'Unauthorized' } },
      scoped: { status: 403, body: { message: 'Forbidden resource' } },
      owners: ['an-organization', 'acme'],
      names: ['Acme'],
    },
  },
]);
