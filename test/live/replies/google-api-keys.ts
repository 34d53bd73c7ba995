import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'google-api-key',
    source: ['https://ai.google.dev/api/models', 'https://cloud.google.com/apis/design/errors'],
    verify: {
      request: { method: 'GET', path: '/v1beta/models?pageSize=1', headers: { 'x-goog-api-key': '{key}' } },
      live: { status: 200, body: { models: [{ name: 'models/a-model' }] } },
      dead: {
        status: 400,
        body: {
          error: {
            code: 400,
            status: 'INVALID_ARGUMENT',
            message: 'API key not valid.',
            details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
          },
        },
      },
      scoped: {
        status: 403,
        body: {
          error: {
            code: 403,
            status: 'PERMISSION_DENIED',
            message: 'The API is disabled.',
            details: [{ reason: 'SERVICE_DISABLED', metadata: { consumer: 'projects/123' } }],
          },
        },
      },
      also: [{ answer: { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } }, is: 'unknown' }],
    },
  },
  {
    rule: 'google-gemini-auth-key',
    source: ['https://ai.google.dev/api/models', 'https://cloud.google.com/apis/design/errors'],
    verify: {
      request: { method: 'GET', path: '/v1beta/models?pageSize=1', headers: { 'x-goog-api-key': '{key}' } },
      live: { status: 200, body: { models: [{ name: 'models/a-model' }] } },
      dead: {
        status: 400,
        body: {
          error: {
            code: 400,
            status: 'INVALID_ARGUMENT',
            message: 'API key not valid.',
            details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
          },
        },
      },
      scoped: {
        status: 403,
        body: {
          error: {
            code: 403,
            status: 'PERMISSION_DENIED',
            message: 'The API is disabled.',
            details: [{ reason: 'SERVICE_DISABLED', metadata: { consumer: 'projects/123' } }],
          },
        },
      },
      also: [{ answer: { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } }, is: 'unknown' }],
    },
  },
]);
