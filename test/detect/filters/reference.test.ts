import { describe, expect, it } from 'vitest';
import { reference } from '../../../src/detect/filters/reference.ts';
import { alphanumeric, awsSecret, characters, gatewayToken } from '../../support/secrets.ts';

/** `$` before a brace is written § here, so that the values stay plain strings. */
const real = (value: string): string => value.replaceAll('§', '$');

describe('a value that points at a secret', () => {
  it.each([
    '§NAME',
    '§{NAME}',
    '§{env.NAME}',
    '§§{NAME}',
    '§(pass show key)',
    'prefix-§{NAME}',
    '{{ key }}',
    '<%= key %>',
    '#{key}',
    '@@KEY@@',
    '§env:NAME',
    '%NAME%',
    '%(name)s',
    '%s',
    '{name}',
    '{}',
    ':name',
    '<token>',
    '[your token]',
    'secretref-env:NAME',
    '__env__:NAME',
    'op://vault/item/field',
    'vault:secret/data/app#key',
    'ssm:/prod/key',
    'arn:aws:secretsmanager:us-east-1:1:secret:x',
    'projects/p/secrets/s/versions/1',
    'ENC[AES256_GCM,data:x]',
    '!vault',
    '!Ref Key',
    'oauth:anthropic',
    'process.env.NAME',
    'os.environ["NAME"]',
    'secrets.NAME',
    'var.name',
    '.Values.key',
    'config.key',
    'SERVICE_API_KEY',
    'https://host/path',
    'certs/server.key',
    './secrets/token.txt',
    '/run/secrets/token',
    '~/.config/token',
    'C:\\secrets\\token',
  ])('is a reference, in quotes or not: %s', (value) => {
    expect(reference(real(value), true)).not.toBeNull();
    expect(reference(real(value), false)).not.toBeNull();
  });

  it.each([
    'someName',
    'config.value',
    'client->token',
    'module::KEY',
    'getKey(',
    'obj?.key',
    'new Client',
    'await key',
    '&self::KEY',
    'items[0]',
  ])('is code where it stands without quotes: %s', (value) => {
    expect(reference(value, false)).not.toBeNull();
  });

  it.each(['someName', 'client->token', 'items[0]'])('may be a password within quotes: %s', (value) => {
    expect(reference(value, true)).toBeNull();
  });
});

describe('a secret', () => {
  it.each([
    ['letters and digits', alphanumeric(32, 'reference')],
    ['hexadecimal', gatewayToken('reference')],
    ['base64', `${awsSecret('reference')}==`],
    ['base64 that begins like a path', `/${awsSecret('reference')}`],
    ['a password with signs', 'Kx!9#pQ$2v&z'],
    ['a URL with a password in it', 'https://user:pass@host/path'],
  ])('is no reference: %s', (_, value) => {
    expect(reference(value, true)).toBeNull();
  });

  it('of letters alone is no name of the program’s, if it is random', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const values = Array.from({ length: 200 }, (_, i) => characters(letters, 40, `letters ${i}`));
    expect(values.filter((value) => reference(value, false) !== null).length).toBeLessThanOrEqual(2);
  });

  it('made at random is hardly ever taken for a reference: not one in 500', () => {
    const values = Array.from({ length: 2000 }, (_, i) => alphanumeric(24 + (i % 24), `reference ${i}`));
    for (const quoted of [true, false]) {
      expect(values.filter((value) => reference(value, quoted) !== null).length).toBeLessThanOrEqual(4);
    }
  });
});
