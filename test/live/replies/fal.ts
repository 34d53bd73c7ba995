import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'fal-api-key',
    source: ['https://fal.ai/docs/platform-apis/v1/models/pricing', 'https://fal.ai/docs/platform-apis/v1/keys/delete'],
    verify: {
      request: {
        method: 'GET',
        path: '/v1/models/pricing?endpoint_id=fal-ai/flux/dev',
        headers: { authorization: 'Key {key}' },
      },
      live: { status: 200, body: { prices: [] } },
      dead: { status: 401, body: { error: { type: 'authorization_error', message: 'Authentication required' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/v1/keys/{id}', headers: { authorization: 'Key {key}' } }],
        done: { status: 204 },
        denied: { status: 403, body: { error: { type: 'authorization_error' } } },
      },
      {
        requests: [{ method: 'DELETE', path: '/v1/keys/{id}', headers: { authorization: 'Key {admin}' } }],
        done: { status: 204 },
        denied: { status: 403, body: { error: { type: 'authorization_error' } } },
      },
    ],
  },
]);
