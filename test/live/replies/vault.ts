import { type Documented, documented } from '../documented.ts';

const PAGE = 'https://developer.hashicorp.com/vault/api-docs/auth/token';
const INVALID = {
  status: 403,
  body: { errors: ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'] },
};
const DENIED = { status: 403, body: { errors: ['1 error occurred:\n\t* permission denied\n\n'] } };

const verify: Documented['verify'] = {
  request: { method: 'GET', path: '/v1/auth/token/lookup-self', headers: { 'x-vault-token': '{key}' } },
  live: {
    status: 200,
    body: {
      data: {
        accessor: '8609694a-cdbc-db9b-d345-e782dbb562ed',
        display_name: 'ldap2-tesla',
        entity_id: '7d2e3179-f69b-450c-7179-ac8ee8bd8ca9',
        policies: ['default', 'testgroup2-policy'],
        ttl: 43154,
      },
    },
  },
  dead: INVALID,
  also: [{ answer: DENIED, is: 'unknown' }],
  owners: ['7d2e3179-f69b-450c-7179-ac8ee8bd8ca9'],
  names: ['ldap2-tesla'],
  scopes: ['default', 'testgroup2-policy'],
};

export default documented([
  ...['vault-service-token', 'vault-legacy-token'].map(
    (rule): Documented => ({
      rule,
      source: PAGE,
      verify,
      revoke: [
        {
          requests: [{ method: 'POST', path: '/v1/auth/token/revoke-self', headers: { 'x-vault-token': '{key}' } }],
          done: { status: 204 },
          gone: INVALID,
          denied: DENIED,
        },
      ],
    }),
  ),
  { rule: 'vault-batch-token', source: PAGE, verify },
]);
