import { documented } from '../documented.ts';

export default documented([
  ...['vercel-access-token', 'vercel-legacy-token', 'vercel-integration-token'].map((rule) => ({
    rule,
    source: [
      'https://vercel.com/docs/rest-api/reference/endpoints/user/get-the-user',
      'https://vercel.com/docs/rest-api/authentication/delete-an-authentication-token',
    ],
    verify: {
      request: { method: 'GET', path: '/v2/user', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { user: { id: 'a-user', username: 'jdoe', email: 'me@example.com' } },
      },
      dead: { status: 403, body: { error: { code: 'forbidden', message: 'Not authorized', invalidToken: true } } },
      also: [
        {
          answer: { status: 401, body: { error: { code: 'unauthorized', message: 'Not authorized' } } },
          is: 'dead' as const,
        },
        {
          answer: { status: 403, body: { error: { code: 'forbidden', message: 'Not authorized' } } },
          is: 'unknown' as const,
        },
      ],
      owners: ['a-user', 'jdoe', 'me@example.com'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/v3/user/tokens/current', headers: { authorization: 'Bearer {key}' } }],
        done: { status: 200, body: { tokenId: 'an-id' } },
        gone: { status: 404, body: { error: { code: 'not_found', message: 'Token not found' } } },
        denied: { status: 403, body: { error: { code: 'forbidden', message: 'Not authorized' } } },
      },
    ],
  })),
  {
    rule: 'vercel-app-access-token',
    source: 'https://vercel.com/docs/sign-in-with-vercel/authorization-server-api',
    verify: {
      request: { method: 'GET', path: '/login/oauth/userinfo', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { sub: 'another-user', preferred_username: 'john-doe', email: 'user@example.com' },
      },
      dead: { status: 401, body: { error: 'invalid_token' } },
      owners: ['another-user', 'john-doe', 'user@example.com'],
    },
  },
  {
    rule: 'vercel-ai-gateway-key',
    source: 'https://vercel.com/docs/ai-gateway/usage',
    verify: {
      request: { method: 'GET', path: '/v1/credits', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { balance: '95.50', total_used: '4.50' } },
      dead: { status: 401, body: { error: { message: 'Authentication failed', type: 'authentication_error' } } },
      scoped: { status: 403, body: { error: { message: 'AI Gateway requires a valid credit card on file' } } },
    },
  },
]);
