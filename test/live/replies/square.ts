import { type Documented, documented } from '../documented.ts';

const STATUS = 'https://developer.squareup.com/reference/square/o-auth-api/retrieve-token-status';

const verify = (token: string): Documented['verify'] => ({
  request: { method: 'POST', path: '/oauth2/token/status', headers: { authorization: `Bearer ${token}` } },
  live: {
    status: 200,
    body: {
      scopes: ['PAYMENTS_READ', 'PAYMENTS_WRITE'],
      expires_at: '2022-10-14T14:44:00Z',
      client_id: 'CLIENT_ID',
      merchant_id: 'MERCHANT_ID',
    },
  },
  dead: {
    status: 401,
    body: { errors: [{ category: 'AUTHENTICATION_ERROR', code: 'UNAUTHORIZED' }] },
  },
  owners: ['MERCHANT_ID', 'CLIENT_ID'],
  scopes: ['PAYMENTS_READ', 'PAYMENTS_WRITE'],
});

export default documented([
  {
    rule: 'square-access-token',
    source: [STATUS, 'https://developer.squareup.com/reference/square/o-auth-api/revoke-token'],
    verify: verify('{key}'),
    revoke: [
      {
        requests: [
          {
            method: 'POST',
            path: '/oauth2/revoke',
            headers: { authorization: 'Client {admin}' },
            body: { client_id: 'CLIENT_ID', access_token: '{key}', revoke_only_access_token: true },
          },
        ],
        done: { status: 200, body: { success: true } },
        gone: { status: 404, body: { message: 'access token not found', type: 'not_found' } },
        denied: { status: 401, body: { message: 'Not Authorized', type: 'service.not_authorized' } },
      },
    ],
  },
  { rule: 'square-sandbox-secret', source: STATUS, verify: verify('{token}') },
]);
