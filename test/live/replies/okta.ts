import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'okta-api-token',
    source: [
      'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/',
      'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApiToken/',
    ],
    verify: {
      request: { method: 'GET', path: '/api/v1/users/me', headers: { authorization: 'SSWS {key}' } },
      live: {
        status: 200,
        body: { id: 'a-user', status: 'ACTIVE', profile: { login: 'isaac.brock@example.com' } },
      },
      dead: { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } },
      scoped: {
        status: 403,
        body: { errorCode: 'E0000006', errorSummary: 'You do not have permission to perform the requested action' },
      },
      owners: ['isaac.brock@example.com', 'a-user'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/api/v1/api-tokens/current', headers: { authorization: 'SSWS {key}' } }],
        done: { status: 204 },
        denied: { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } },
      },
    ],
  },
]);
