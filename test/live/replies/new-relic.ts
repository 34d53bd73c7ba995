import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'new-relic-user-key',
    source: [
      'https://docs.newrelic.com/docs/apis/nerdgraph/get-started/introduction-new-relic-nerdgraph/',
      'https://docs.newrelic.com/docs/apis/nerdgraph/examples/use-nerdgraph-manage-license-keys-user-keys/',
    ],
    verify: {
      request: {
        method: 'POST',
        path: '/graphql',
        headers: { 'api-key': '{key}' },
        body: { query: '{ actor { user { id email } } }' },
      },
      live: { status: 200, body: { data: { actor: { user: { id: 1000, email: 'someone@example.com' } } } } },
      dead: { status: 401, body: { errors: [{ message: 'Invalid API key' }] } },
      also: [
        { answer: { status: 200, body: { errors: [{ message: 'Access denied' }] } }, is: 'unknown' },
        { answer: { status: 403, body: { errors: [{ message: 'Forbidden' }] } }, is: 'unknown' },
      ],
      owners: ['someone@example.com', '1000'],
    },
    revoke: [
      {
        list: (key) => [
          {
            status: 200,
            body: {
              data: {
                actor: {
                  apiAccess: {
                    keySearch: {
                      keys: [
                        { id: 'another-id', key: 'another-key' },
                        { id: 'an-id', key },
                      ],
                    },
                  },
                },
              },
            },
          },
        ],
        requests: [
          {
            method: 'POST',
            path: '/graphql',
            headers: { 'api-key': '{key}' },
            body: {
              query:
                '{ actor { apiAccess { keySearch(query: { types: USER, scope: { userIds: [1000] } }) { keys { id key } } } } }',
            },
          },
          {
            method: 'POST',
            path: '/graphql',
            headers: { 'api-key': '{key}' },
            body: {
              query:
                'mutation { apiAccessDeleteKeys(keys: { userKeyIds: ["an-id"] }) { deletedKeys { id } errors { message } } }',
            },
          },
        ],
        done: { status: 200, body: { data: { apiAccessDeleteKeys: { deletedKeys: [{ id: 'an-id' }], errors: [] } } } },
        denied: { status: 403, body: { errors: [{ message: 'Forbidden' }] } },
      },
    ],
  },
]);
