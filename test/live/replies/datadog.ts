import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'datadog-api-key',
    source: 'https://docs.datadoghq.com/api/latest/authentication/#validate-api-key',
    verify: {
      request: { method: 'GET', path: '/api/v1/validate', headers: { 'dd-api-key': '{key}' } },
      live: { status: 200, body: { valid: true } },
      dead: { status: 403, body: { errors: ['Forbidden'] } },
      also: [{ answer: { status: 200, body: { valid: false } }, is: 'unknown' }],
    },
  },
]);
