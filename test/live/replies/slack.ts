import { type Documented, documented } from '../documented.ts';

const TEST = 'https://docs.slack.dev/reference/methods/auth.test/';
const REVOKE = 'https://docs.slack.dev/reference/methods/auth.revoke/';

const refused = (error: string) => ({ status: 200, body: { ok: false, error } });

const verify: Documented['verify'] = {
  request: { method: 'POST', path: '/api/auth.test', headers: { authorization: 'Bearer {key}' } },
  live: {
    status: 200,
    headers: { 'x-oauth-scopes': 'chat:write,channels:read' },
    body: {
      ok: true,
      url: 'https://subarachnoid.slack.com/',
      team: 'Subarachnoid Workspace',
      user: 'grace',
      team_id: 'T12345678',
      user_id: 'W12345678',
    },
  },
  dead: refused('invalid_auth'),
  also: [
    { answer: refused('token_revoked'), is: 'dead' },
    { answer: refused('account_inactive'), is: 'dead' },
    { answer: refused('token_expired'), is: 'dead' },
    { answer: refused('ratelimited'), is: 'unknown' },
    { answer: refused('org_login_required'), is: 'unknown' },
  ],
  owners: ['T12345678', 'https://subarachnoid.slack.com/', 'W12345678'],
  names: ['Subarachnoid Workspace', 'grace'],
  scopes: ['chat:write', 'channels:read'],
};

const revoke: NonNullable<Documented['revoke']> = [
  {
    requests: [{ method: 'POST', path: '/api/auth.revoke', headers: { authorization: 'Bearer {key}' } }],
    done: { status: 200, body: { ok: true, revoked: true } },
    gone: refused('token_revoked'),
    denied: refused('no_permission'),
  },
];

export default documented([
  ...['slack-bot-token', 'slack-user-token', 'slack-rotating-token', 'slack-legacy-token'].map(
    (rule): Documented => ({ rule, source: [TEST, REVOKE], verify, revoke }),
  ),
  { rule: 'slack-app-token', source: TEST, verify },
  {
    rule: 'slack-webhook',
    source: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/',
    verify: {
      request: {
        method: 'POST',
        path: '/services/{team}/{hook}/{token}',
        headers: { 'content-type': 'application/json' },
      },
      live: { status: 400, body: 'invalid_payload' },
      dead: { status: 404, body: 'no_service' },
      also: [
        { answer: { status: 403, body: 'invalid_token' }, is: 'dead' },
        { answer: { status: 404, body: 'no_team' }, is: 'dead' },
        { answer: { status: 403, body: 'action_prohibited' }, is: 'unknown' },
        { answer: { status: 404, body: 'not found' }, is: 'unknown' },
      ],
    },
  },
]);
