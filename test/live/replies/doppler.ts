import { type Documented, documented } from '../documented.ts';

const rules = [
  'doppler-service-token',
  'doppler-personal-token',
  'doppler-service-account-token',
  'doppler-scim-token',
  'doppler-audit-token',
];

export default documented(
  rules.map(
    (rule): Documented => ({
      rule,
      source: ['https://docs.doppler.com/reference/auth-me', 'https://docs.doppler.com/reference/auth-revoke'],
      verify: {
        request: { method: 'GET', path: '/v3/me', headers: { authorization: 'Bearer {key}' } },
        live: {
          status: 200,
          body: {
            workplace: { name: 'Acme', slug: '00000000000000000000' },
            type: 'personal',
            token_preview: '…',
            slug: '00000000-0000-0000-0000-000000000000',
            created_at: '2023-01-01T00:00:00.000Z',
            name: 'CI',
            last_seen_at: '2023-09-01T00:00:00.000Z',
          },
        },
        dead: { status: 401, body: { messages: ['Invalid Auth token'], success: false } },
        owners: ['00000000000000000000'],
        names: ['Acme'],
        lastUsed: '2023-09-01T00:00:00.000Z',
      },
      revoke: [
        {
          requests: [{ method: 'POST', path: '/v3/auth/revoke', body: { token: '{key}' } }],
          done: { status: 200, body: { success: true } },
        },
      ],
    }),
  ),
);
