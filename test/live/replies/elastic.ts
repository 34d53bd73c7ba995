import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'elastic-api-key',
    source: [
      'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-security-authenticate',
      'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-security-invalidate-api-key',
    ],
    verify: {
      request: { method: 'GET', path: '/_security/_authenticate', headers: { authorization: 'ApiKey {key}' } },
      live: {
        status: 200,
        body: { username: 'elastic', authentication_type: 'api_key', api_key: { id: 'an-id', name: 'a-key' } },
      },
      dead: { status: 401, body: { error: { type: 'security_exception' }, status: 401 } },
      owners: ['elastic'],
    },
    revoke: [
      {
        requests: [
          {
            method: 'DELETE',
            path: '/_security/api_key',
            headers: { authorization: 'ApiKey {key}' },
            body: { ids: ['an-id'] },
          },
        ],
        done: {
          status: 200,
          body: { invalidated_api_keys: ['an-id'], previously_invalidated_api_keys: [], error_count: 0 },
        },
        gone: {
          status: 200,
          body: { invalidated_api_keys: [], previously_invalidated_api_keys: ['an-id'], error_count: 0 },
        },
        denied: { status: 403, body: { error: { type: 'security_exception' }, status: 403 } },
      },
    ],
  },
]);
