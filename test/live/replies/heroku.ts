import { type Documented, documented } from '../documented.ts';

const VERSION = 'application/vnd.heroku+json; version=3';
const OWNER = { id: '01234567-89ab-cdef-0123-456789abcdef', email: 'username@example.com' };

const entry = (id: string, token: string) => ({
  id,
  access_token: { id: `token-${id}`, token, expires_in: null },
  scope: ['global'],
  user: { ...OWNER, full_name: 'Tina Edmonds' },
});

export default documented(
  ['heroku-api-key', 'heroku-legacy-api-key'].map(
    (rule): Documented => ({
      rule,
      source: [
        'https://devcenter.heroku.com/articles/platform-api-reference#account',
        'https://devcenter.heroku.com/articles/platform-api-reference#oauth-authorization',
      ],
      verify: {
        request: {
          method: 'GET',
          path: '/account',
          headers: { authorization: 'Bearer {key}', accept: VERSION },
        },
        live: { status: 200, body: { ...OWNER, name: 'Tina Edmonds', verified: true } },
        dead: { status: 401, body: { id: 'unauthorized', message: 'Invalid credentials provided.' } },
        scoped: { status: 403, body: { id: 'forbidden', message: 'You do not have access to this resource.' } },
        owners: [OWNER.email, OWNER.id],
      },
      revoke: [
        {
          list: (key) => [{ status: 200, body: [entry('first', 'another'), entry('second', key)] }],
          requests: [
            {
              method: 'GET',
              path: '/oauth/authorizations',
              headers: { authorization: 'Bearer {key}', accept: VERSION, range: 'id ..; max=1000' },
            },
            {
              method: 'DELETE',
              path: '/oauth/authorizations/second',
              headers: { authorization: 'Bearer {key}', accept: VERSION },
            },
          ],
          done: { status: 200, body: entry('second', '…') },
          gone: { status: 404, body: { id: 'not_found', message: 'Couldn’t find that OAuth authorization.' } },
          denied: { status: 403, body: { id: 'forbidden', message: 'You do not have access to this resource.' } },
        },
      ],
    }),
  ),
);
