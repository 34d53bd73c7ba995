import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'exa-api-key',
    source: 'https://exa.ai/docs/reference',
    verify: {
      request: { method: 'GET', path: '/v0/teams/me', headers: { 'x-api-key': '{key}' } },
      live: { status: 200, body: { object: 'team', id: 'team-1', name: 'Acme' } },
      dead: { status: 401, body: { error: 'Invalid API key' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['team-1'],
      names: ['Acme'],
    },
  },
]);
