import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValue } from '../../../src/detect/generic/value.ts';
import { alphanumeric, characters, hex } from '../../support/secrets.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const uuid = hex(32, 'uuid').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a value is drawn', () => {
  it.each([
    ['letters and digits', alphanumeric(20, 'value')],
    ['a few of them', alphanumeric(10, 'value')],
    ['small letters', characters(LOWER, 20, 'value')],
    ['large letters and digits', characters('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 20, 'value')],
    ['hexadecimal digits', hex(32, 'value')],
    ['hexadecimal digits behind a prefix', `0x${hex(32, 'value')}`],
    ['base64', `${alphanumeric(10, 'value')}+${alphanumeric(11, 'base64')}/${alphanumeric(20, 'value 2')}=`],
    ['with signs', `${alphanumeric(8, 'value')}!$${alphanumeric(6, 'signs')}#`],
    ['hexadecimal digits behind a word', `prod_${hex(32, 'value')}`],
    ['hexadecimal digits among other letters', `x${hex(40, 'value')}Q`],
    ['a UUID', uuid],
    ['joined to words', `service_prod_${alphanumeric(24, 'value')}`],
    ['hidden in base64', base64(alphanumeric(24, 'hidden'))],
  ])('%s', (_, value) => {
    expect(readValue(value).made).toBe('drawn');
  });

  it('the surer, the longer it is', () => {
    const bits = [8, 16, 32].map((length) => {
      const read = readValue(alphanumeric(length, 'longer'));
      return read.made === 'drawn' ? read.bits : 0;
    });
    expect(bits[0]).toBeGreaterThan(8);
    expect(bits).toEqual(bits.toSorted((a, b) => a - b));
  });

  it('whatever a form says, where enough characters were', () => {
    for (const form of [`${alphanumeric(30, 'form')}%d`, `${alphanumeric(40, 'form')}->x`])
      expect(readValue(form).made, form).toBe('drawn');
  });
});

describe('a value is chosen', () => {
  it.each([
    ['a word and a number', 'Winter2024'],
    ['a word, a number and a sign', 'Sommer2019!'],
    ['letters that are digits', 'S1lverM00n'],
    ['a word and a sign', 'Lorenz!'],
    ['a name and a number, joined', 'Diego_1993'],
    ['two words', 'Thunder-Pepper'],
    ['two words and a number', 'Thunder-Pepper77'],
    ['a phrase', 'purple-monkey-dishwasher-lamp'],
    ['a phrase with a number', 'purple-monkey-lamp-2024'],
    ['some digits', '58203914'],
    ['a word of another language', 'Grüße77!'],
  ])('%s', (_, value) => {
    expect(readValue(value).made).toBe('chosen');
  });
});

describe('a value is a word', () => {
  it.each(['gandalf', 'tomatensalat'])('%s', (value) => {
    expect(readValue(value)).toEqual({ made: 'word' });
  });
});

const WRITTEN: Record<string, string[]> = {
  'a word that stands for a password': [
    'password',
    'postgres',
    'admin',
    'none',
    'changeit',
    'Enter',
    'foobar',
    'string',
  ],
  'an identifier': [
    'sodium_crypto_pwhash_str_verify2',
    'getAccessToken',
    'api_key',
    'MAX_RETRIES_2',
    'user-name',
    'key1',
  ],
  'a name of something technical': [
    'sha256',
    'utf-8',
    'base64',
    'oauth2',
    'aes_256_cbc',
    'arg0',
    'test123',
    'python3',
    'p12',
  ],
  'a number': ['12345678901234567890', '1,000,000', '3.14159', '0x1f', '11111111', '4711'],
  'a version': ['1.20.300-4000+5000', '^1.2.3', 'v2.0.1', '>=1.0'],
  'a time': ['2012-09-05T19:38:48Z', '2024-11-05 19:38:48.123456+02:00', '2024-11-05', '12:30:00'],
  prose: ['the 3rd key of the 2nd door', 'Enter your password', 'must have 8 characters or more'],
  code: ['getKey(32).slice(0,16)', 'self.password', 'a->b', 'x=>y', 'opts[0]', 'Foo::Bar2', 'a||b'],
  'a format': ['%s:%s', '{name}-{id}', '^[a-zA-Z0-9]+$', '(?=.*\\d).{8}', '%(user)s'],
  'an address': ['app@corp.net', 'https://corp.net/a1B2', 'db.corp.net:5432', '10.0.0.1:8080', 'localhost.local/x'],
  'a template': [`${'{PASSWORD}'}`, '{{ password }}', '<password>', '$(cat x)', '[token]'],
  'what was left out': ['********', 'xxxxxxxx', '•••••••', '......', 'abc***def1', 'sk-...a1b2'],
  'an option': ['--password-stdin', 'sslmode=off', '--key=abc1', '-p1'],
  'what is public by its form': [
    ...['ssh-rsa AAAAB3NzaC1yc2E', 'UA-12345678', 'GTM-AB12CD', `pk_${'live'}_${alphanumeric(24, 'public')}`],
    ...[`AAAAB3NzaC1yc2E${alphanumeric(60, 'public')}`, `MIIB${alphanumeric(60, 'public')}`],
  ],
  'a digest': [
    ...[`sha256:${hex(64, 'digest')}`, `$2b$12$${alphanumeric(53, 'digest')}`, `{SSHA}${alphanumeric(38, 'digest')}`],
    ...[`pbkdf2_sha256$260000$${alphanumeric(22, 'digest')}`, hex(16, 'print').replace(/(..)(?!$)/g, '$1:')],
  ],
  'what is encrypted': [`ENC[AES256_GCM,data:${alphanumeric(24, 'sops')}]`, `vault:v1:${alphanumeric(40, 'vault')}`],
  'a token with a rule of its own': [`eyJ${alphanumeric(20, 'jwt')}.eyJ${alphanumeric(40, 'jwt')}.x`],
  'text in base64': [
    base64('{"alg":"HS256","typ":"JWT"}'),
    base64('user name and password'),
    base64('-----BEGIN CERT'),
  ],
  'one character again and again': ['a1111111111111111111', '0000000000000000', 'aaaaaaaaaaaa'],
  signs: ['!@#$%^&*()', '-+-+-+', '::', '{}'],
};

describe('a value is written', () => {
  it.each(Object.entries(WRITTEN))('%s', (_, values) => {
    expect(values.filter((value) => readValue(value).made !== 'written')).toEqual([]);
  });
});

describe('any value', () => {
  it('is read, in time that grows with its length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (value) => {
        const read = readValue(value);
        if ('bits' in read) expect(Number.isFinite(read.bits)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    for (const piece of ['a', 'aA', '1:', 'ab:', '%', '{a', '(', '.a', 'a_', '=', '\u00e9', '$1', '--'])
      expect(() => readValue(piece.repeat(4096))).not.toThrow();
  });
});
