import { documented } from '../documented.ts';

export default documented([
  ...['flutterwave-secret-key', 'flutterwave-test-secret-key'].map((rule) => ({
    rule,
    source: 'https://developer.flutterwave.com/docs/errors',
    verify: {
      request: { method: 'GET', path: '/v3/banks/NG', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { status: 'success', data: [{ id: 1, code: '044', name: 'Access Bank' }] } },
      dead: { status: 401, body: { status: 'error', message: 'Invalid authorization key', data: null } },
    },
  })),
]);
