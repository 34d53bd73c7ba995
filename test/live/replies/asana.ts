import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'asana-personal-access-token',
    source: ['https://developers.asana.com/reference/getuser', 'https://developers.asana.com/docs/errors'],
    verify: {
      request: { method: 'GET', path: '/api/1.0/users/me', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          data: {
            gid: '12345',
            resource_type: 'user',
            name: 'Greg Sanchez',
            email: 'gsanchez@example.com',
            workspaces: [{ gid: '67890', resource_type: 'workspace', name: 'My Company Workspace' }],
          },
        },
      },
      dead: { status: 401, body: { errors: [{ message: 'Not Authorized' }] } },
      scoped: { status: 403, body: { errors: [{ message: 'Forbidden' }] } },
      owners: ['gsanchez@example.com', '12345', '67890'],
      names: ['My Company Workspace'],
    },
  },
]);
