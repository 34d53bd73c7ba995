import { type Documented, documented } from '../documented.ts';

export default documented(
  ['stripe-secret-key', 'stripe-restricted-key', 'stripe-test-key'].map(
    (rule): Documented => ({
      rule,
      source: ['https://docs.stripe.com/api/accounts/retrieve', 'https://docs.stripe.com/api/errors'],
      verify: {
        request: { method: 'GET', path: '/v1/account', headers: { authorization: 'Bearer {key}' } },
        live: {
          status: 200,
          body: { id: 'acct_1Nv0FGQ9RKHgCVdK', object: 'account', email: 'site@stripe.com', country: 'US' },
        },
        dead: {
          status: 401,
          body: { error: { message: 'Invalid API Key provided', type: 'invalid_request_error' } },
        },
        scoped: {
          status: 403,
          body: { error: { message: 'The provided key does not have the required permissions for this endpoint.' } },
        },
        owners: ['acct_1Nv0FGQ9RKHgCVdK'],
        names: ['site@stripe.com'],
      },
    }),
  ),
);
