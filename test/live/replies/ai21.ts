import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'ai21-api-key',
    source: 'https://docs.ai21.com/reference',
    verify: {
      request: { method: 'GET', path: '/studio/v1/library/files', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: [] },
      dead: { status: 401, body: { detail: 'Forbidden: Bad or missing API token.' } },
    },
  },
]);
