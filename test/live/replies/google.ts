import { documented } from '../documented.ts';

const error = (code: number, status: string, reason: string, metadata: object = {}) => ({
  status: code,
  body: {
    error: {
      code,
      message: 'The reason is in the details.',
      status,
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com', metadata }],
    },
  },
});

export default documented([
  {
    rule: 'google-api-key',
    source: [
      'https://ai.google.dev/api/models',
      'https://cloud.google.com/docs/authentication/api-keys',
      'https://docs.cloud.google.com/service-infrastructure/docs/service-control/reference/rpc/google.api#errorreason',
    ],
    verify: {
      request: { method: 'GET', path: '/v1beta/models?pageSize=1', headers: { 'x-goog-api-key': '{key}' } },
      live: { status: 200, body: { models: [{ name: 'models/a-model' }], nextPageToken: 'abc' } },
      dead: error(400, 'INVALID_ARGUMENT', 'API_KEY_INVALID', { service: 'generativelanguage.googleapis.com' }),
      scoped: error(403, 'PERMISSION_DENIED', 'SERVICE_DISABLED', { consumer: 'projects/123456789012' }),
      also: [{ answer: error(400, 'FAILED_PRECONDITION', 'LOCATION'), is: 'unknown' }],
    },
  },
]);
