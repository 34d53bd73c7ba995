import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'crates-api-token',
    source: 'https://doc.rust-lang.org/cargo/reference/registry-web-api.html',
    verify: {
      request: {
        method: 'GET',
        path: '/api/v1/crates?following=1&per_page=1',
        headers: { authorization: '{key}' },
      },
      live: { status: 200, body: { crates: [], meta: { total: 0, next_page: null, prev_page: null } } },
      dead: { status: 403, body: { errors: [{ detail: 'authentication failed' }] } },
      scoped: {
        status: 403,
        body: {
          errors: [{ detail: 'this token does not have the required permissions to perform this action' }],
        },
      },
      also: [{ answer: { status: 403, body: { errors: [{ detail: 'account locked' }] } }, is: 'unknown' }],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/api/v1/tokens/current', headers: { authorization: '{key}' } }],
        done: { status: 204 },
        denied: { status: 403, body: { errors: [{ detail: 'authentication failed' }] } },
      },
    ],
  },
]);
