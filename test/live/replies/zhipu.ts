import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'zhipu-api-key',
    source: 'https://docs.z.ai/api-reference',
    verify: {
      request: {
        method: 'POST',
        path: '/api/paas/v4/tokenizer',
        headers: { authorization: 'Bearer {key}' },
        body: { model: 'glm-4.6', messages: [{ role: 'user', content: 'a' }] },
      },
      live: { status: 200, body: { id: 'a', usage: { prompt_tokens: 1, total_tokens: 1 } } },
      dead: { status: 401, body: { error: { code: '1000', message: 'Authentication Failed' } } },
    },
  },
]);
