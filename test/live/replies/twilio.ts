import { type Documented, documented } from '../documented.ts';

const REFUSED = { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } };
const KEYS = 'https://www.twilio.com/docs/iam/api-keys/key-resource-v1';

const deleted = (authorization: string): NonNullable<Documented['revoke']>[number] => ({
  requests: [{ method: 'DELETE', path: '/v1/Keys/{sid}', headers: { authorization } }],
  done: { status: 204 },
  gone: { status: 404, body: { code: 20404, message: 'The requested resource was not found', status: 404 } },
  denied: { status: 403, body: { code: 20003, message: 'Permission denied', status: 403 } },
});

export default documented([
  {
    rule: 'twilio-auth-token',
    source: ['https://www.twilio.com/docs/iam/api/account', 'https://www.twilio.com/docs/api/errors/20003'],
    verify: {
      request: {
        method: 'GET',
        path: '/2010-04-01/Accounts/{sid}.json',
        headers: { authorization: 'Basic {sid}:{key}' },
      },
      live: {
        status: 200,
        body: { sid: 'AC-a', owner_account_sid: 'AC-b', friendly_name: 'Acme', status: 'active', type: 'Full' },
      },
      dead: REFUSED,
      also: [{ answer: { status: 401, body: { code: 70051, message: 'Authorization Failed' } }, is: 'unknown' }],
      owners: ['AC-a', 'AC-b'],
      names: ['Acme'],
    },
  },
  {
    rule: 'twilio-api-key-secret',
    source: ['https://www.twilio.com/docs/verify/api/service', 'https://www.twilio.com/docs/api/errors/20003', KEYS],
    verify: {
      request: {
        method: 'GET',
        path: '/v2/Services?PageSize=1',
        headers: { authorization: 'Basic {sid}:{key}' },
      },
      live: {
        status: 200,
        body: { meta: { page: 0, page_size: 1 }, services: [{ sid: 'VA-a', account_sid: 'AC-a' }] },
      },
      dead: REFUSED,
      also: [{ answer: { status: 401, body: { code: 70051, message: 'Authorization Failed' } }, is: 'unknown' }],
      owners: ['AC-a'],
    },
    revoke: [deleted('Basic {sid}:{key}'), deleted('Basic {admin}')],
  },
]);
