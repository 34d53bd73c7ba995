import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'brevo-api-key',
    source: 'https://developers.brevo.com/reference/getaccount',
    verify: {
      request: { method: 'GET', path: '/v3/account', headers: { 'api-key': '{key}' } },
      live: {
        status: 200,
        body: { email: 'johndoe@example.com', firstName: 'John', lastName: 'Doe', companyName: 'Acme Corp' },
      },
      dead: { status: 401, body: { code: 'unauthorized', message: 'Key not found' } },
      owners: ['johndoe@example.com'],
      names: ['Acme Corp'],
    },
  },
]);
