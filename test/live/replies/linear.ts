import { type Documented, documented } from '../documented.ts';

const verify = (authorization: string): Documented['verify'] => ({
  request: { method: 'POST', path: '/graphql', headers: { authorization, 'content-type': 'application/json' } },
  live: {
    status: 200,
    body: {
      data: {
        viewer: {
          id: '9cfb482a-81e3-4154-b5b9-2c805e70a02d',
          email: 'ada@example.com',
          organization: { id: 'f9a2b1e6-5e2c-4f1d-9d43-8a7c1d2e3f40', urlKey: 'acme', name: 'Acme' },
        },
      },
    },
  },
  dead: {
    status: 401,
    body: { errors: [{ message: 'Authentication required, not authenticated' }] },
  },
  also: [
    {
      answer: {
        status: 400,
        body: { errors: [{ message: 'Authentication required', extensions: { code: 'AUTHENTICATION_ERROR' } }] },
      },
      is: 'dead',
    },
    {
      answer: { status: 400, body: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } },
      is: 'unknown',
    },
    { answer: { status: 200, body: { errors: [{ message: 'no' }] } }, is: 'unknown' },
  ],
  owners: ['ada@example.com', '9cfb482a-81e3-4154-b5b9-2c805e70a02d', 'acme'],
  names: ['Acme'],
});

export default documented([
  { rule: 'linear-api-key', source: 'https://linear.app/developers/graphql', verify: verify('{key}') },
  {
    rule: 'linear-oauth-token',
    source: ['https://linear.app/developers/graphql', 'https://linear.app/developers/oauth-2-0-authentication'],
    verify: verify('Bearer {key}'),
    revoke: [
      {
        requests: [
          {
            method: 'POST',
            path: '/oauth/revoke',
            headers: { authorization: 'Bearer {key}' },
            body: 'token={key}',
          },
        ],
        done: { status: 200, body: {} },
        gone: { status: 400, body: { error: 'token was already revoked' } },
      },
    ],
  },
]);
