import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'anthropic-api-key',
    source: [
      'https://platform.claude.com/docs/en/api/overview',
      'https://platform.claude.com/docs/en/api/admin/api_keys/list',
      'https://platform.claude.com/docs/en/api/admin/api_keys/update',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/v1/models',
        headers: { 'x-api-key': '{key}', 'anthropic-version': '2023-06-01' },
      },
      live: {
        status: 200,
        headers: { 'anthropic-organization-id': 'org-acme' },
        body: { data: [{ type: 'model', id: 'a-model' }], has_more: false },
      },
      dead: {
        status: 401,
        body: { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      },
      scoped: { status: 403, body: { type: 'error', error: { type: 'permission_error', message: 'not allowed' } } },
      owners: ['org-acme'],
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            headers: { 'anthropic-organization-id': 'org-acme' },
            body: {
              data: [
                { id: 'apikey_1', type: 'api_key', status: 'active', partial_key_hint: 'sk-ant-api03-000...00AA' },
              ],
              first_id: 'apikey_1',
              last_id: 'apikey_1',
              has_more: true,
            },
          },
          {
            status: 200,
            headers: { 'anthropic-organization-id': 'org-acme' },
            body: {
              data: [
                {
                  id: 'apikey_2',
                  type: 'api_key',
                  status: 'active',
                  partial_key_hint: `${key.slice(0, 16)}...${key.slice(-4)}`,
                },
              ],
              first_id: 'apikey_2',
              last_id: 'apikey_2',
              has_more: false,
            },
          },
        ],
        requests: [
          { method: 'GET', path: '/v1/organizations/api_keys?limit=1000', headers: { 'x-api-key': '{admin}' } },
          {
            method: 'GET',
            path: '/v1/organizations/api_keys?limit=1000&after_id=apikey_1',
            headers: { 'x-api-key': '{admin}' },
          },
          {
            method: 'POST',
            path: '/v1/organizations/api_keys/apikey_2',
            headers: { 'x-api-key': '{admin}', 'anthropic-version': '2023-06-01' },
            body: { status: 'inactive' },
          },
        ],
        done: { status: 200, body: { id: 'apikey_2', type: 'api_key', status: 'inactive' } },
        gone: { status: 404, body: { type: 'error', error: { type: 'not_found_error' } } },
        denied: { status: 403, body: { type: 'error', error: { type: 'permission_error' } } },
      },
    ],
  },
  {
    rule: 'anthropic-admin-key',
    source: 'https://platform.claude.com/docs/en/build-with-claude/administration-api',
    verify: {
      request: {
        method: 'GET',
        path: '/v1/organizations/me',
        headers: { 'x-api-key': '{key}', 'anthropic-version': '2023-06-01' },
      },
      live: { status: 200, body: { id: '12345678-1234-5678-1234-567812345678', type: 'organization', name: 'Acme' } },
      dead: {
        status: 401,
        body: { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      },
      scoped: { status: 403, body: { type: 'error', error: { type: 'permission_error', message: 'not allowed' } } },
      owners: ['12345678-1234-5678-1234-567812345678'],
      names: ['Acme'],
    },
  },
  {
    rule: 'anthropic-oauth-token',
    source: ['https://platform.claude.com/docs/en/api/overview', 'https://github.com/anthropics/claude-code'],
    verify: {
      request: {
        method: 'GET',
        path: '/v1/models',
        headers: {
          authorization: 'Bearer {key}',
          'anthropic-version': '2023-06-01',
          'anthropic-beta': 'oauth-2025-04-20',
        },
      },
      live: {
        status: 200,
        headers: { 'anthropic-organization-id': 'org-acme' },
        body: { data: [{ type: 'model', id: 'a-model' }], has_more: false },
      },
      dead: {
        status: 401,
        body: {
          type: 'error',
          error: { type: 'authentication_error', message: 'OAuth token has expired. Please obtain a new token.' },
        },
      },
      scoped: { status: 403, body: { type: 'error', error: { type: 'permission_error', message: 'not allowed' } } },
      owners: ['org-acme'],
      also: [
        {
          answer: {
            status: 401,
            body: { type: 'error', error: { message: 'OAuth authentication is currently not supported.' } },
          },
          is: 'unknown',
        },
        { answer: { status: 401, body: { type: 'error', error: { message: 'Invalid bearer token' } } }, is: 'dead' },
        {
          answer: { status: 403, body: { type: 'error', error: { message: 'OAuth token has been revoked.' } } },
          is: 'dead',
        },
      ],
    },
  },
]);
