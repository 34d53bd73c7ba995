import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'sendgrid-api-key',
    source: [
      'https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions/retrieve-a-list-of-scopes-for-which-this-user-has-access',
      'https://www.twilio.com/docs/sendgrid/api-reference/api-keys/delete-api-keys',
    ],
    verify: {
      request: { method: 'GET', path: '/v3/scopes', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { scopes: ['mail.send', 'alerts.read'] } },
      dead: { status: 401, body: { errors: [{ field: null, message: 'authorization required' }] } },
      scoped: { status: 403, body: { errors: [{ field: null, message: 'access forbidden' }] } },
      scopes: ['mail.send', 'alerts.read'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/v3/api_keys/{id}', headers: { authorization: 'Bearer {key}' } }],
        done: { status: 204 },
        gone: { status: 404, body: { errors: [{ message: 'unable to find API Key' }] } },
        denied: { status: 403, body: { errors: [{ message: 'access forbidden' }] } },
      },
      {
        requests: [{ method: 'DELETE', path: '/v3/api_keys/{id}', headers: { authorization: 'Bearer {admin}' } }],
        done: { status: 204 },
        gone: { status: 404, body: { errors: [{ message: 'unable to find API Key' }] } },
        denied: { status: 403, body: { errors: [{ message: 'access forbidden' }] } },
      },
    ],
  },
]);
