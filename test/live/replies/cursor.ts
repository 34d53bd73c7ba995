import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'cursor-api-key',
    source: 'https://cursor.com/docs/cloud-agent/api/endpoints',
    verify: {
      request: { method: 'GET', path: '/v0/me', headers: { authorization: 'Basic {user}:' } },
      live: {
        status: 200,
        body: { apiKeyName: 'ci', createdAt: '2026-01-01T00:00:00Z', userEmail: 'dev@acme.example' },
      },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['dev@acme.example'],
    },
  },
]);
