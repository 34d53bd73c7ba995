import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'minimax-api-key',
    source: 'https://platform.minimax.io/docs/api-reference',
    verify: {
      request: { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { message: 'login fail' } } },
      also: [
        {
          answer: { status: 200, body: { base_resp: { status_code: 1004, status_msg: 'login fail' } } },
          is: 'unknown',
        },
      ],
    },
  },
]);
