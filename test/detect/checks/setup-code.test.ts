import { describe, expect, it } from 'vitest';
import { openclawLegacySetupCode, openclawSetupCode } from '../../../src/detect/checks/setup-code.ts';
import { alphanumeric, base64urlOf, gatewayToken } from '../../support/secrets.ts';
import { NOW, reported } from '../scanning.ts';
import { ask } from './checked.ts';

const HOST = 'wss://gw.tailnet.ts.net:18789';
const TOKEN = alphanumeric(43, 'bootstrap');

const current = (fields: object = {}): string =>
  base64urlOf({ url: HOST, bootstrapToken: TOKEN, expiresAtMs: NOW + 600_000, ...fields });
const legacy = (fields: object = {}): string => base64urlOf({ url: HOST, token: gatewayToken(), ...fields });

describe('a setup code of today', () => {
  it('is known by what it decodes to, alone and as a link', () => {
    for (const code of [current(), `${'oc-pair'}://${current()}`, current({ urls: [HOST, 'ws://10.0.0.2:18789'] })]) {
      expect(ask(openclawSetupCode, code)).toEqual({
        ok: true,
        reason: 'it decodes to a bootstrap token for a gateway',
        confidence: 'high',
      });
      expect(ask(openclawLegacySetupCode, code).ok).toBe(false);
    }
  });

  it('is dead once it has expired, by the clock that the check is given', () => {
    const code = current({ expiresAtMs: Date.UTC(2026, 4, 31, 23, 59) });
    const dead = { state: 'dead', because: 'expired at 2026-05-31 23:59 UTC' };
    expect(ask(openclawSetupCode, code)).toMatchObject({ ok: true, offline: dead });
    expect(ask(openclawSetupCode, code, { now: Date.UTC(2026, 4, 31) })).not.toHaveProperty('offline');
    expect(ask(openclawSetupCode, current({ expiresAtMs: NOW }))).not.toHaveProperty('offline');
    expect(ask(openclawSetupCode, current({ expiresAtMs: NOW - 1 }))).toHaveProperty('offline');
  });

  it('is not called dead for an expiry that is none', () => {
    for (const expiresAtMs of ['1', null, -1e300, 1e300]) {
      expect(ask(openclawSetupCode, current({ expiresAtMs }))).not.toHaveProperty('offline');
    }
  });
});

describe('a setup code of before March 2026', () => {
  it('is known by the token or the password in it', () => {
    for (const code of [legacy(), legacy({ token: undefined, password: 'Kx!correct-horse9' })]) {
      expect(ask(openclawLegacySetupCode, code)).toMatchObject({ ok: true, confidence: 'high' });
      expect(ask(openclawSetupCode, code).ok).toBe(false);
    }
  });
});

describe('a setup code of documentation', () => {
  it.each([
    'wss://gateway.example.com',
    'ws://example.org:18789',
    'wss://my.example',
    'wss://gw.example.ts.net',
    'wss://gateway.example.internal:18789',
    'wss://gw.test',
    'wss://gw.invalid',
  ])('stays silent for its host: %s', (url) => {
    expect(ask(openclawSetupCode, current({ url })).ok).toBe(false);
    expect(ask(openclawLegacySetupCode, legacy({ url })).ok).toBe(false);
    expect(reported(`Setup code: ${current({ url })}\nOlder: ${legacy({ url })}`)).toEqual([]);
  });

  it('stays silent for a secret of less than 16 characters', () => {
    for (const [length, expected] of [
      [15, []],
      [16, ['openclaw-setup-code', 'openclaw-legacy-setup-code']],
    ] as const) {
      const secret = alphanumeric(length, 'short');
      const text = `${current({ bootstrapToken: secret })}\n\n${legacy({ token: secret })}`;
      expect(reported(text).map(([rule]) => rule)).toEqual(expected);
    }
  });

  it('stays silent for a secret that stands for one', () => {
    for (const secret of ['change-me-to-a-long-random-token', 'your_gateway_token_here', 'xxxxxxxxxxxxxxxxxxxxxxxx']) {
      expect(ask(openclawSetupCode, current({ bootstrapToken: secret })).ok).toBe(false);
      expect(ask(openclawLegacySetupCode, legacy({ token: secret })).ok).toBe(false);
    }
  });

  it('is not one whose host merely sounds like it', () => {
    for (const url of ['wss://counterexample.dev', 'wss://examples-inc.ts.net', 'wss://testing.ts.net']) {
      expect(ask(openclawSetupCode, current({ url })).ok).toBe(true);
    }
  });
});

describe('what only begins like a setup code', () => {
  it.each([
    ['no object', Buffer.from('{"url":"wss://gw.ts.net"').toString('base64url')],
    ['no address', base64urlOf({ url: 'not an address', bootstrapToken: TOKEN })],
    ['no text for an address', base64urlOf({ url: 5, bootstrapToken: TOKEN })],
    ['no secret', base64urlOf({ url: HOST })],
    ['a number for a secret', base64urlOf({ url: HOST, bootstrapToken: 1e20, token: 1e20 })],
  ])('is none: %s', (_, code) => {
    expect(ask(openclawSetupCode, code).ok).toBe(false);
    expect(ask(openclawLegacySetupCode, code).ok).toBe(false);
  });
});
