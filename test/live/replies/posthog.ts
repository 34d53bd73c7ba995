import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'posthog-personal-api-key',
    source: ['https://posthog.com/docs/api/user', 'https://posthog.com/docs/api'],
    verify: {
      request: { method: 'GET', path: '/api/users/@me/', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { uuid: 'a-user', email: 'someone@example.com', organization: { id: 'an-organization', name: 'Acme' } },
      },
      dead: {
        status: 401,
        body: { type: 'authentication_error', code: 'authentication_failed', detail: 'Personal API key is invalid.' },
      },
      scoped: {
        status: 403,
        body: { type: 'authentication_error', code: 'permission_denied', detail: 'missing required scope' },
      },
      owners: ['a-user', 'an-organization'],
      names: ['someone@example.com', 'Acme'],
    },
  },
]);
