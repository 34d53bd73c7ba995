import { describe, it } from 'vitest';
import type { StructureName } from '../../../src/domain/rule.ts';
import { expectBounded, expectSound } from './reading.ts';

/** For each reader the anchors of its rules, and pieces of its format. */
const READERS: [StructureName, string[], string[]][] = [
  [
    'command-line',
    ['curl', 'mysql', 'redis-server', 'sshpass', 'openssl', 'docker'],
    [
      ' -u ',
      ' --user=',
      'a:Wq7xT2',
      ' -pWq7xT2',
      '", "',
      '--requirepass',
      ' -p ',
      "'b c'",
      '\\\n',
      ' login',
      ' pass:x9',
    ],
  ],
  [
    'connection-string',
    ['password=', 'pwd='],
    ['Server=db;', 'User Id=sa;', 'Wq7xT2;', 'host=db ', '&', '?', '<', ';;', '='],
  ],
  ['jwk', ['kty'], ['{', '}', '"kty":"EC"', "kty: 'oct'", ',"d":"', ',"k":"', 'Ab3'.repeat(15), '"']],
  [
    'kubeconfig',
    ['kind: config'],
    ['kind: Config\n', 'users:\n', '- name: a\n', '  user:\n', '    token: Wq7xT2\n', '---\n'],
  ],
  [
    'kubernetes-secret',
    ['kind: secret', '"kind": "secret"'],
    [
      'kind: Secret\n',
      'data:\n',
      '  password: V3E3eFQy\n',
      '  a: |\n',
      '    V3E3\n',
      '---\n',
      '- ',
      '{"data":{"p":"V3E3eFQy"},',
      '"kind": "Secret"',
      '}',
      'stringData:\n',
    ],
  ],
  [
    'login-call',
    ['.login(', 'auth=(', 'identified by', 'getconnection', 'jwt.sign', 'dbi->connect'],
    [
      '("app", ',
      '"Wq7xT2"',
      "'Wq7xT2kR9z'",
      ')',
      ', ',
      '(',
      '[',
      '{',
      '}',
      '.toCharArray()',
      'b',
      '->',
      'password=',
      ' by ',
    ],
  ],
  ['netrc', ['machine', 'default login'], ['machine h ', 'login a ', 'password Wq7xT2 ', 'account b ', 'default ']],
  ['password-hash', [':$2y$', ':{sha}'], ['a:{SHA}', 'b:$2y$05$', 'Ab3'.repeat(18), 'x'.repeat(27), '=']],
  ['pem', ['private key-----'], ['-----BEGIN ', 'RSA ', 'PRIVATE KEY-----', '-----END ', 'Ab3'.repeat(25), '-']],
  ['pgpass', [':5432:', ':*:'], ['h:5432:d:u:Wq7xT2', ':*:', '\\:', 'u', ' > a']],
  ['putty-encrypted-key', ['putty-user-key-file-'], ['PuTTY-User-Key-File-3: ssh-rsa\n', 'Encryption: aes\n']],
  [
    'putty-key',
    ['putty-user-key-file-'],
    [
      'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: a\nPublic-Lines: 1\n',
      'Private-Lines: 1\n',
      `${'Ab3/'.repeat(16)}\n`,
    ],
  ],
  [
    'terraform-state',
    ['"terraform_version"'],
    [
      '{',
      '"terraform_version": "1",',
      '"outputs":{"a":{"value":"Wq7xT2","sensitive":true}},',
      '"attributes":{',
      '"password":"Wq7xT2"',
      '}',
      '[',
      ']',
      '"type":"x",',
    ],
  ],
  ['url', ['://'], ['postgres://', 'a:Wq7xT2@', '@', 'h.net', '/', '%40', '?', '#']],
];

describe.each(READERS)('the reader of %s', (name, anchors, pieces) => {
  it('never fails, and finds only what lies in the region that it read', () => {
    expectSound(name, anchors, pieces);
  });

  it('reads no further than it says, however many beginnings stand in a row', () => {
    for (const anchor of anchors) expectBounded(name, anchors, `${anchor} `, 5000);
    expectBounded(name, anchors, pieces.join(''), 1000);
  });
});
