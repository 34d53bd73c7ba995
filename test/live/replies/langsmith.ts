import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'langsmith-personal-access-token',
    source: [
      'https://docs.langchain.com/langsmith/manage-organization-by-api',
      'https://docs.langchain.com/langsmith/smith-api/orgs/revoke-org-personal-access-token',
    ],
    verify: {
      request: { method: 'GET', path: '/api/v1/orgs/current', headers: { 'x-api-key': '{key}' } },
      live: { status: 200, body: { id: 'org-1', display_name: 'Acme', is_personal: false } },
      dead: { status: 401, body: { detail: 'Invalid token' } },
      owners: ['org-1'],
      names: ['Acme'],
      also: [{ answer: { status: 403, body: { detail: 'Forbidden' } }, is: 'unknown' }],
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: [
              { id: 'id-1', short_key: 'lsv2_000...0000' },
              { id: 'id-2', short_key: `${key.slice(0, 12)}...${key.slice(-4)}` },
            ],
          },
        ],
        requests: [
          { method: 'GET', path: '/api/v1/orgs/current/personal-access-tokens', headers: { 'x-api-key': '{key}' } },
          {
            method: 'POST',
            path: '/api/v1/orgs/current/personal-access-tokens/id-2/revocation',
            headers: { 'x-api-key': '{key}' },
          },
        ],
        done: { status: 200, body: {} },
        gone: { status: 404, body: { detail: 'not found' } },
        denied: { status: 403, body: { detail: 'Forbidden' } },
      },
    ],
  },
  {
    rule: 'langsmith-service-key',
    source: [
      'https://docs.langchain.com/langsmith/manage-organization-by-api',
      'https://docs.langchain.com/langsmith/create-account-api-key',
    ],
    verify: {
      request: { method: 'GET', path: '/api/v1/orgs/current', headers: { 'x-api-key': '{key}' } },
      live: { status: 200, body: { id: 'org-1', display_name: 'Acme', is_personal: false } },
      dead: { status: 401, body: { detail: 'Invalid token' } },
      owners: ['org-1'],
      names: ['Acme'],
      also: [{ answer: { status: 403, body: { detail: 'Forbidden' } }, is: 'unknown' }],
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: [
              { id: 'id-1', short_key: 'lsv2_000...0000' },
              { id: 'id-2', short_key: `${key.slice(0, 12)}...${key.slice(-4)}` },
            ],
          },
        ],
        requests: [
          { method: 'GET', path: '/api/v1/api-key', headers: { 'x-api-key': '{key}' } },
          { method: 'DELETE', path: '/api/v1/api-key/id-2', headers: { 'x-api-key': '{key}' } },
        ],
        done: { status: 200, body: {} },
        gone: { status: 404, body: { detail: 'not found' } },
        denied: { status: 403, body: { detail: 'Forbidden' } },
      },
    ],
  },
]);
