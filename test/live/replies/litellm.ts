import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'litellm-master-key',
    source: 'https://docs.litellm.ai/docs/proxy/virtual_keys',
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
  {
    rule: 'litellm-api-key',
    source: ['https://docs.litellm.ai/docs/proxy/virtual_keys', 'https://docs.litellm.ai/docs/proxy/cost_tracking'],
    verify: {
      request: { method: 'GET', path: '/key/info', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { key: 'a', info: { key_name: 'sk-...abcd', team_id: 'team-1', user_id: 'user-1', models: ['a-model'] } },
      },
      dead: {
        status: 401,
        body: {
          error: {
            message: 'Authentication Error, Invalid proxy server token passed',
            type: 'auth_error',
            code: '401',
          },
        },
      },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['team-1', 'user-1'],
      scopes: ['a-model'],
    },
    revoke: [
      {
        requests: [
          { method: 'POST', path: '/key/block', headers: { authorization: 'Bearer {admin}' }, body: { key: '{key}' } },
        ],
        done: { status: 200, body: { blocked: true } },
        gone: { status: 404, body: { error: { message: 'not found' } } },
        denied: { status: 401, body: { error: { message: 'not allowed' } } },
      },
    ],
  },
]);
