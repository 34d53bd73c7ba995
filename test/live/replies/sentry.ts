import { type Documented, documented } from '../documented.ts';

export default documented(
  ['sentry-organization-token', 'sentry-user-token', 'sentry-legacy-token'].map(
    (rule): Documented => ({
      rule,
      source: ['https://docs.sentry.io/api/auth/', 'https://github.com/getsentry/sentry'],
      verify: {
        request: { method: 'GET', path: '/api/0/auth/validate/', headers: { authorization: 'Bearer {key}' } },
        live: { status: 200 },
        dead: { status: 401, body: { detail: 'Invalid token' } },
        also: [
          { answer: { status: 403, body: { detail: 'Invalid token' } }, is: 'dead' },
          { answer: { status: 401, body: { detail: 'Token expired' } }, is: 'dead' },
          { answer: { status: 403, body: 'Forbidden' }, is: 'unknown' },
        ],
      },
    }),
  ),
);
