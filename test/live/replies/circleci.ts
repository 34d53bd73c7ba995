import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'circleci-personal-token',
    source: 'https://circleci.com/docs/api/v2/#operation/getCurrentUser',
    verify: {
      request: { method: 'GET', path: '/api/v2/me', headers: { 'circle-token': '{key}' } },
      live: { status: 200, body: { id: 'a-user', login: 'someone', name: 'Some One' } },
      dead: { status: 401, body: { message: 'You must log in first.' } },
      owners: ['someone', 'a-user'],
    },
  },
]);
