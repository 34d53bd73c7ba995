import { describe, expect, it } from 'vitest';
import { randomLooking } from '../../../src/detect/checks/random.ts';
import { alphanumeric, hex } from '../../support/secrets.ts';
import { ask } from './checked.ts';

const judge = (value: string, name: string, quoted = true): string | null => {
  const result = ask(randomLooking, value, { name, quoted });
  return result.ok ? (result.confidence ?? 'no confidence') : null;
};

describe('a value that looks random', () => {
  it.each(['api_key', 'clientSecret', 'DB_PASSWORD', 'webhook-token', 'x.access_token', 'APIKEY', 'bearer'])(
    'is reported where it is named %s',
    (name) => {
      expect(judge(alphanumeric(32, name), name)).toBe('medium');
    },
  );

  it.each(['token', 'key', 'auth', 'credential'])('is less sure where its name is only %s', (name) => {
    expect(judge(alphanumeric(32, name), name)).toBe('low');
  });

  it('is less sure without quotes, unless it is long', () => {
    expect(judge(alphanumeric(16, 'bare one'), 'api_key', false)).toBe('low');
    expect(judge(alphanumeric(40, 'bare'), 'api_key', false)).toBe('medium');
  });

  it('may be words joined with something drawn', () => {
    expect(judge(`service_${'prod'}_${alphanumeric(24, 'drawn')}`, 'api_key')).toBe('medium');
  });
});

describe('a value that does not', () => {
  it.each([
    ['a public key', 'public_key'],
    ['an id', 'client_id'],
    ['a hash', 'password_hash'],
    ['a cache key', 'cache_key'],
    ['a count of tokens', 'max_tokens'],
    ['the name of a secret', 'secret_name'],
    ['a path', 'private_key_path'],
    ['a URL', 'token_url'],
  ])('is not asked about: %s', (_, name) => {
    expect(judge(alphanumeric(32, name), name)).toBeNull();
  });

  it.each([
    ['words alone', 'correct-horse-battery-staple'],
    ['an identifier', 'sodium_crypto_pwhash_str_verify2'],
    ['a number', '12345678901234567890'],
    ['a version', '1.20.300-4000+5000'],
    ['a day and a time', '2012-09-05T19:38:48Z'],
    ['a day and a time with a zone', '2024-11-05 19:38:48.123456+02:00'],
    ['prose', 'the 3rd key of the 2nd door'],
    ['code', 'getKey(32).slice(0,16)'],
    ['too short', 'a1b2c3'],
    ['one digit again and again', 'a1111111111111111111'],
  ])('is left alone: %s', (_, value) => {
    expect(judge(value, 'api_key')).toBeNull();
  });

  it('is a hash or an id by its form, where the name does not insist', () => {
    for (const length of [32, 40, 64]) expect(judge(hex(length, 'hash'), 'token')).toBeNull();
    expect(judge(hex(32, 'hash'), 'api_key')).toBe('medium');
    const uuid = hex(32, 'uuid').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    expect(judge(uuid, 'token')).toBeNull();
    expect(judge(uuid, 'api_key')).toBe('medium');
  });
});
