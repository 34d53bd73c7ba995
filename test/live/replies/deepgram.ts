import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'deepgram-api-key',
    source: 'https://developers.deepgram.com/reference/manage/projects/list',
    verify: {
      request: { method: 'GET', path: '/v1/projects', headers: { authorization: 'Token {key}' } },
      live: { status: 200, body: { projects: [{ project_id: 'project-1', name: 'Acme' }] } },
      dead: { status: 401, body: { err_code: 'INVALID_AUTH', err_msg: 'Invalid credentials.' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['project-1'],
      names: ['Acme'],
    },
  },
]);
