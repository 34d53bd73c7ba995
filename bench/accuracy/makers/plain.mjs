// Text that means nothing secret: names of things, hosts, people, numbers, hashes and identifiers.
import { base32, base64, base64url, capital, digits, hex, lower, toHex, upper, uuid } from './alphabets.mjs';
import { certificate, pgpMessage, publicKey, sshPublic } from './keys.mjs';

/** Makers of harmless text out of word lists. */
export function plainMakers(words) {
  const noun = (random) => random.pick(words.nouns);
  const host = (random) =>
    random.weighted([
      [4, () => `${noun(random)}.${random.pick(words.domains)}`],
      [3, () => `${random.pick(words.hosts)}-${random.between(1, 9)}.${random.pick(words.domains)}`],
      [2, () => `10.${random.below(255)}.${random.below(255)}.${random.between(2, 250)}`],
      [1, () => `${random.pick(words.hosts)}.internal`],
      [1, () => 'localhost'],
    ])();
  return {
    noun,
    nouns: (random) => `${noun(random)}s`,
    verb: (random) => random.pick(words.verbs),
    adj: (random) => random.pick(words.adjectives),
    thing: (random) => [random.pick(words.adjectives), noun(random)],
    action: (random) => [random.pick(words.verbs), noun(random)],
    service: (random) => random.pick(words.services),
    org: (random) => random.pick(words.orgs),
    user: (random) =>
      random.weighted([
        [4, () => random.pick(words.users)],
        [2, () => `${noun(random)}_${random.pick(['app', 'rw', 'user', 'svc'])}`],
        [2, () => random.pick(words.people).toLowerCase()],
      ])(),
    person: (random) => random.pick(words.people),
    email: (random) => `${random.pick(words.people).toLowerCase()}@${random.pick(words.domains)}`,
    host,
    domain: (random) => random.pick(words.domains),
    db: (random) => `${noun(random)}${random.pick(['', '_db', 's', '_prod', '_dev'])}`,
    sentence: (random) => random.pick(words.sentences),
    word: (random) => random.pick(words.nouns),
    port: (random) => String(random.pick([80, 443, 3000, 3306, 5432, 5672, 6379, 8080, 8443, 9000, 27017])),
    int: (random, argument) => String(random.between(1, Number(argument ?? 500))),
    float: (random) => (random.below(10000) / 100).toFixed(random.between(1, 4)),
    version: (random) => `${random.below(12)}.${random.below(30)}.${random.below(20)}`,
    date: (random) =>
      `20${random.between(15, 26)}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
    time: (random) => [24, 60, 60].map((limit) => String(random.below(limit)).padStart(2, '0')).join(':'),
    epoch: (random) => String(1500000000 + random.below(300_000_000)),
    ip: (random) => `10.${random.below(255)}.${random.below(255)}.${random.between(2, 250)}`,
    path: (random) => `/${random.pick(['var/lib', 'opt', 'srv', 'home/deploy', 'usr/share'])}/${noun(random)}`,
    color: (random) => `#${random.chars(hex, random.pick([3, 6, 6, 6]))}`,
    hex: (random, argument) => random.chars(hex, Number(argument ?? 8)),
    HEX: (random, argument) => random.chars(hex, Number(argument ?? 8)).toUpperCase(),
    digits: (random, argument) => random.chars(digits, Number(argument ?? 6)),
    letters: (random, argument) => random.chars(lower, Number(argument ?? 6)),
    UPPER: (random, argument) => random.chars(upper, Number(argument ?? 4)),
    alnum: (random, argument) => random.chars(lower + upper + digits, Number(argument ?? 12)),
    base64: (random, argument) => base64(random.bytes(Number(argument ?? 32))),
    base64url: (random, argument) => base64url(random.bytes(Number(argument ?? 32))),
    base32: (random, argument) => random.chars(base32, Number(argument ?? 16)),
    md5: (random) => random.chars(hex, 32),
    sha1: (random) => random.chars(hex, 40),
    sha256: (random) => random.chars(hex, 64),
    sha512: (random) => random.chars(hex, 128),
    sha: (random) => random.chars(hex, random.pick([7, 8, 10, 40])),
    integrity: (random) => `sha512-${base64(random.bytes(64))}`,
    h1: (random) => `h1:${base64(random.bytes(32))}`,
    uuid,
    UUID: (random) => uuid(random).toUpperCase(),
    objectid: (random) => random.chars(hex, 24),
    fingerprint: (random) => toHex(random.bytes(16)).match(/../g).join(':'),
    sshfingerprint: (random) => `SHA256:${base64(random.bytes(32)).replace(/=+$/, '')}`,
    arn: (random) =>
      `arn:aws:${random.pick(['iam', 'secretsmanager', 'kms', 'sns'])}:${random.pick(['eu-west-1', 'us-east-1', ''])}:${random.chars(digits, 12)}:${random.pick(['role', 'secret', 'key', 'topic'])}/${noun(random)}`,
    publickey: (random) => publicKey(random),
    certificate: (random) => certificate(random),
    sshpublic: (random) => sshPublic(random),
    pgp: (random, argument) => pgpMessage(random, argument),
    bcrypt: (random) => `$2b$${random.pick(['10', '12'])}$${random.chars(`./${upper}${lower}${digits}`, 53)}`,
    sha512crypt: (random) => `$6$${random.chars(lower + digits, 8)}$${random.chars(`./${upper}${lower}${digits}`, 86)}`,
    sha1htpasswd: (random) => `{SHA}${base64(random.bytes(20))}`,
    image: (random) =>
      base64(
        Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), random.bytes(random.between(60, 400))]),
      ),
    blob: (random) => base64(random.bytes(random.between(30, 200))),
    vault: (random) => Array.from({ length: random.between(3, 6) }, () => toHex(random.bytes(40))).join('\n          '),
    Sentence: (random) => capital(random.pick(words.sentences)),
    placeholder: (random) => random.pick(words.placeholders),
    dummy: (random) => random.pick(words.dummies),
    dummybase64: (random) => base64(Buffer.from(random.pick(words.dummies))),
  };
}
