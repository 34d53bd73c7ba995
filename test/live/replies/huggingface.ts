import { documented } from '../documented.ts';

export default documented([
  {
    rule: 'huggingface-user-token',
    source: [
      'https://huggingface.co/docs/huggingface.js/hub/interfaces/AuthInfo',
      'https://huggingface.co/docs/hub/security-tokens',
    ],
    verify: {
      request: { method: 'GET', path: '/api/whoami-v2', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          type: 'user',
          name: 'acme',
          email: 'dev@acme.example',
          auth: { type: 'access_token', accessToken: { displayName: 'ci', role: 'write' } },
        },
      },
      dead: { status: 401, body: { error: 'Invalid credentials in Authorization header' } },
      owners: ['acme'],
      names: ['dev@acme.example'],
      scopes: ['write'],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/api/credentials/revoke', body: { credentials: ['{key}'] } }],
        done: { status: 202 },
      },
    ],
  },
  {
    rule: 'huggingface-org-token',
    source: [
      'https://huggingface.co/docs/huggingface.js/hub/interfaces/AuthInfo',
      'https://huggingface.co/docs/hub/security-tokens',
    ],
    verify: {
      request: { method: 'GET', path: '/api/whoami-v2', headers: { authorization: 'Bearer {key}' } },
      live: {
        status: 200,
        body: {
          type: 'org',
          name: 'acme',
          email: 'dev@acme.example',
          auth: { type: 'access_token', accessToken: { displayName: 'ci', role: 'write' } },
        },
      },
      dead: { status: 401, body: { error: 'Invalid credentials in Authorization header' } },
      owners: ['acme'],
      names: ['dev@acme.example'],
      scopes: ['write'],
    },
    revoke: [
      {
        requests: [{ method: 'POST', path: '/api/credentials/revoke', body: { credentials: ['{key}'] } }],
        done: { status: 202 },
      },
    ],
  },
]);
