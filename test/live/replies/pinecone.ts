import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'pinecone-api-key',
    source: 'https://docs.pinecone.io/reference/api/latest/control-plane/list_indexes',
    verify: {
      request: {
        method: 'GET',
        path: '/indexes',
        headers: { 'api-key': '{key}', 'x-pinecone-api-version': '2025-10' },
      },
      live: { status: 200, body: { indexes: [] } },
      dead: { status: 401, body: { error: { code: 'UNAUTHENTICATED', message: 'Invalid API key.' }, status: 401 } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
  {
    rule: 'pinecone-legacy-api-key',
    source: 'https://docs.pinecone.io/reference/api/latest/control-plane/list_indexes',
    verify: {
      request: {
        method: 'GET',
        path: '/indexes',
        headers: { 'api-key': '{key}', 'x-pinecone-api-version': '2025-10' },
      },
      live: { status: 200, body: { indexes: [] } },
      dead: { status: 401, body: { error: { code: 'UNAUTHENTICATED', message: 'Invalid API key.' }, status: 401 } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
