import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'serval-api-key',
    source: [
      'https://docs.serval.com/api-reference/auth-api/create-token',
      'https://docs.serval.com/api-reference/auth-api/revoke-leaked-key',
    ],
    verify: {
      request: {
        method: 'POST',
        path: '/v2/auth/token',
        headers: { authorization: 'Basic {client}:{key}' },
        body: 'grant_type=client_credentials',
      },
      live: { status: 200, body: { access_token: 'made', token_type: 'Bearer', expires_in: 3600 } },
      // No page of Serval's shows a refusal: that of HTTP.
      dead: { status: 401, body: { error: 'invalid_client' } },
      also: [
        { answer: { status: 400, body: { error: 'invalid_request' } }, is: 'unknown' },
        { answer: { status: 403, body: { message: 'forbidden' } }, is: 'unknown' },
      ],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/v2/auth/revoke', body: 'secret={key}' }],
        done: { status: 200 },
      },
    ],
  },
]);
