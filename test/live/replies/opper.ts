import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'opper-management-key',
    source: [
      'https://docs.opper.ai/control-plane/management-api',
      'https://docs.opper.ai/v3-api-reference/management/disable-management-key',
    ],
    verify: {
      request: { method: 'GET', path: '/management/v1/projects', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { data: [] } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { required_scope: 'projects:read' } },
    },
    revoke: [
      {
        requests: [
          {
            method: 'POST',
            path: '/management/v1/management-keys/_self/disable',
            headers: { authorization: 'Bearer {key}' },
          },
        ],
        done: { status: 204 },
        denied: { status: 401, body: { error: 'unauthorized' } },
      },
    ],
  },
]);
