import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'sourcegraph-access-token',
    source: 'https://sourcegraph.com/docs/api/graphql',
    verify: {
      request: {
        method: 'POST',
        path: '/.api/graphql',
        headers: { authorization: 'token {key}' },
        body: { query: 'query { currentUser { username } }' },
      },
      live: { status: 200, body: { data: { currentUser: { username: 'alice' } } } },
      dead: { status: 401, body: 'Invalid access token.' },
      also: [{ answer: { status: 200, body: { data: { currentUser: null } } }, is: 'unknown' }],
      owners: ['alice'],
    },
  },
]);
