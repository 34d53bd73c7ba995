import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'consul-acl-token',
    source: 'https://developer.hashicorp.com/consul/api-docs/acl/tokens',
    verify: {
      request: { method: 'GET', path: '/v1/acl/token/self', headers: { 'x-consul-token': '{key}' } },
      live: {
        status: 200,
        body: {
          AccessorID: 'an-accessor',
          Description: 'Agent token',
          Policies: [{ ID: 'a-policy', Name: 'node-read' }],
        },
      },
      dead: { status: 403, body: 'rpc error making call: ACL not found' },
      also: [{ answer: { status: 403, body: 'Permission denied' }, is: 'unknown' }],
      scopes: ['node-read'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/v1/acl/token/an-accessor', headers: { 'x-consul-token': '{key}' } }],
        done: { status: 200, body: 'true' },
        gone: { status: 403, body: 'rpc error making call: ACL not found' },
        denied: { status: 403, body: 'Permission denied' },
      },
    ],
  },
]);
