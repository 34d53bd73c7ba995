import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'intercom-access-token',
    source: 'https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin',
    verify: {
      request: { method: 'GET', path: '/me', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: { type: 'admin', id: '1295', email: 'jdoe@example.com', app: { id_code: 'an-app', name: 'Acme' } },
      },
      dead: {
        status: 401,
        body: { type: 'error.list', errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }] },
      },
      owners: ['an-app'],
      names: ['Acme', 'jdoe@example.com'],
    },
  },
]);
