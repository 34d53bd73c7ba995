import { describe, expect, it } from 'vitest';
import { dictionary, prose } from '../../../src/detect/filters/dictionary.ts';
import { alphanumeric, characters } from '../../support/secrets.ts';

describe('words', () => {
  it.each([
    'correct-horse-battery-staple',
    'thisIsTheNameOfSomething',
    'ACCESS_TOKEN_REQUEST_URL',
    'required for production',
    'user.profile.password.reset',
    'changepasswordpage',
    'get-access-token-2',
  ])('are told from a secret: %s', (value) => {
    expect(dictionary(value)).toBe('dictionary words');
  });

  it('are not judged where more than a third of the value is digits, or nothing is letters', () => {
    expect(dictionary('token-123456789')).toBeNull();
    expect(dictionary('12-34-56')).toBeNull();
    expect(dictionary('')).toBeNull();
  });

  it('must cover most of it', () => {
    expect(dictionary('token-qzxvkjwpqzxvkjwp')).toBeNull();
    expect(dictionary(`password-${alphanumeric(24, 'words')}`)).toBeNull();
  });

  it('may not be hidden in a long run of letters without end', () => {
    expect(dictionary('qz'.repeat(40_000))).toBeNull();
  });
});

describe('a random value', () => {
  it.each([
    ['letters and digits', (seed: string, length: number) => alphanumeric(length, seed)],
    ['lower-case letters', (seed: string, length: number) => characters('abcdefghijklmnopqrstuvwxyz', length, seed)],
    [
      'base64url',
      (seed: string, length: number) =>
        characters(`${'abcdefghijklmnopqrstuvwxyz'}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_`, length, seed),
    ],
  ])('of %s, 24 characters and more, is taken for words not once in a thousand times', (name, make) => {
    const taken = Array.from({ length: 2000 }, (_, i) => make(`${name} ${i}`, 24 + (i % 20))).filter(dictionary);
    expect(taken.length).toBeLessThanOrEqual(2);
  });
});

describe('prose', () => {
  it('is words and what stands between them', () => {
    for (const text of [
      'the password of the gateway',
      'gateway-password',
      "somebody's secret word",
      'Password for OpenClaw',
    ])
      expect(prose(text), text).not.toBeNull();
  });

  it('is no password that somebody chose', () => {
    for (const text of ['Summer2024!!', 'kitchen-gateway-41x', 'correct horse battery 9', 'kX!pqzwvbn'])
      expect(prose(text), text).toBeNull();
  });
});
