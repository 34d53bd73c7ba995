import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'elevenlabs-api-key',
    source: [
      'https://elevenlabs.io/docs/api-reference/user/get',
      'https://elevenlabs.io/docs/api-reference/api-keys/disable',
    ],
    verify: {
      request: { method: 'GET', path: '/v1/user', headers: { 'xi-api-key': '{key}' } },
      live: { status: 200, body: { user_id: 'user-1', subscription: { tier: 'free' } } },
      dead: { status: 401, body: { detail: { status: 'invalid_api_key', message: 'Invalid API key' } } },
      scoped: {
        status: 401,
        body: { detail: { status: 'missing_permissions', message: 'The API key is missing the permission user_read' } },
      },
      owners: ['user-1'],
      also: [{ answer: { status: 400, body: { detail: { status: 'invalid_api_key' } } }, is: 'dead' }],
    },
    revoke: [
      {
        requests: [
          {
            method: 'POST',
            path: '/v1/workspaces/api-keys/disable?api_key_name=self',
            headers: { 'xi-api-key': '{key}' },
          },
        ],
        done: { status: 200, body: {} },
        denied: { status: 403, body: { detail: { status: 'forbidden' } } },
      },
    ],
  },
  {
    rule: 'elevenlabs-legacy-api-key',
    source: [
      'https://elevenlabs.io/docs/api-reference/user/get',
      'https://elevenlabs.io/docs/api-reference/api-keys/disable',
    ],
    verify: {
      request: { method: 'GET', path: '/v1/user', headers: { 'xi-api-key': '{key}' } },
      live: { status: 200, body: { user_id: 'user-1', subscription: { tier: 'free' } } },
      dead: { status: 401, body: { detail: { status: 'invalid_api_key', message: 'Invalid API key' } } },
      scoped: {
        status: 401,
        body: { detail: { status: 'missing_permissions', message: 'The API key is missing the permission user_read' } },
      },
      owners: ['user-1'],
      also: [{ answer: { status: 400, body: { detail: { status: 'invalid_api_key' } } }, is: 'dead' }],
    },
    revoke: [
      {
        requests: [
          {
            method: 'POST',
            path: '/v1/workspaces/api-keys/disable?api_key_name=self',
            headers: { 'xi-api-key': '{key}' },
          },
        ],
        done: { status: 200, body: {} },
        denied: { status: 403, body: { detail: { status: 'forbidden' } } },
      },
    ],
  },
]);
