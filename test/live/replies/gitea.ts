import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'gitea-access-token',
    source: ['https://docs.gitea.com/api/#tag/user/operation/userGetCurrent', 'https://codeberg.org/api/swagger'],
    verify: {
      request: { method: 'GET', path: '/api/v1/user', headers: { authorization: 'token {key}' } },
      live: { status: 200, body: { id: 1, login: 'someone', email: 'someone@example.com' } },
      dead: { status: 401, body: { message: 'user does not exist [uid: 0, name: ]' } },
      scoped: { status: 403, body: { message: 'token does not have at least one of required scope(s): [read:user]' } },
      owners: ['someone'],
      names: ['someone@example.com'],
    },
  },
]);
