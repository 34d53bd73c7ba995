import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'perplexity-api-key',
    source: [
      'https://docs.perplexity.ai/api-reference/async-chat-completions-get',
      'https://docs.perplexity.ai/api-reference/revoke-auth-token-post',
    ],
    verify: {
      request: { method: 'GET', path: '/async/chat/completions', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { requests: [], next_token: null } },
      dead: { status: 401, body: { error: { message: 'Invalid API key' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
    revoke: [
      {
        requests: [
          {
            method: 'POST',
            path: '/revoke_auth_token',
            headers: { authorization: 'Bearer {key}' },
            body: { auth_token: '{key}' },
          },
        ],
        done: { status: 200 },
        denied: { status: 401, body: { error: { message: 'unauthorized' } } },
      },
      {
        requests: [
          {
            method: 'POST',
            path: '/revoke_auth_token',
            headers: { authorization: 'Bearer {admin}' },
            body: { auth_token: '{key}' },
          },
        ],
        done: { status: 200 },
        denied: { status: 401, body: { error: { message: 'unauthorized' } } },
      },
    ],
  },
]);
