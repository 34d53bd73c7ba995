import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/detect/filters/placeholder.ts';
import { alphanumeric, anthropicKey, characters, gatewayToken, groqKey } from '../../support/secrets.ts';

describe('a value that stands for a secret wherever it stands', () => {
  it.each([
    'password',
    'CHANGEIT',
    'my-example-key-1234567',
    'AKIAIOSFODNN7' + 'EXAMPLE',
    'changeme',
    'change_me_please',
    'Change Me',
    'redacted-by-us',
    'replace-with-your-own',
    'your-api-key',
    'insert_key',
    'dummy-key-1',
    '<your token>',
    'abc...xyz',
    'abc…xyz',
    'sk-***',
    'xxxxxxxxxx',
    'key-goes-here',
    'not-a-real-key-91',
    'notAReal1',
    'fake_token_77ab',
    'test-key-1f3a',
    'sample_secret-x1',
    '####',
    '______',
    'aaaaaaaa',
    'sk_00000000000000000000',
    'abababababab',
    'abc123abc123abc123',
    '0123456789abcdef',
    '1234567890',
    'abcdefghijklmnop',
    'zyxwvutsrqponm',
    'Kx91abcdefghijQz',
    'Kx91-{name}-zq',
    'Kx91{an:12}',
    `oc-sent-v2.${alphanumeric(32, 'redaction')}.end`,
  ])('%s', (value) => {
    expect(placeholder(value, 'certain')).not.toBeNull();
    expect(placeholder(value, 'likely')).not.toBeNull();
  });

  it.each([
    'secretref-managed',
    'ollama-local',
    'custom-local',
    'codex-app-server',
    'gcp-vertex-credentials',
    'minimax-oauth',
    '__OPENCLAW_REDACTED__',
  ])('is a marker of OpenClaw: %s', (value) => {
    expect(placeholder(value, 'certain')).toBe('marker');
  });
});

describe('a value that stands for a secret where only its name says that it is one', () => {
  it.each([
    'my-key',
    'some-token-x',
    'test',
    'test-1234',
    'testing-99',
    'yourKeyHere',
    'put-it-in-here',
    'todo-later',
    'foo-bar-1',
    'demo-secret',
    'lorem-ipsum-1',
    'wrong-token-9',
    'the-key',
    'key-abc123',
  ])('%s', (value) => {
    expect(placeholder(value, 'likely')).not.toBeNull();
  });

  it('is a secret all the same where it has a random part that nobody guesses', () => {
    const value = `test-${alphanumeric(32, 'beyond words')}`;
    expect(placeholder(value, 'likely')).toBeNull();
  });
});

describe('a secret', () => {
  it.each([
    ['an API key', anthropicKey('placeholder')],
    ['a short key', groqKey('placeholder')],
    ['hexadecimal', gatewayToken('placeholder')],
    ['a password', 'tr0ub4dor-horse-91'],
    ['one that begins with a word', `prod-${alphanumeric(20, 'p')}`],
    ['one with a word inside of another', 'contested-Route66-harbour'],
  ])('is no placeholder: %s', (_, value) => {
    expect(placeholder(value, 'certain')).toBeNull();
    expect(placeholder(value, 'likely')).toBeNull();
  });

  it('made at random is hardly ever taken for one: not one in 500 of 24 characters and more', () => {
    const values = Array.from({ length: 2000 }, (_, i) => alphanumeric(24 + (i % 24), `placeholder ${i}`));
    const taken = values.filter(
      (value) => placeholder(value, 'certain') !== null || placeholder(value, 'likely') !== null,
    );
    expect(taken.length).toBeLessThanOrEqual(4);
  });

  it('made at random in hexadecimal is hardly ever taken for one either', () => {
    const values = Array.from({ length: 2000 }, (_, i) => characters('0123456789abcdef', 32 + (i % 33), `hex ${i}`));
    const taken = values.filter(
      (value) => placeholder(value, 'certain') !== null || placeholder(value, 'likely') !== null,
    );
    expect(taken.length).toBeLessThanOrEqual(4);
  });
});
