import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'telegram-bot-token',
    source: 'https://core.telegram.org/bots/api#getme',
    verify: {
      request: { method: 'GET', path: '/bot{bot}:{secret}/getMe' },
      live: {
        status: 200,
        body: { ok: true, result: { id: 123456, is_bot: true, first_name: 'Example', username: 'example_bot' } },
      },
      dead: { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } },
      also: [
        { answer: { status: 404, body: { ok: false, error_code: 404, description: 'Not Found' } }, is: 'unknown' },
      ],
      owners: ['example_bot'],
    },
  },
]);
