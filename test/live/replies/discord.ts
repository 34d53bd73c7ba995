import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'discord-token',
    source: 'https://discord.com/developers/docs/resources/user',
    verify: {
      request: { method: 'GET', path: '/api/v10/users/@me', headers: { authorization: 'Bot {key}' } },
      live: {
        status: 200,
        body: { id: '80351110224678912', username: 'nelly', discriminator: '1337', email: 'nelly@example.com' },
      },
      dead: { status: 401, body: { message: '401: Unauthorized', code: 0 } },
      also: [{ answer: { status: 403, body: { message: 'Missing Access', code: 50001 } }, is: 'unknown' }],
      owners: ['80351110224678912', 'nelly'],
      names: ['nelly@example.com'],
    },
  },
  {
    rule: 'discord-webhook',
    source: 'https://discord.com/developers/docs/resources/webhook',
    verify: {
      request: { method: 'GET', path: '/api/v10/webhooks/{id}/{token}' },
      live: {
        status: 200,
        body: {
          id: '223704706495545344',
          type: 1,
          guild_id: '199737254929760256',
          channel_id: '199737254929760257',
          name: 'test webhook',
        },
      },
      dead: { status: 404, body: { message: 'Unknown Webhook', code: 10015 } },
      also: [
        { answer: { status: 401, body: { message: 'Invalid Webhook Token', code: 50027 } }, is: 'dead' },
        { answer: { status: 404, body: { message: '404: Not Found', code: 0 } }, is: 'unknown' },
      ],
      owners: ['199737254929760256', '199737254929760257'],
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/api/v10/webhooks/{id}/{token}' }],
        done: { status: 204 },
        gone: { status: 404, body: { message: 'Unknown Webhook', code: 10015 } },
        denied: { status: 401, body: { message: 'Invalid Webhook Token', code: 50027 } },
      },
    ],
  },
]);
