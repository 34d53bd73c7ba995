import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'devin-api-key',
    source: 'https://docs.devin.ai/api-reference/v3/self/self',
    verify: {
      request: { method: 'GET', path: '/v3/self', headers: { authorization: 'Bearer {service}' } },
      live: {
        status: 200,
        body: { principal_type: 'service_user', org_id: 'org-1', service_user_id: 'su-1', service_user_name: 'ci' },
      },
      dead: { status: 401, body: { detail: 'Unauthorized' } },
      owners: ['org-1'],
      names: ['ci'],
    },
  },
]);
