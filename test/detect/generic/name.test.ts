import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, type Kind, readName, wordsOf } from '../../../src/detect/generic/name.ts';

/** Names by what they call their value. */
const NAMES: Record<Kind, Record<string, string[]>> = {
  password: {
    'in every spelling': [
      'password',
      'PASSWORD',
      'dbPassword',
      'db_password',
      'DB-PASSWORD',
      'db.password',
      'DbPassword2',
    ],
    abbreviated: ['passwd', 'pwd', 'psw', 'passw', 'pass', 'pw', 'db_pass', 'userPw', 'rootpw', 'dbpass', 'MYSQL_PWD'],
    'of several words': ['passphrase', 'passcode', 'pass_phrase', 'keystorePass', 'adminpassword', 'ldapBindPassword'],
    'with what changes nothing behind it': [
      'passwordValue',
      'password_prod',
      'PASSWORD_1',
      'pass_dev',
      'pwd_txt',
      'passwordDb',
    ],
    'as a member of something': [
      'user.password',
      "$config['password",
      'settings.tokens.password',
      'form_data.password',
    ],
    'in other languages': [
      ...[
        'passwort',
        'kennwort',
        'senha',
        'contrasena',
        'contraseña',
        'clave',
        'mdp',
        'motDePasse',
        'mot_de_passe',
        'parola',
      ],
      ...['haslo', 'wachtwoord', 'lozinka', 'heslo', 'salasana', 'losenord', 'adgangskode', 'mima', 'sifre'],
    ],
  },
  secret: {
    'that say so': ['secret', 'clientSecret', 'APP_SECRET', 'jwt.secret', 'secretKey', 'sharedsecret'],
    'of tokens': ['token', 'access_token', 'x.access_token', 'webhook-token', 'authToken', 'BOT_TOKEN_PROD', 'mytoken'],
    'of keys that are known to be secret': [
      ...['api_key', 'apiKey', 'APIKEY', 'x-api-key', 'private_key', 'signingKey', 'encryption_key', 'AES_KEY'],
      ...[
        'AWS_SECRET_ACCESS_KEY',
        'storageAccountKey',
        'licenseKey',
        'hmacKey',
        'secret_key_base',
        'JWT_KEY',
        'api_key_test',
      ],
    ],
    'of what opens': ['auth', 'authorization', 'bearer', 'credential', 'credentials', 'jwt', 'sessionid', 'cookie'],
  },
  key: { 'of which nobody knows what they open': ['key', 'KEY', 'my_key', 'aKey', 'row.key', 'keys'] },
  salt: { 'of what is mixed in': ['salt', 'PASSWORD_SALT', 'hash_salt', 'aesNonce', 'seed', 'iv', 'aesIv', 'pepper'] },
};

const NOTHING: Record<string, string[]> = {
  'another thing': [
    'name',
    'username',
    'compass',
    'bypass_id',
    'monkey',
    'keyboard',
    'author',
    'div',
    'passenger',
    'id',
    '',
  ],
  'a public key': ['public_key', 'publicKey', 'publishable_key', 'site_key_public', 'ssh_key_pub', 'recaptchaSitekey'],
  'a hash': [
    'password_hash',
    'passwordDigest',
    'hashedPassword',
    'token_hash',
    'secret_sha',
    'md5_password',
    'key_fingerprint',
  ],
  'an id or a name': ['key_id', 'accessKeyId', 'token_id', 'secret_name', 'SECRET_ARN', 'token_type', 'apiKeyName'],
  'a place': ['private_key_path', 'token_url', 'passwordFile', 'keyfile_dir', 'auth_endpoint', 'secretRef'],
  'a field or a label': [
    'passwordField',
    'password_input_label',
    'PASSWORD_PLACEHOLDER',
    'token_header',
    'passwordMessage',
  ],
  'what is done to a password': [
    'forgot_password',
    'resetPassword',
    'change-password',
    'confirmPassword',
    'passwordStrength',
  ],
  'what is wrong with one': ['invalid_token', 'wrongPassword', 'password_error', 'missingApiKey', 'passwordRequired'],
  'a count or a limit': [
    'max_tokens',
    'min_password_length',
    'token_count',
    'tokens_used',
    'tokenBudget',
    'remainingTokens',
  ],
  'a key of data': [
    'cache_key',
    'primaryKey',
    'foreign_key',
    'partition_key',
    'sortKey',
    'translation_key',
    'shortcutKey',
  ],
  'a token that opens nothing': [
    ...[
      'csrf_token',
      'xsrf-token',
      'authenticity_token',
      'next_page_token',
      'nextToken',
      'continuationToken',
      'sync_token',
    ],
    ...['pad_token', 'eos_token', 'cancellationToken', 'idempotency_key'],
  ],
  'a time': ['token_expiry', 'password_changed_at', 'keyTimeout', 'secret_age_days'],
  'no secret at all': ['no_password', 'without_auth', 'requires_token', 'hasPassword', 'isSecret'],
  'an example': ['example_token', 'mockApiKey', 'fakeSecret', 'dummy_password', 'password_example'],
};

describe.each(KINDS)('a name of the kind "%s"', (kind) => {
  it.each(Object.entries(NAMES[kind]))('is one %s', (_, names) => {
    expect(Object.fromEntries(names.map((name) => [name, readName(name)?.kind ?? null]))).toEqual(
      Object.fromEntries(names.map((name) => [name, kind])),
    );
  });
});

describe('a name of no kind', () => {
  it.each(Object.entries(NOTHING))('is one of %s', (_, names) => {
    expect(names.filter((name) => readName(name) !== null)).toEqual([]);
  });
});

describe('the words behind the one that tells', () => {
  it.each([
    ['password', 0],
    ['password_prod', 0],
    ['password_prod_db_2', 0],
    ['tokenAlice', 1],
    ['secret_of_the_brown_fox', 2],
  ])('count, where nobody knows what they say: %s', (name, strangers) => {
    expect(readName(name)).toMatchObject({ strangers });
  });
});

describe('the words of a name', () => {
  it.each([
    ['dbPassword2_PROD', ['db', 'password', 'prod']],
    ['XMLHttpToken', ['xml', 'http', 'token']],
    ['contraseña', ['contraseña']],
    ['aws.s3-secret', ['aws', 's', 'secret']],
    ['42', []],
  ])('of %s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it('are read of any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (name) => {
        for (const word of wordsOf(name)) expect(word).toMatch(/^[^\W\d_A-Z]+$|[\u00c0-\u024f]/);
        expect(readName(name)?.strangers ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
