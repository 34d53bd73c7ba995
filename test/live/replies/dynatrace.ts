import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'dynatrace-token',
    source: [
      'https://docs.dynatrace.com/docs/dynatrace-api/environment-api/tokens-v2/api-tokens/post-token-lookup',
      'https://docs.dynatrace.com/docs/dynatrace-api/environment-api/tokens-v2/api-tokens/put-token',
    ],
    verify: {
      request: {
        method: 'POST',
        path: '/api/v2/apiTokens/lookup',
        headers: { authorization: 'Api-Token {key}' },
        body: { token: '{key}' },
      },
      live: {
        status: 200,
        body: {
          id: 'an-id',
          name: 'tokenName',
          enabled: true,
          owner: 'john.smith',
          scopes: ['metrics.read'],
          lastUsedDate: '2026-05-12T08:00:00.000Z',
        },
      },
      dead: { status: 401, body: { error: { code: 401, message: 'Token Authentication failed' } } },
      scoped: { status: 403, body: { error: { code: 403, message: 'Token is missing required scope' } } },
      owners: ['john.smith'],
      scopes: ['metrics.read'],
      lastUsed: '2026-05-12T08:00:00.000Z',
    },
    revoke: [
      {
        requests: [
          {
            method: 'PUT',
            path: '/api/v2/apiTokens/{id}',
            headers: { authorization: 'Api-Token {admin}' },
            body: { enabled: false },
          },
        ],
        done: { status: 204 },
        gone: { status: 404, body: { error: { code: 404, message: 'Not found' } } },
        denied: { status: 403, body: { error: { code: 403, message: 'Token is missing required scope' } } },
      },
    ],
  },
]);
