import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'voyage-api-key',
    source: 'https://docs.voyageai.com/docs',
    verify: {
      request: { method: 'GET', path: '/v1/files?limit=1', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [] } },
      dead: { status: 401, body: { detail: 'Provided API key is invalid.' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
