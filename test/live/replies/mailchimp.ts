import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'mailchimp-api-key',
    source: 'https://mailchimp.com/developer/marketing/api/root/list-api-root-resources/',
    verify: {
      request: { method: 'GET', path: '/3.0/', headers: { authorization: 'Basic clawback:{key}' } },
      live: {
        status: 200,
        body: {
          account_id: 'an-account',
          account_name: "Freddie's Jokes",
          email: 'f@example.com',
          role: 'owner',
        },
      },
      dead: { status: 401, body: { title: 'API Key Invalid', status: 401 } },
      also: [{ answer: { status: 403, body: { title: 'User Disabled', status: 403 } }, is: 'unknown' }],
      owners: ['an-account', 'f@example.com'],
      names: ["Freddie's Jokes"],
      scopes: ['owner'],
    },
  },
]);
