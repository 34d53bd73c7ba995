import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reported } from '../scanning.ts';

/** A block as it is written, 64 or 70 characters a line, the last line end included. */
type Pem = string;

const ed25519 = generateKeyPairSync('ed25519').privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const pkcs8 = (key: KeyObject): Pem => key.export({ type: 'pkcs8', format: 'pem' }) as Pem;
const locked = { cipher: 'aes-256-cbc', passphrase: 'a passphrase' };

/** A private key as OpenSSH writes it (openssh/PROTOCOL.key): what the parts hold does not matter here. */
function openssh(cipher: string, kdf: string): Pem {
  const field = (bytes: Buffer | string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, Buffer.from(bytes)]);
  };
  const kdfOptions = kdf === 'none' ? '' : Buffer.concat([field(randomBytes(16)), Buffer.from([0, 0, 0, 16])]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[cipher, kdf, kdfOptions].map(field),
    Buffer.from([0, 0, 0, 1]),
    field(Buffer.concat([field('ssh-ed25519'), field(randomBytes(32))])),
    field(randomBytes(144)),
  ]);
  const lines = body.toString('base64').replace(/.{70}/g, '$&\n');
  return `${'-----BEGIN'} OPENSSH PRIVATE KEY-----\n${lines.trimEnd()}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

const OPEN: Record<string, Pem> = {
  'Ed25519, PKCS#8': pkcs8(ed25519),
  'EC, PKCS#8': pkcs8(ec),
  'EC, SEC 1': ec.export({ type: 'sec1', format: 'pem' }) as Pem,
  'RSA, PKCS#8': pkcs8(rsa),
  'RSA, PKCS#1': rsa.export({ type: 'pkcs1', format: 'pem' }) as Pem,
  OpenSSH: openssh('none', 'none'),
};

const ENCRYPTED: Record<string, Pem> = {
  'Ed25519, PKCS#8': ed25519.export({ type: 'pkcs8', format: 'pem', ...locked }) as Pem,
  'RSA, PKCS#8': rsa.export({ type: 'pkcs8', format: 'pem', ...locked }) as Pem,
  'EC, SEC 1': ec.export({ type: 'sec1', format: 'pem', ...locked }) as Pem,
  'RSA, PKCS#1': rsa.export({ type: 'pkcs1', format: 'pem', ...locked }) as Pem,
  OpenSSH: openssh('aes256-ctr', 'bcrypt'),
};

/** The block with 64 characters a line, without headers, and without a line end behind it. */
function normalForm(pem: Pem): string {
  const [begin, ...lines] = pem.trimEnd().split('\n');
  const end = lines.pop();
  const body = lines.filter((line) => !line.includes(':')).join('');
  return [begin, ...(body.match(/.{1,64}/g) ?? []), end].join('\n');
}

const eachLine = (pem: Pem, write: (line: string, index: number) => string): string =>
  pem.trimEnd().split('\n').map(write).join('\n');

/** Ways to write a block down in a file. */
const WRITINGS: Record<string, (pem: Pem) => string> = {
  'as it is': (pem) => pem,
  'without a line end at the end': (pem) => pem.trimEnd(),
  'with CR LF': (pem) => pem.replaceAll('\n', '\r\n'),
  'behind a byte order mark': (pem) => `\ufeff${pem}`,
  'indented in YAML': (pem) => `tls:\n  key: |\n${eachLine(pem, (line) => `    ${line}`)}\nother: value\n`,
  'indented by tabs, CR LF': (pem) => `key: |\r\n${eachLine(pem, (line) => `\t${line}\r`)}\r\n`,
  'in JSON': (pem) => JSON.stringify({ key: pem, other: 'value' }),
  'in JSON, CR LF': (pem) => JSON.stringify({ key: pem.replaceAll('\n', '\r\n') }),
  'in JSON in a string of JSON': (pem) => JSON.stringify({ text: JSON.stringify({ key: pem }) }),
  'in JSON in JSON in JSON': (pem) => JSON.stringify(JSON.stringify(JSON.stringify({ key: pem }))),
  'in an environment file': (pem) => `PRIVATE_KEY="${pem.replaceAll('\n', '\\n')}"\nOTHER=1\n`,
  'in an environment file, over lines': (pem) => `PRIVATE_KEY="${pem}"\nOTHER=1\n`,
  'in single quotes': (pem) => `PRIVATE_KEY='${pem.trimEnd()}'\n`,
  'in a template literal': (pem) => `const key = \`${pem}\`;\n`,
  'joined in JavaScript': (pem) => `const key =\n${eachLine(pem, (line) => `  '${line}\\n' +`)}\n  '';\n`,
  'joined in JavaScript, the signs in front': (pem) =>
    `const key = ''\n${eachLine(pem, (line) => `  + "${line}\\n"`)};\n`,
  'a list joined in JavaScript': (pem) => `const key = [\n${eachLine(pem, (line) => `  '${line}',`)}\n].join('\\n');\n`,
  'joined in Python': (pem) => `KEY = (\n${eachLine(pem, (line) => `    "${line}\\n"`)}\n)\n`,
  'in triple quotes': (pem) => `KEY = """${pem}"""\n`,
  'as bytes in triple quotes, indented': (pem) =>
    `    KEY = b"""\\\n${eachLine(pem, (line) => `    ${line}`)}\n    """\n`,
  'joined in Java': (pem) => `String KEY = ""\n${eachLine(pem, (line) => `    + "${line}\\n"`)};\n`,
  'strings side by side in C': (pem) => `static const char key[] =\n${eachLine(pem, (line) => `  "${line}\\r\\n"`)};\n`,
  'joined in PHP': (pem) => `$key = "" .\n${eachLine(pem, (line) => `  "${line}\\n" .`)} "";\n`,
  'joined in Ruby': (pem) => `KEY = ${eachLine(pem, (line) => `"${line}\\n" \\`)}\n  ""\n`,
  'in a shell comment': (pem) => `${eachLine(pem, (line) => `# ${line}`)}\nrun\n`,
  'in line comments': (pem) => `${eachLine(pem, (line) => `  // ${line}`)}\ncode();\n`,
  'in a block comment': (pem) => `/*\n${eachLine(pem, (line) => ` * ${line}`)}\n */\n`,
  'in an SQL comment': (pem) => `${eachLine(pem, (line) => `; ${line}`)}\n`,
  'added by a diff': (pem) => `@@ -1,0 +1,9 @@\n${eachLine(pem, (line) => `+${line}`)}\n`,
  'removed by a diff': (pem) => `@@ -1,9 +1,0 @@\n${eachLine(pem, (line) => `-${line}`)}\n`,
  'beside a diff': (pem) => `@@ -1,9 +1,9 @@\n${eachLine(pem, (line) => ` ${line}`)}\n`,
  'quoted in an answer': (pem) => `You wrote:\n${eachLine(pem, (line) => `> ${line}`)}\n`,
  'on one line with spaces': (pem) => `KEY=${pem.trimEnd().replaceAll('\n', ' ')}\n`,
  'on one line in quotes': (pem) => `KEY: "${pem.trimEnd().replaceAll('\n', ' ')}"\n`,
  'on one line without anything': (pem) => `KEY=${pem.replaceAll('\n', '')}\n`,
  'in XML, with references': (pem) => `<key>${pem.replaceAll('\n', '&#10;')}</key>\n`,
  'in XML, over lines': (pem) => `<key>\n${pem}</key>\n`,
  'in HTML': (pem) => `<pre>${pem.replaceAll('\n', '<br>\n')}</pre>\n`,
  'in a query string': (pem) => `https://host/?key=${pem.replaceAll('\n', '%0A')}&a=b\n`,
};

/** Writings in which RFC 1421 headers ("DEK-Info: …") and the empty line behind them keep their lines. */
const HAS_LINES = Object.keys(WRITINGS).filter((name) => !name.startsWith('on one line'));

describe('a private key', () => {
  const rows = Object.keys(OPEN).flatMap((kind) => Object.keys(WRITINGS).map((writing) => [kind, writing] as const));

  it.each(rows)('%s, is the same %s', (kind, writing) => {
    const pem = OPEN[kind]!;
    expect(reported(WRITINGS[writing]!(pem))).toEqual([['private-key', normalForm(pem)]]);
  });

  it('is a key again in its normal form', () => {
    for (const kind of Object.keys(OPEN).filter((name) => name !== 'OpenSSH')) {
      const [, secret] = reported(JSON.stringify(OPEN[kind]))[0]!;
      expect(createPrivateKey(secret).asymmetricKeyType).toBe(createPrivateKey(OPEN[kind]!).asymmetricKeyType);
    }
  });

  it('is the same in UTF-16', () => {
    const pem = OPEN['RSA, PKCS#1']!;
    expect(reported(Buffer.from(`\ufeff${pem.replaceAll('\n', '\r\n')}`, 'utf16le'))).toEqual([
      ['private-key', normalForm(pem)],
    ]);
  });

  it.each(['as it is', 'in JSON', 'joined in Java'])('may lack its end: %s', (writing) => {
    const pem = OPEN['RSA, PKCS#8']!;
    const text = WRITINGS[writing]!(pem).replace(/-----END[^-]*-----/, '');
    const [finding, ...others] = reported(`${text.trimEnd()}\nand so on, and so on\n`);
    expect(others).toEqual([]);
    expect(finding?.[0]).toBe('private-key');
    expect(finding?.[1].slice(0, 1500)).toBe(normalForm(pem).slice(0, 1500));
  });
});

describe('a private key behind a passphrase', () => {
  const rows = Object.keys(ENCRYPTED).flatMap((kind) =>
    (kind.includes('PKCS#8') || kind === 'OpenSSH' ? Object.keys(WRITINGS) : HAS_LINES).map(
      (writing) => [kind, writing] as const,
    ),
  );

  it.each(rows)('%s, is told from an open one %s', (kind, writing) => {
    const pem = ENCRYPTED[kind]!;
    expect(reported(WRITINGS[writing]!(pem))).toEqual([['encrypted-private-key', normalForm(pem)]]);
  });
});

describe('what is no private key', () => {
  it.each([
    ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as Pem],
    ['a template', `${'-----BEGIN'} PRIVATE KEY-----\n\${process.env.KEY_BODY}\n-----END PRIVATE KEY-----\n`],
    ['dots', `${'-----BEGIN'} PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n`],
    [
      'one letter again and again',
      `${'-----BEGIN'} PRIVATE KEY-----\n${'A'.repeat(64)}\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----\n`,
    ],
    [
      'the beginning of one',
      `${'-----BEGIN'} RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----\n`,
    ],
    [
      'two constants',
      `const A = '${'-----BEGIN'} PRIVATE KEY-----';\nconst B = '-----END PRIVATE KEY-----';\n${'code();\n'.repeat(20)}`,
    ],
    [
      'a sentence',
      `A file that begins with ${'-----BEGIN'} PRIVATE KEY----- is a private key, and belongs nowhere but on its machine.\n`,
    ],
  ])('stays silent: %s', (_, text) => {
    expect(reported(text)).toEqual([]);
  });
});
