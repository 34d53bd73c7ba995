import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'assemblyai-api-key',
    source: 'https://www.assemblyai.com/docs/api-reference/transcripts/list',
    verify: {
      request: { method: 'GET', path: '/v2/transcript?limit=1', headers: { authorization: '{key}' } },
      live: { status: 200, body: { page_details: { limit: 1 }, transcripts: [] } },
      dead: { status: 401, body: { error: 'Authentication error, API token missing/invalid' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
