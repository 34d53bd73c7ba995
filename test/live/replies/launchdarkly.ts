import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'launchdarkly-access-token',
    source: [
      'https://launchdarkly.com/docs/api/other/get-caller-identity',
      'https://launchdarkly.com/docs/api/access-tokens/delete-token',
    ],
    verify: {
      request: { method: 'GET', path: '/api/v2/caller-identity', headers: { authorization: '{key}' } },
      live: {
        status: 200,
        body: {
          accountId: 'an-account',
          tokenName: 'a token',
          tokenId: 'an-id',
          memberId: 'a-member',
          serviceToken: false,
        },
      },
      dead: { status: 401, body: { code: 'unauthorized', message: 'Invalid access token' } },
      owners: ['an-account', 'a-member'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/api/v2/tokens/an-id', headers: { authorization: '{key}' } }],
        done: { status: 204 },
        gone: { status: 404, body: { code: 'not_found', message: 'Invalid resource identifier' } },
        denied: {
          status: 403,
          body: { code: 'forbidden', message: 'Forbidden. Access to the requested resource was denied.' },
        },
      },
    ],
  },
  {
    rule: 'launchdarkly-sdk-key',
    source: 'https://launchdarkly.com/docs/api/other/get-caller-identity',
    verify: {
      request: { method: 'GET', path: '/api/v2/caller-identity', headers: { authorization: '{key}' } },
      live: {
        status: 200,
        body: { accountId: 'an-account', projectId: 'a-project', environmentId: 'an-environment' },
      },
      dead: { status: 401, body: { code: 'unauthorized', message: 'Invalid access token' } },
      owners: ['an-account', 'a-project', 'an-environment'],
    },
  },
]);
