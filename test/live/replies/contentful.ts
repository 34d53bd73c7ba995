import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'contentful-management-token',
    source: 'https://contentful.com/developers/docs/references/content-management-api/users/get-the-authenticated-user',
    verify: {
      request: { method: 'GET', path: '/users/me', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { email: 'dwight@example.com', sys: { id: 'exampleuserid', type: 'User' } } },
      dead: { status: 401, body: { sys: { type: 'Error', id: 'AccessTokenInvalid' } } },
      owners: ['dwight@example.com', 'exampleuserid'],
    },
  },
]);
