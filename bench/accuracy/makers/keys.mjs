// Private and public keys with the structure of real ones and random numbers in it: nothing protects anything.
import { base64 } from './alphabets.mjs';

const der = (tag, ...parts) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const size =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts) => der(0x30, ...parts);
const number = (random, length) => der(0x02, [0], [0x80 | random.below(128)], random.bytes(length - 1));
const small = (value) => der(0x02, [value]);
const oid = (text) => der(0x06, Buffer.from(text, 'hex'));
const rsaOid = sequence(oid('2a864886f70d010101'), der(0x05));
const curveOid = oid('2a8648ce3d030107');
const exponent = der(0x02, [1, 0, 1]);

const rsaPrivate = (random, size) =>
  sequence(
    small(0),
    number(random, size),
    exponent,
    number(random, size),
    ...Array.from({ length: 5 }, () => number(random, size / 2)),
  );
const ecPrivate = (random) =>
  sequence(small(1), der(0x04, random.bytes(32)), der(0xa0, curveOid), der(0xa1, der(0x03, [0, 4], random.bytes(64))));

const armour = (title, bytes, width = 64) =>
  `-----BEGIN ${title}-----\n${base64(bytes)
    .match(new RegExp(`.{1,${width}}`, 'g'))
    .join('\n')}\n-----END ${title}-----`;

const sshString = (value) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
};

function openSsh(random) {
  const publicKey = Buffer.concat([sshString('ssh-ed25519'), sshString(random.bytes(32))]);
  const check = random.bytes(4);
  const inner = Buffer.concat([check, check, publicKey, sshString(random.bytes(64)), sshString('deploy@build')]);
  const padded = Buffer.concat([inner, Buffer.from(Array.from({ length: 8 - (inner.length % 8) }, (_, i) => i + 1))]);
  return Buffer.concat([
    Buffer.from('openssh-key-v1\u0000'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    Buffer.from([0, 0, 0, 1]),
    sshString(publicKey),
    sshString(padded),
  ]);
}

const secret = ['PRIVATE', 'KEY'].join(' ');

/** PEM of a private key, by kind. */
export const privateKeys = {
  rsa: (random) => armour(`RSA ${secret}`, rsaPrivate(random, random.pick([128, 256]))),
  pkcs8: (random) => armour(secret, sequence(small(0), rsaOid, der(0x04, rsaPrivate(random, 256)))),
  ec: (random) => armour(`EC ${secret}`, ecPrivate(random)),
  ed25519: (random) =>
    armour(secret, sequence(small(0), sequence(oid('2b6570')), der(0x04, der(0x04, random.bytes(32))))),
  openssh: (random) => armour(`OPENSSH ${secret}`, openSsh(random), 70),
  dsa: (random) =>
    armour(
      `DSA ${secret}`,
      sequence(small(0), number(random, 128), number(random, 20), number(random, 128), number(random, 20)),
    ),
};

export const privateKey = (random, kind) => {
  const chosen = kind ?? random.pick(Object.keys(privateKeys));
  return { text: privateKeys[chosen](random), habit: chosen };
};

/** The same on one line, with \n written out, as environment files and JSON have it. */
export const privateKeyLine = (random, kind) => {
  const made = privateKey(random, kind);
  return { text: `${made.text.replaceAll('\n', '\\n')}\\n`, habit: made.habit };
};

export const publicKey = (random) =>
  armour('PUBLIC KEY', sequence(rsaOid, der(0x03, [0], sequence(number(random, random.pick([128, 256])), exponent))));

export const certificate = (random) =>
  armour(
    'CERTIFICATE',
    sequence(
      sequence(number(random, 16), der(0x31, random.bytes(random.between(300, 600)))),
      rsaOid,
      der(0x03, [0], random.bytes(256)),
    ),
  );

export const sshPublic = (random) =>
  random.chance(0.5)
    ? `ssh-ed25519 ${base64(Buffer.concat([sshString('ssh-ed25519'), sshString(random.bytes(32))]))}`
    : `ssh-rsa ${base64(Buffer.concat([sshString('ssh-rsa'), sshString([1, 0, 1]), sshString(Buffer.concat([Buffer.from([0]), Buffer.from(random.bytes(256))]))]))}`;

/** A message encrypted to somebody (PGP or S/MIME armour): public by design. */
export const pgpMessage = (random, kind) => armour(`PGP ${kind ?? 'MESSAGE'}`, random.bytes(random.between(250, 500)));
