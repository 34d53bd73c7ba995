import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'xai-api-key',
    source: ['https://docs.x.ai/developers/rest-api-reference', 'https://docs.x.ai/developers/management-api-guide'],
    verify: {
      request: { method: 'GET', path: '/v1/api-key', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          redacted_api_key: 'xai-...abcd',
          user_id: 'user-1',
          name: 'a key',
          team_id: 'team-1',
          acls: ['api-key:model:*'],
          api_key_id: 'key-1',
          team_blocked: false,
          api_key_blocked: false,
          api_key_disabled: false,
        },
      },
      dead: {
        status: 400,
        body: { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xa***yz.' },
      },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['team-1', 'user-1'],
      scopes: ['api-key:model:*'],
      also: [
        { answer: { status: 200, body: { api_key_id: 'key-1', api_key_blocked: true } }, is: 'dead' },
        { answer: { status: 200, body: { api_key_id: 'key-1', api_key_disabled: true } }, is: 'dead' },
        { answer: { status: 400, body: { code: 'other', error: 'other' } }, is: 'unknown' },
      ],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/auth/api-keys/key-1', headers: { authorization: 'Bearer {admin}' } }],
        done: { status: 200, body: {} },
        gone: { status: 404, body: { code: 5 } },
        denied: { status: 403, body: { code: 7 } },
      },
    ],
  },
  {
    rule: 'xai-management-key',
    source: 'https://docs.x.ai/developers/management-api-guide',
    verify: {
      request: { method: 'GET', path: '/auth/management-keys/validation', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          apiKeyId: 'key-1',
          teamId: 'team-1',
          scope: 'SCOPE_TEAM',
          scopeId: 'team-1',
          ownerUserId: 'user-1',
          acls: ['team-token:endpoint:ListApiKeys'],
        },
      },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      owners: ['team-1', 'user-1'],
      scopes: ['team-token:endpoint:ListApiKeys'],
    },
  },
]);
