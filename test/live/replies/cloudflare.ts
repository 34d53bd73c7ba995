import { documented } from '../documented.ts';

const told = (status: string) => ({
  status: 200,
  body: { success: true, errors: [], messages: [], result: { id: 'ed17574386854bf78a67040be0a770b0', status } },
});

export default documented([
  {
    rule: 'cloudflare-api-token',
    source: [
      'https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/',
      'https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/delete/',
    ],
    verify: {
      request: {
        method: 'GET',
        path: '/client/v4/user/tokens/verify',
        headers: { authorization: 'Bearer {key}' },
      },
      live: told('active'),
      dead: {
        status: 401,
        body: { success: false, errors: [{ code: 1000, message: 'Invalid API Token' }], messages: [], result: null },
      },
      also: [
        { answer: told('disabled'), is: 'dead' },
        { answer: told('expired'), is: 'dead' },
        {
          answer: {
            status: 400,
            body: { success: false, errors: [{ code: 6003, message: 'Invalid request headers' }] },
          },
          is: 'unknown',
        },
      ],
    },
    revoke: [
      {
        requests: [
          {
            method: 'DELETE',
            path: '/client/v4/user/tokens/ed17574386854bf78a67040be0a770b0',
            headers: { authorization: 'Bearer {key}' },
          },
        ],
        done: { status: 200, body: { success: true, errors: [], result: { id: 'ed17574386854bf78a67040be0a770b0' } } },
        gone: { status: 404, body: { success: false, errors: [{ code: 1003, message: 'not found' }] } },
        denied: { status: 403, body: { success: false, errors: [{ code: 9109, message: 'Unauthorized' }] } },
      },
    ],
  },
]);
