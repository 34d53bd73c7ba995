import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'notion-integration-token',
    source: [
      'https://developers.notion.com/reference/get-self',
      'https://developers.notion.com/reference/status-codes',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/v1/users/me',
        headers: { authorization: 'Bearer {key}', 'notion-version': '2022-06-28' },
      },
      live: {
        status: 200,
        body: {
          object: 'user',
          id: '16d84278-ab0e-484c-9bdd-b35da3bd8905',
          type: 'bot',
          bot: {
            owner: { type: 'user', user: { object: 'user', person: { email: 'avo@example.org' }, type: 'person' } },
            workspace_id: '17ab3186-873d-418b-b899-c3f6a43f68de',
            workspace_name: 'Ada Lovelace’s Notion',
          },
        },
      },
      dead: { status: 401, body: { object: 'error', status: 401, code: 'unauthorized' } },
      scoped: { status: 403, body: { object: 'error', status: 403, code: 'restricted_resource' } },
      owners: ['17ab3186-873d-418b-b899-c3f6a43f68de', 'avo@example.org'],
      names: ['Ada Lovelace’s Notion'],
    },
  },
]);
