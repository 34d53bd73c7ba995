import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'terraform-cloud-token',
    source: 'https://developer.hashicorp.com/terraform/cloud-docs/api-docs/account',
    verify: {
      request: { method: 'GET', path: '/api/v2/account/details', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          data: {
            id: 'user-V3R563qtJNcExAkN',
            type: 'users',
            attributes: { username: 'admin', email: 'admin@hashicorp.com', 'is-service-account': false },
          },
        },
      },
      dead: { status: 401, body: { errors: [{ status: '401', title: 'unauthorized' }] } },
      also: [{ answer: { status: 404, body: { errors: [{ status: '404', title: 'not found' }] } }, is: 'unknown' }],
      owners: ['admin', 'admin@hashicorp.com', 'user-V3R563qtJNcExAkN'],
    },
  },
]);
