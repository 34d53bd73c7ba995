import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'qianfan-api-key',
    source: 'https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Fm2vrveyu',
    verify: {
      request: { method: 'GET', path: '/v2/models', headers: { authorization: 'Bearer {plain}' } },
      live: { status: 200, body: { object: 'list', data: [{ id: 'a-model', object: 'model' }] } },
      dead: { status: 401, body: { error: { code: 'invalid_iam_token', message: 'IAM authentication failed' } } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
    },
  },
]);
