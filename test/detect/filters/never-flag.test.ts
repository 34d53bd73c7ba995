import { describe, expect, it } from 'vitest';
import { alphanumeric, gatewayToken, pairingCode } from '../../support/secrets.ts';
import { reported } from '../scanning.ts';

/** Every value of openclaw.md, "Never flag"; what is token-shaped is put together here. */
const DOCUMENTATION = [
  'change-me-to-a-long-random-token',
  'change-me-now',
  'change-me-to-a-strong-password',
  'replace-with-long-random-token',
  'shared-secret',
  'SECRET',
  'YOUR_TOKEN',
  'your-token',
  'your_gateway_token_here',
  'your_actual_code_here',
  'YOUR_OPENCLAW_PAIRING_CODE',
  'YOUR_API_KEY',
  '<token>',
  'sk-...',
  'sk-ant-...',
  '123456:ABCDEF...',
  'xxxxx',
  'clh_...',
];
const REFERENCES = [
  '$' + '{GATEWAY_SECRET}',
  '$GATEWAY_SECRET',
  '$' + '{GATEWAY_SECRET:-}',
  '$' + '{GATEWAY_SECRET:-change-me-now}',
  '$' + '{GATEWAY_SECRET:-$' + '{OTHER_SECRET}}',
  '$$' + '{GATEWAY_SECRET}',
  'secretref-env:GATEWAY_SECRET',
  '__env__:GATEWAY_SECRET',
  'op://vault/openclaw/gateway-token',
  'op://Private Vault/OpenClaw Gateway/token',
];
const MARKERS = [
  'secretref-managed',
  'oauth:openai-codex',
  'ollama-local',
  'custom-local',
  'codex-app-server',
  'gcp-vertex-credentials',
  'minimax-oauth',
  'VENICE_API_KEY',
];
const REDACTIONS = ['__OPENCLAW_REDACTED__', '***', '********', `oc-sent-v2.${alphanumeric(32, 'redaction')}.end`];

type Form = { write: (value: string) => string; path?: string };

/** Where such values stand in configurations, scripts and requests. */
const FORMS: Record<string, Form> = {
  'an environment file': { write: (value) => `OPENCLAW_GATEWAY_TOKEN=${value}\n` },
  'an environment file, pairing code': { write: (value) => `OPENCLAW_PAIRING_CODE=${value}\n` },
  'an environment file, password': { write: (value) => `OPENCLAW_GATEWAY_PASSWORD=${value}\n` },
  'an example of one': { write: (value) => `CLAWDBOT_GATEWAY_TOKEN="${value}"\n`, path: '.env.example' },
  'a shell script': { write: (value) => `export OPENCLAW_PAIRING_CODE="${value}"\n` },
  YAML: { write: (value) => `env:\n  OPENCLAW_PAIRING_CODE: ${value}\n` },
  'YAML in quotes': { write: (value) => `env:\n  CLAWHUB_TOKEN: '${value}'\n` },
  code: { write: (value) => `const openclawPairingCode = "${value}";\n` },
  'a look-up': { write: (value) => `os.getenv("OPENCLAW_PAIRING_CODE", "${value}")\n` },
  'gateway.auth.token': { write: (value) => `{"gateway":{"auth":{"token":"${value}"}}}`, path: 'openclaw.json' },
  'gateway.auth.password': {
    write: (value) => `{ gateway: { auth: { password: '${value}' } } }`,
    path: 'openclaw.json',
  },
  'models.providers.x.apiKey': {
    write: (value) => `{"models":{"providers":{"x":{"apiKey":"${value}"}}}}`,
    path: 'openclaw.json',
  },
  'channels.x.botToken': {
    write: (value) => `{ channels: { x: { botToken: "${value}" } } }`,
    path: '.openclaw/openclaw.json',
  },
  'hooks.token': { write: (value) => `{"hooks":{"token":"${value}"}}`, path: 'clawdbot.json.bak' },
  'env.vars': { write: (value) => `{"env":{"vars":{"SYNTHETIC_API_KEY":"${value}"}}}`, path: 'moltbot.json' },
  'an agent’s profiles': {
    write: (value) => `{"profiles":{"x:default":{"type":"api_key","key":"${value}"}}}`,
    path: 'agents/main/agent/auth-profiles.json',
  },
  'a header': { write: (value) => `curl -H "X-OpenClaw-Auth: ${value}" http://gw/\n` },
  'a hook’s header': { write: (value) => `curl -H 'x-openclaw-token: ${value}' http://gw/hooks/wake\n` },
  'a bearer header': { write: (value) => `curl https://api.openclaw.com/v1 -H "Authorization: Bearer ${value}"\n` },
};

/** Redactions are put into any text, so URLs and commands count for them too; so do examples and references. */
const TEXTS: Record<string, Form> = {
  'a dashboard URL': { write: (value) => `http://127.0.0.1:18789/?token=${value}\n` },
  'a deep link': { write: (value) => `openclaw://gateway?host=gw.ts.net&token=${value}\n` },
  'a command': { write: (value) => `openclaw gateway --port 18789 --token ${value}\n` },
  'a setting': { write: (value) => `openclaw config set gateway.auth.token ${value}\n` },
};

const rows = (values: string[], forms: Record<string, Form>): [string, string, Form][] =>
  Object.entries(forms).flatMap(([where, form]) => values.map((value): [string, string, Form] => [value, where, form]));

describe('nothing is reported for', () => {
  const everywhere = { ...FORMS, ...TEXTS };

  it.each(rows(DOCUMENTATION, everywhere))('a value of documentation, %s, in %s', (value, _, { write, path }) => {
    expect(reported(write(value), path)).toEqual([]);
  });

  it.each(rows(REFERENCES, everywhere))('a reference, %s, in %s', (value, _, { write, path }) => {
    expect(reported(write(value), path)).toEqual([]);
  });

  it.each(rows(MARKERS, FORMS))('a marker, %s, in %s', (value, _, { write, path }) => {
    expect(reported(write(value), path)).toEqual([]);
  });

  it.each(rows(REDACTIONS, everywhere))('a redaction, %s, in %s', (value, _, { write, path }) => {
    expect(reported(write(value), path)).toEqual([]);
  });

  it.each(['env', 'file', 'exec', 'store'])('a SecretRef to %s', (source) => {
    for (const id of [
      'GATEWAY_TOKEN_1',
      '/run/secrets/gateway-4f7a91',
      'gateway/token/prod-8812',
      'OPENCLAW_PAIRING_CODE',
    ]) {
      const reference = JSON.stringify({ source, provider: 'default', id });
      for (const document of [
        `{"gateway":{"auth":{"token":${reference},"password":${reference}}}}`,
        `{"channels":{"telegram":{"botToken":${reference}}},"hooks":{"token":${reference}}}`,
        `{"models":{"providers":{"x":{"apiKey":${reference}}}}}`,
        `{ env: { vars: { OPENCLAW_PAIRING_CODE: ${reference} } } }`,
      ]) {
        expect(reported(document, 'openclaw.json'), document).toEqual([]);
      }
    }
  });
});

describe('a real one in the same place', () => {
  it.each(Object.entries({ ...FORMS, ...TEXTS }))('is reported: %s', (_, { write, path }) => {
    const secret = gatewayToken('never flag');
    expect(reported(write(secret), path).map(([, value]) => value)).toContain(secret);
  });

  it('is reported in an example file too', () => {
    const token = gatewayToken('example').padEnd(64, 'a1b2c3d4e5f60718');
    for (const path of ['.env.example', 'deploy/.env.example', 'openclaw.json.example', 'docs/gateway.env.sample']) {
      expect(reported(`OPENCLAW_GATEWAY_TOKEN=${token}\n`, path)).toEqual([['openclaw-gateway-token', token]]);
    }
  });
});

describe('the fallback inside a reference', () => {
  const fallback = (secret: string): string => `$${'{'}VAR:-${secret}}`;

  const forms = Object.entries(FORMS).filter(([where]) => where !== 'a look-up');

  it.each(forms)('is reported: %s', (_, { write, path }) => {
    const secret = gatewayToken('fallback');
    expect(reported(write(fallback(secret)), path).map(([, value]) => value)).toEqual([secret]);
  });

  it('is reported as what its name says', () => {
    const code = pairingCode('fallback');
    const text = `OPENCLAW_PAIRING_CODE=$${'{'}OPENCLAW_PAIRING_CODE:-${code}}\n`;
    expect(reported(text)).toEqual([['openclaw-pairing-code', code]]);
  });
});
