import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'openrouter-api-key',
    source: [
      'https://openrouter.ai/docs/client-sdks/typescript/sdks/apikeys/README',
      'https://openrouter.ai/docs/guides/overview/auth/management-api-keys',
    ],
    verify: {
      request: { method: 'GET', path: '/api/v1/key', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          data: { label: 'sk-or-v1-0e6...1c96', usage: 25.5, is_management_key: false, creator_user_id: 'user_1' },
        },
      },
      dead: { status: 401, body: { error: { code: 401, message: 'User not found.' } } },
      owners: ['user_1'],
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: {
              data: [
                { hash: 'aaaa', label: 'sk-or-v1-000...0000' },
                { hash: 'bbbb', label: `${key.slice(0, 12)}...${key.slice(-4)}` },
              ],
            },
          },
          { status: 200, body: { data: [] } },
        ],
        requests: [
          { method: 'GET', path: '/api/v1/keys?include_disabled=false', headers: { authorization: 'Bearer {admin}' } },
          {
            method: 'GET',
            path: '/api/v1/keys?include_disabled=false&offset=2',
            headers: { authorization: 'Bearer {admin}' },
          },
          {
            method: 'PATCH',
            path: '/api/v1/keys/bbbb',
            headers: { authorization: 'Bearer {admin}' },
            body: { disabled: true },
          },
        ],
        done: { status: 200, body: { data: { hash: 'bbbb', disabled: true } } },
        gone: { status: 404, body: { error: { code: 404 } } },
        denied: { status: 401, body: { error: { code: 401 } } },
      },
    ],
  },
]);
