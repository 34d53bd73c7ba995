import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'openai-user-key',
    source: [
      'https://developers.openai.com/api/reference/resources/models/methods/list',
      'https://developers.openai.com/api/docs/guides/error-codes',
    ],
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        headers: { 'openai-organization': 'acme-inc', 'openai-project': 'proj_abc' },
        body: { object: 'list', data: [{ id: 'a-model', object: 'model', owned_by: 'openai' }] },
      },
      dead: {
        status: 401,
        body: {
          error: {
            message: 'Incorrect API key provided.',
            type: 'invalid_request_error',
            param: null,
            code: 'invalid_api_key',
          },
        },
      },
      scoped: {
        status: 403,
        body: { error: { message: 'Missing scopes: api.model.read', type: 'invalid_request_error' } },
      },
      owners: ['acme-inc', 'proj_abc'],
      also: [
        {
          answer: { status: 401, body: { error: { message: 'Wrong regional hostname.', code: 'incorrect_hostname' } } },
          is: 'live',
        },
        {
          answer: { status: 401, body: { error: { message: 'Your IP is not allowed.', code: 'ip_not_authorized' } } },
          is: 'unknown',
        },
      ],
    },
  },
  {
    rule: 'openai-project-key',
    source: [
      'https://developers.openai.com/api/reference/resources/models/methods/list',
      'https://developers.openai.com/api/docs/guides/error-codes',
    ],
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        headers: { 'openai-organization': 'acme-inc', 'openai-project': 'proj_abc' },
        body: { object: 'list', data: [{ id: 'a-model', object: 'model', owned_by: 'openai' }] },
      },
      dead: {
        status: 401,
        body: {
          error: {
            message: 'Incorrect API key provided.',
            type: 'invalid_request_error',
            param: null,
            code: 'invalid_api_key',
          },
        },
      },
      scoped: {
        status: 403,
        body: { error: { message: 'Missing scopes: api.model.read', type: 'invalid_request_error' } },
      },
      owners: ['acme-inc', 'proj_abc'],
      also: [
        {
          answer: { status: 401, body: { error: { message: 'Wrong regional hostname.', code: 'incorrect_hostname' } } },
          is: 'live',
        },
        {
          answer: { status: 401, body: { error: { message: 'Your IP is not allowed.', code: 'ip_not_authorized' } } },
          is: 'unknown',
        },
      ],
    },
  },
  {
    rule: 'openai-service-account-key',
    source: [
      'https://developers.openai.com/api/reference/resources/models/methods/list',
      'https://developers.openai.com/api/docs/guides/error-codes',
    ],
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        headers: { 'openai-organization': 'acme-inc', 'openai-project': 'proj_abc' },
        body: { object: 'list', data: [{ id: 'a-model', object: 'model', owned_by: 'openai' }] },
      },
      dead: {
        status: 401,
        body: {
          error: {
            message: 'Incorrect API key provided.',
            type: 'invalid_request_error',
            param: null,
            code: 'invalid_api_key',
          },
        },
      },
      scoped: {
        status: 403,
        body: { error: { message: 'Missing scopes: api.model.read', type: 'invalid_request_error' } },
      },
      owners: ['acme-inc', 'proj_abc'],
      also: [
        {
          answer: { status: 401, body: { error: { message: 'Wrong regional hostname.', code: 'incorrect_hostname' } } },
          is: 'live',
        },
        {
          answer: { status: 401, body: { error: { message: 'Your IP is not allowed.', code: 'ip_not_authorized' } } },
          is: 'unknown',
        },
      ],
    },
  },
  {
    rule: 'openai-admin-key',
    source: [
      'https://developers.openai.com/api/reference/resources/organization/subresources/admin_api_keys/methods/list',
      'https://developers.openai.com/api/reference/resources/organization/subresources/admin_api_keys/methods/delete',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/v1/organization/admin_api_keys?limit=1',
        headers: { authorization: 'Bearer {key}' },
      },
      live: {
        status: 200,
        headers: { 'openai-organization': 'acme-inc' },
        body: { object: 'list', data: [], has_more: false },
      },
      dead: {
        status: 401,
        body: {
          error: {
            message: 'Incorrect API key provided.',
            type: 'invalid_request_error',
            param: null,
            code: 'invalid_api_key',
          },
        },
      },
      scoped: { status: 403, body: { error: { message: 'Insufficient permissions' } } },
      owners: ['acme-inc'],
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: {
              object: 'list',
              data: [{ object: 'organization.admin_api_key', id: 'key_one', redacted_value: 'sk-admin-000...000' }],
              first_id: 'key_one',
              last_id: 'key_one',
              has_more: true,
            },
          },
          {
            status: 200,
            body: {
              object: 'list',
              data: [
                {
                  object: 'organization.admin_api_key',
                  id: 'key_two',
                  redacted_value: `${key.slice(0, 12)}...${key.slice(-4)}`,
                },
              ],
              first_id: 'key_two',
              last_id: 'key_two',
              has_more: false,
            },
          },
        ],
        requests: [
          {
            method: 'GET',
            path: '/v1/organization/admin_api_keys?limit=100',
            headers: { authorization: 'Bearer {key}' },
          },
          {
            method: 'GET',
            path: '/v1/organization/admin_api_keys?limit=100&after=key_one',
            headers: { authorization: 'Bearer {key}' },
          },
          {
            method: 'DELETE',
            path: '/v1/organization/admin_api_keys/key_two',
            headers: { authorization: 'Bearer {key}' },
          },
        ],
        done: { status: 200, body: { id: 'key_two', object: 'organization.admin_api_key.deleted', deleted: true } },
        gone: { status: 404, body: { error: { message: 'No such API key' } } },
        denied: { status: 403, body: { error: { message: 'Insufficient permissions' } } },
      },
    ],
  },
]);
