import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'cohere-api-key',
    source: 'https://docs.cohere.com/reference/checkapikey',
    verify: {
      request: { method: 'POST', path: '/v1/check-api-key', headers: { authorization: 'Bearer {key}' } },
      live: { status: 200, body: { valid: true, organization_id: 'org-1', owner_id: 'user-1' } },
      dead: { status: 401, body: { message: 'invalid api token' } },
      scoped: { status: 403, body: { error: { message: 'forbidden' } } },
      owners: ['org-1', 'user-1'],
      also: [
        { answer: { status: 200, body: { valid: false } }, is: 'dead' },
        { answer: { status: 498, body: { message: 'invalid token' } }, is: 'dead' },
      ],
    },
  },
]);
