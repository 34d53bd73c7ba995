import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'venice-api-key',
    source: ['https://docs.venice.ai/guides/getting-started/managing-api-keys', 'https://github.com/veniceai/api-docs'],
    verify: {
      request: { method: 'GET', path: '/api/v1/api_keys/rate_limits', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { data: { accessPermitted: true, apiTier: { id: 'paid', isCharged: true } } } },
      dead: { status: 401, body: { error: 'Authentication failed' } },
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: {
              object: 'list',
              data: [
                { id: 'id-1', apiKeyType: 'INFERENCE', last6Chars: 'zzzzzz' },
                { id: 'id-2', apiKeyType: 'ADMIN', last6Chars: key.slice(-6) },
              ],
            },
          },
        ],
        requests: [
          { method: 'GET', path: '/api/v1/api_keys', headers: { authorization: 'Bearer {admin}' } },
          { method: 'DELETE', path: '/api/v1/api_keys?id=id-2', headers: { authorization: 'Bearer {admin}' } },
        ],
        done: { status: 200, body: { success: true } },
        denied: { status: 401, body: { error: 'Authentication failed' } },
      },
    ],
  },
  {
    rule: 'venice-admin-key',
    source: ['https://docs.venice.ai/guides/getting-started/managing-api-keys', 'https://github.com/veniceai/api-docs'],
    verify: {
      request: { method: 'GET', path: '/api/v1/api_keys/rate_limits', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { data: { accessPermitted: true, apiTier: { id: 'paid', isCharged: true } } } },
      dead: { status: 401, body: { error: 'Authentication failed' } },
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: {
              object: 'list',
              data: [
                { id: 'id-1', apiKeyType: 'INFERENCE', last6Chars: 'zzzzzz' },
                { id: 'id-2', apiKeyType: 'ADMIN', last6Chars: key.slice(-6) },
              ],
            },
          },
        ],
        requests: [
          { method: 'GET', path: '/api/v1/api_keys', headers: { authorization: 'Bearer {key}' } },
          { method: 'DELETE', path: '/api/v1/api_keys?id=id-2', headers: { authorization: 'Bearer {key}' } },
        ],
        done: { status: 200, body: { success: true } },
        denied: { status: 401, body: { error: 'Authentication failed' } },
      },
    ],
  },
]);
