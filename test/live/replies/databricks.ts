import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'databricks-access-token',
    source: 'https://docs.databricks.com/api/workspace/currentuser/me',
    verify: {
      request: {
        method: 'GET',
        path: '/api/2.0/preview/scim/v2/Me',
        headers: { authorization: 'Bearer {key}' },
      },
      live: {
        status: 200,
        body: { id: '7535194597985784', userName: 'user@example.com', displayName: 'A User', active: true },
      },
      dead: { status: 403, body: { error_code: '403', message: 'Invalid access token.' } },
      also: [
        { answer: { status: 401, body: { error_code: 401, message: 'Credential was not sent.' } }, is: 'dead' },
        {
          answer: { status: 403, body: { error_code: '403', message: 'Source IP address is blocked.' } },
          is: 'unknown',
        },
      ],
      owners: ['user@example.com', '7535194597985784'],
    },
  },
]);
