import { describe, expect, it } from 'vitest';
import type { Checked } from '../../../src/detect/checks/check.ts';
import { generic } from '../../../src/detect/checks/generic.ts';
import { decide } from '../../../src/detect/generic/decide.ts';
import { alphanumeric, hex } from '../../support/secrets.ts';
import { ask } from '../checks/checked.ts';

type Circumstances = { quoted?: boolean; before?: string; after?: string; whole?: string };

/** How sure it is that a value is a secret under that name; null: it is none. */
function judge(value: string, name: string, { quoted = true, before, after = '', whole }: Circumstances = {}) {
  const lead = before ?? (quoted ? `  ${name} = "` : `${name}=`);
  const known: Partial<Checked> = { name, quoted, around: { before: lead, after }, whole: whole ?? null };
  const result = ask(generic, value, known);
  return result.ok ? (result.confidence ?? 'no confidence') : null;
}

const long = alphanumeric(32, 'decide');
const short = alphanumeric(10, 'decide');
const uuid = hex(32, 'uuid').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

describe('a literal of 32 drawn characters', () => {
  it.each([
    ...[
      'api_key',
      'clientSecret',
      'webhook-token',
      'x.access_token',
      'APIKEY',
      'bearer',
      'token',
      'auth',
      'credential',
    ],
    ...['DB_PASSWORD', 'senha', 'pw'],
  ])('is a secret by the name %s', (name) => {
    expect(judge(alphanumeric(32, name), name)).toBe('high');
  });

  it.each(['key', 'salt', 'aes_nonce', 'iv'])('is less surely one by the name %s', (name) => {
    expect(judge(alphanumeric(32, name), name)).toBe('medium');
  });

  it.each([
    ['a public key', 'public_key'],
    ['an id', 'client_id'],
    ['a hash', 'password_hash'],
    ['a cache key', 'cache_key'],
    ['a count of tokens', 'max_tokens'],
    ['the name of a secret', 'secret_name'],
    ['a path', 'private_key_path'],
    ['a URL', 'token_url'],
    ['nothing', ''],
  ])('is none where its name tells of %s', (_, name) => {
    expect(judge(long, name)).toBeNull();
  });
});

describe('the value', () => {
  it.each([
    ['drawn', short, { password: 'high', token: 'high', salt: 'medium', key: null }],
    ['made up', 'Winter2024!', { password: 'medium', token: null, salt: 'medium', key: null }],
    ['a phrase', 'purple-monkey-dishwasher-lamp', { password: 'medium', token: null, key: null }],
    ['a word', 'gandalf', { password: 'medium', token: null, salt: null, key: null }],
    ['a word that stands for one', 'password', { password: null, token: null, salt: null, key: null }],
    ['an identifier', 'sodium_crypto_pwhash_str_verify2', { password: null, token: null, salt: null, key: null }],
    ['a time', '2012-09-05T19:38:48Z', { password: null, token: null, key: null }],
    ['prose', 'the 3rd key of the 2nd door', { password: null, token: null, key: null }],
    ['code', 'getKey(32).slice(0,16)', { password: null, token: null, key: null }],
    ['one digit again and again', 'a1111111111111111111', { token: null, api_key: null, key: null }],
    // What has the form of a hash or an id needs a name that insists.
    ['32 hexadecimal digits', hex(32, 'hash'), { password: 'high', api_key: 'high', token: 'high', key: null }],
    ['40 hexadecimal digits', hex(40, 'hash'), { api_key: 'high', API_KEY: 'high', key: null, token_alice: null }],
    ['64 hexadecimal digits', hex(64, 'hash'), { api_key: 'high', row_key: null, token_alice: null }],
    ['a word and 40 hexadecimal digits', `app-${hex(40, 'hash')}`, { api_key: 'high', key: null, token_alice: null }],
    [
      'a UUID',
      uuid,
      { password: 'medium', api_key: 'medium', token: 'medium', key: null, salt: null, token_alice: null },
    ],
  ])('%s', (_, value, expected) => {
    const judged = Object.fromEntries(Object.keys(expected).map((name) => [name, judge(value, name)]));
    expect(judged).toEqual(expected);
  });

  it('needs to be drawn the more surely, the more words nobody knows stand behind', () => {
    expect(judge(short, 'token')).toBe('high');
    expect(judge(short, 'token_of_the_brown_fox_and_lazy_dog')).not.toBe('high');
    expect(judge('Winter2024!', 'password_alice')).toBe('low');
    expect(judge('gandalf', 'password_alice')).toBeNull();
  });
});

describe('where it stands', () => {
  const bare = { quoted: false };

  it.each([
    ['NAME=value', 'API_KEY=', ''],
    ['export', 'export API_KEY=', ''],
    ['a Dockerfile', 'ENV API_KEY ', ''],
    ['YAML', '  api_key: ', ''],
    ['a list of YAML', '  - API_KEY=', ''],
    ['a comment behind it', 'API_KEY=', ' # of production'],
    ['a flag', 'app --api-key ', ' run'],
    ['a flag with an equals sign', 'app --api-key=', ' run'],
    ['a query', 'https://corp.net/?api_key=', '"'],
    ['a command', 'API_KEY=', ' node app.js'],
    ['a fallback of shells', 'x=$' + '{API_KEY:-', '}'],
    ['a fallback of Spring', 'key: $' + '{API_KEY:', '}'],
  ])('a configuration needs no quotes: %s', (_, before, after) => {
    expect(judge(short, 'api_key', { ...bare, before, after })).toBe('high');
    expect(judge('Winter2024', 'password', { ...bare, before, after })).toBe('medium');
  });

  it.each([
    ['an argument', 'connect(host, api_key=', ')'],
    ['a sum', 'const api_key = prefix + ', ';'],
    ['a member', '{ api_key: ', ', b: c }'],
  ])('code has quotes round its literals: %s', (_, before, after) => {
    expect(judge('aB3dE', 'password', { ...bare, before, after })).not.toBe('high');
    expect(judge('Winter2024', 'password', { ...bare, before, after })).toBe('low');
    expect(judge(long, 'api_key', { ...bare, before, after })).toBe('medium');
  });

  it.each(['//  ', ' *   ', '#   ', '--  ', ';   '])('what is shown in a comment is less sure: %s', (lead) => {
    expect(judge(short, 'api_key', { before: `${lead}api_key = "` })).toBe('medium');
    expect(judge('Winter2024', 'password', { before: `${lead}password = "` })).toBe('low');
    expect(judge('gandalf', 'password', { before: `${lead}password = "` })).toBeNull();
  });

  it('a line that is switched off is no documentation', () => {
    expect(judge(short, 'api_key', { before: '#api_key = "' })).toBe('high');
    expect(judge(short, 'api_key', { before: '// api_key = "' })).toBe('high');
  });

  it('a word is a password only where it is given to one', () => {
    expect(judge('gandalf', 'password', { before: '"password": "' })).toBe('medium');
    expect(judge('gandalf', 'password', { before: '<password>' })).toBe('medium');
    expect(judge('gandalf', 'password', { before: 'getPassword("' })).toBeNull();
    expect(judge('gandalf', 'password', { before: 'ask("password", "' })).toBeNull();
    expect(judge('gandalf', 'password', { quoted: false, before: 'password=' })).toBeNull();
  });

  it('one word of a sentence is none, one item of a list may be', () => {
    expect(judge(short, 'password', { whole: `must have ${short} letters` })).toBeNull();
    expect(judge(short, 'password', { whole: `${long},${short}` })).toBe('high');
  });

  it('a header of digest authentication carries what serves once', () => {
    expect(judge(hex(32, 'a'), 'nonce', { before: 'Authorization: Digest username="a", nonce="' })).toBeNull();
  });

  it('the checksum of a secret is none', () => {
    expect(judge(hex(64, 'a'), 'api_key', { before: 'checksum/api_key: "' })).toBeNull();
  });
});

describe('what speaks for it', () => {
  const reason = (value: string, name: string): string | undefined =>
    decide({
      value,
      parts: {},
      match: value,
      name,
      quoted: true,
      around: { before: 'x = "', after: '"' },
      whole: null,
      now: 0,
    })?.reason;

  it('is told without a character of it', () => {
    expect(reason(long, 'api_key')).toBe('its 32 characters look random');
    expect(reason('Winter2024', 'password')).toBe('it is made up as people make up passwords');
    expect(reason('gandalf', 'password')).toBe('it is a word in the place of a password');
  });
});
