import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'resend-api-key',
    source: [
      'https://resend.com/docs/api-reference/domains/list-domains',
      'https://resend.com/docs/api-reference/errors',
    ],
    verify: {
      request: { method: 'GET', path: '/domains', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-domain', name: 'example.com' }] } },
      dead: { status: 400, body: { statusCode: 400, name: 'validation_error', message: 'API key is invalid' } },
      scoped: {
        status: 401,
        body: {
          statusCode: 401,
          name: 'restricted_api_key',
          message: 'This API key is restricted to only send emails',
        },
      },
      also: [
        {
          answer: { status: 403, body: { statusCode: 403, name: 'invalid_api_key', message: 'API key is invalid.' } },
          is: 'dead',
        },
        {
          answer: { status: 401, body: { statusCode: 401, name: 'missing_api_key', message: 'Missing API Key' } },
          is: 'unknown',
        },
      ],
      names: ['example.com'],
    },
  },
]);
