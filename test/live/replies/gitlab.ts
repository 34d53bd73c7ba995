import { type Documented, documented } from '../documented.ts';

const personal: Omit<Documented, 'rule'> = {
  source: 'https://docs.gitlab.com/api/personal_access_tokens/',
  verify: {
    request: {
      method: 'GET',
      path: '/api/v4/personal_access_tokens/self',
      headers: { 'private-token': '{key}' },
    },
    live: {
      status: 200,
      body: {
        id: 4,
        name: 'Test Token',
        revoked: false,
        created_at: '2020-07-23T14:31:47.729Z',
        scopes: ['api'],
        user_id: 24,
        last_used_at: '2021-10-06T17:58:37.550Z',
        active: true,
        expires_at: '2026-11-28',
      },
    },
    dead: { status: 401, body: { error: 'invalid_token', error_description: 'Token was revoked.' } },
    also: [
      { answer: { status: 200, body: { id: 4, revoked: true, active: false } }, is: 'unknown' },
      { answer: { status: 403, body: { message: '403 Forbidden' } }, is: 'unknown' },
    ],
    owners: ['24'],
    scopes: ['api'],
    lastUsed: '2021-10-06T17:58:37.550Z',
  },
  revoke: [
    {
      requests: [
        {
          method: 'DELETE',
          path: '/api/v4/personal_access_tokens/self',
          headers: { 'private-token': '{key}' },
        },
      ],
      done: { status: 204 },
      gone: { status: 401, body: { message: '401 Unauthorized' } },
      denied: { status: 400, body: { message: '400 Bad Request' } },
    },
  ],
};

export default documented([
  { rule: 'gitlab-pat', ...personal },
  { rule: 'gitlab-pat-versioned', ...personal },
  {
    rule: 'gitlab-runner-token',
    source: 'https://docs.gitlab.com/api/runners/',
    verify: {
      request: { method: 'POST', path: '/api/v4/runners/verify', body: 'token={key}' },
      live: { status: 200, body: { id: 12345, token: '…', token_expires_at: null } },
      dead: { status: 403, body: { message: '403 Forbidden' } },
    },
    revoke: [
      {
        requests: [{ method: 'DELETE', path: '/api/v4/runners', body: 'token={key}' }],
        done: { status: 204 },
        gone: { status: 403, body: { message: '403 Forbidden' } },
      },
    ],
  },
  {
    rule: 'gitlab-job-token',
    source: 'https://docs.gitlab.com/api/jobs/#get-job-tokens-job',
    verify: {
      request: { method: 'GET', path: '/api/v4/job', headers: { 'job-token': '{key}' } },
      live: {
        status: 200,
        body: { id: 8, status: 'running', ref: 'main', user: { id: 1, username: 'root', name: 'Administrator' } },
      },
      dead: { status: 401, body: { message: '401 Unauthorized' } },
      owners: ['root'],
    },
  },
]);
