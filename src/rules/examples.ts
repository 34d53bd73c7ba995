import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Confidence, Example } from '../domain/rule.ts';

/** An example made concrete. */
export type ExpandedExample = {
  text: string;
  path?: string | undefined;
  /** The first of the secrets that stand between « and », if the example marks one. */
  secret: string | null;
  secrets: string[];
  /** What stands between ‹ and ›: the other parts of a credential. */
  parts: string[];
  /** How sure the finding must be; absent: medium at least. */
  confidence?: Confidence | undefined;
};

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const BASE62 = DIGITS + UPPER + LOWER;
const BECH32 = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';

type Random = (alphabet: string, length: number) => string;

/**
 * What may stand in braces in an example: `{hex:32}` is 32 random hexadecimal digits, `{crc62:30}`
 * 30 random characters and their checksum. Rule files hold no token-shaped text this way.
 */
const GENERATORS: Record<string, (size: number, random: Random) => string> = {
  a: (size, random) => random(LOWER, size),
  A: (size, random) => random(UPPER, size),
  l: (size, random) => random(LOWER + UPPER, size),
  d: (size, random) => random(DIGITS, size),
  an: (size, random) => random(BASE62, size),
  lan: (size, random) => random(LOWER + DIGITS, size),
  UAN: (size, random) => random(UPPER + DIGITS, size),
  w: (size, random) => random(`${BASE62}_-`, size),
  hex: (size, random) => random('0123456789abcdef', size),
  HEX: (size, random) => random('0123456789ABCDEF', size),
  b32: (size, random) => random(`${UPPER}234567`, size),
  lb32: (size, random) => random(`${LOWER}234567`, size),
  b64: (size, random) => random(`${BASE62}+/`, size),
  /** Two bits a character at the most, and in no order: what falls short of any entropy that a rule asks. */
  low: (size, random) => random('ab12', size),
  LOW: (size, random) => random('AB23', size),
  dm: (size, random) => random('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', size),
  /** An English-looking text of that many letters, which is no secret. */
  prose: (size) => 'the quick brown fox jumps over the lazy dog '.repeat(99).slice(0, size).trim(),
  /** Random characters and the six characters of their CRC-32 in base 62 (GitHub, npm). */
  crc62: (size, random) => {
    const body = random(BASE62, size);
    return body + toBase(crc32(body), 62).padStart(6, '0');
  },
  /** A right checksum of characters of which one is not base 62. */
  crc62dash: (size, random) => {
    const body = `${random(BASE62, size - 1)}-`;
    return body + toBase(crc32(body), 62).padStart(6, '0');
  },
  /** A checksum that is wrong by one. */
  badcrc62: (size, random) => {
    const body = random(BASE62, size);
    return body + toBase((crc32(body) ^ 1) >>> 0, 62).padStart(6, '0');
  },
  /** The whole of a fine-grained GitHub token, with its digest. */
  ghpat: (_size, random) => {
    const body = `github_pat_${random(BASE62, 22)}_${random(BASE62, 43)}`;
    return body + base32(createHash('sha256').update(body).digest()).slice(0, 8) + random(BASE62, 8);
  },
  /** What follows `glpat-` in a versioned GitLab token of that payload length, and `glrt-t1_`. */
  glroutable: (size, random) => gitlab('glpat-', `${random(`${BASE62}_-`, size)}.01.`, size),
  glrtroutable: (size, random) => gitlab('glrt-t1_', `${random(`${BASE62}_-`, size)}.01.`, size),
  badglroutable: (size, random) => gitlab('glpat-', `${random(`${BASE62}_-`, size)}.01.`, size, 1),
  /** The same with a sign in its payload that none has, or a letter too many behind it; the checksum is right. */
  glroutabletilde: (size, random) => gitlab('glpat-', `${random(BASE62, size - 1)}~.01.`, size),
  glroutablelong: (size, random) => gitlab('glpat-', `${random(BASE62, size)}.01.x`, size),
  /** An Atlassian token: its prefix, so many characters, "=" and the checksum. */
  atatt: (size, random) => atlassian(`ATATT3${random(`${BASE62}_-`, size)}=`, 0),
  badatatt: (size, random) => atlassian(`ATATT3${random(`${BASE62}_-`, size)}=`, 1),
  atctt: (size, random) => atlassian(`ATCTT3${random(`${BASE62}_-`, size)}=`, 0),
  badatctt: (size, random) => atlassian(`ATCTT3${random(`${BASE62}_-`, size)}=`, 1),
  /** What follows the prefix of a Vercel token with so many random characters: them and their checksum. */
  vercel: (size, random) => vercel(random(`${BASE62}_-`, size), 0),
  badvercel: (size, random) => vercel(random(`${BASE62}_-`, size), 1),
  verceldot: (size, random) => vercel(`.${random(BASE62, size - 1)}`, 0),
  /** The first part of a Discord token: base64 of an account's id of so many digits. */
  discordid: (size, random) => Buffer.from(random('123456789', 1) + random(DIGITS, size - 1)).toString('base64url'),
  /** A Confluent Cloud secret whose random part has that length. */
  cflt: (size, random) => confluent(random(`${BASE62}+/`, size), 0),
  badcflt: (size, random) => confluent(random(`${BASE62}+/`, size), 1),
  /** A Grafana service account token whose random part has that length. */
  glsa: (size, random) => {
    const head = `glsa_${random(BASE62, size)}`;
    return `${head}_${littleEndian(crc32(head))}`;
  },
  badglsa: (size, random) => {
    const head = `glsa_${random(BASE62, size)}`;
    return `${head}_${littleEndian((crc32(head) ^ 1) >>> 0)}`;
  },
  /** Base64 of that length, without padding, of what Grafana Cloud's tokens, Grafana's old keys and 1Password's tokens hold. */
  glcpayload: (size, random) => base64Json(size, random, '{"o":"1","n":"ci","k":"', '"}'),
  glkey: (size, random) => base64Json(size, random, '{"k":"', '","n":"ci","id":1}'),
  opspayload: (size, random) => base64Json(size, random, '{"signInAddress":"my.1password.com","secretKey":"', '"}'),
  /** An age identity with so many characters of data and their checksum; "pq" for the post-quantum kind. */
  agekey: (size, random) => bech32('AGE-SECRET-KEY-', random(BECH32, size)),
  agepqkey: (size, random) => bech32('AGE-SECRET-KEY-PQ-', random(BECH32, size)),
  /** A password that somebody made up. */
  pw: () => ['Winter', '#Fox', '29'].join(''),
  /** Base64 of "ci", ":" and a password of that length, with a digit; `b64of` has the password alone. */
  basic: (size, random) => Buffer.from(`ci:${random(BASE62, size - 1)}7`).toString('base64'),
  /** The same two with signs in the password that "+" and "/" stand for in base64. */
  basicsigns: (size, random) => Buffer.from(`ci:>>>???${random(BASE62, size)}`).toString('base64'),
  b64signs: (size, random) => Buffer.from(`>>>???${random(BASE62, size)}`).toString('base64'),
  b64of: (size, random) => Buffer.from(`${random(BASE62, size - 1)}7`).toString('base64'),
  /** A seed of NATS for a kind of key: a user's (160), an account's (0), an operator's (112), a server's (104) … */
  nkey: (size, random) => nkey(size, random, 32, 0),
  badnkey: (size, random) => nkey(size, random, 32, 1),
  /** One with a byte too few, filled up to one character too few. */
  nkeyshort: (size, random) => `${nkey(size, random, 31, 0)}A`,
  jwt: (_size, random) => jwt(random, { sub: random(DIGITS, 10), iat: 1_700_000_000 }),
  /** One whose header, claims or signature has so many characters behind its first three ("eyJ"), or in all. */
  jwthead: (size, random) => jwt(random, { sub: random(DIGITS, 10) }, { alg: random(UPPER, bytesOf(size + 3) - 10) }),
  jwtbody: (size, random) => jwt(random, { a: 10 ** (bytesOf(size + 3) - 7) }),
  jwtsignature: (size, random) => jwt(random, { sub: random(DIGITS, 10) }).replace(/[^.]+$/, random(BASE62, size)),
  /** One with "-" in its header and its claims; and some with a sign in one of them that is not base64. */
  jwtsigns: (_size, random) => jwt(random, { sub: '>>>>>' }, { alg: 'HS256', kid: '>>>>>' }),
  jwtgap: (_size, random) => jwt(random, { sub: random(DIGITS, 10) }).replace(/^.{9}/, '$&!'),
  jwtgapbody: (_size, random) => jwt(random, { sub: random(DIGITS, 10) }).replace(/\..{9}/, '$&!'),
  expiredjwt: (_size, random) => jwt(random, { sub: random(DIGITS, 10), iat: 1_500_000_000, exp: 1_500_003_600 }),
  /** The middle part of a Supabase project's JWT for servers, of that length, and of the one for browsers. */
  serviceroleclaims: (size, random) =>
    base64Json(size, random, '{"iss":"supabase","role":"service_role","ref":"', '"}'),
  anonclaims: (size, random) => base64Json(size, random, '{"iss":"supabase","role":"anon","ref":"', '"}'),
  /** The tildes come out as a dash or an underscore in base64url. */
  setupcode: (_size, random) =>
    base64url({
      url: `wss://gw-${random(LOWER, 6)}.ts.net:18789/~~~`,
      bootstrapToken: random(`${BASE62}_-`, 43),
      expiresAtMs: 4_102_444_800_000,
    }),
  expiredsetupcode: (_size, random) =>
    base64url({
      url: `wss://gw-${random(LOWER, 6)}.ts.net:18789`,
      bootstrapToken: random(`${BASE62}_-`, 43),
      expiresAtMs: 1_700_000_000_000,
    }),
  legacysetupcode: (_size, random) =>
    base64url({ url: `wss://gw-${random(LOWER, 6)}.ts.net:18789/~~~`, token: random('0123456789abcdef', 48) }),
  examplesetupcode: (_size, random) =>
    base64url({
      url: 'wss://gateway.example.com',
      bootstrapToken: random(`${BASE62}_-`, 43),
      expiresAtMs: 4_102_444_800_000,
    }),
  /** Lines of base64, as a PEM body holds them. */
  pem: (size, random) => random(`${BASE62}+/`, size).replace(/.{64}/g, '$&\n').trimEnd(),
  bedrock: (size, random) =>
    Buffer.from(
      `BedrockAPIKey-${random(LOWER + DIGITS, 4)}-at-${random(DIGITS, 12)}:${random(`${BASE62}+/`, size)}`,
    ).toString('base64'),
};

const PART = new RegExp(`\\{(${Object.keys(GENERATORS).join('|')})(?::(\\d{1,5}))?\\}`, 'g');

/**
 * Expands an example's `{class:n}` parts, the same way every time for the same seed.
 *
 * @param example as written in a rule file
 * @param seed what to vary by, such as the rule's id and the example's index
 */
export function expandExample(example: Example, seed: string): ExpandedExample {
  const random = seeded(seed);
  const text = example.text.replace(PART, (_, name: string, size?: string) =>
    GENERATORS[name]!(size === undefined ? 0 : Number(size), random),
  );
  const bare = (marked: string): string => marked.replace(/[«»‹›]/g, '');
  const secrets = [...text.matchAll(/«(.*?)»/gs)].map((match) => bare(match[1]!));
  const parts = [...text.matchAll(/‹(.*?)›/gs)].map((match) => bare(match[1]!));
  const { path, confidence } = example;
  return { text: bare(text), path, secret: secrets[0] ?? null, secrets, parts, confidence };
}

function seeded(seed: string): Random {
  let counter = 0;
  let pool: number[] = [];
  const next = (): number => {
    if (pool.length === 0) pool = [...createHash('sha256').update(`${seed}\n${counter++}`).digest()];
    return pool.pop()!;
  };
  return (alphabet, length) => {
    let text = '';
    const limit = 256 - (256 % alphabet.length);
    while (text.length < length) {
      const byte = next();
      if (byte < limit) text += alphabet[byte % alphabet.length];
    }
    return text;
  };
}

function toBase(value: number, base: 36 | 62): string {
  const digits = base === 62 ? DIGITS + UPPER + LOWER : DIGITS + LOWER;
  let rest = value;
  let text = '';
  do {
    text = digits[rest % base] + text;
    rest = Math.floor(rest / base);
  } while (rest > 0);
  return text;
}

/** What follows a GitLab token's prefix: with its checksum, or, where `wrong` is 1, with one that is off by a bit. */
function gitlab(prefix: string, payload: string, size: number, wrong = 0): string {
  const head = payload + toBase(size, 36).padStart(2, '0');
  return head + toBase((crc32(prefix + head) ^ wrong) >>> 0, 36).padStart(7, '0');
}

function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => `${UPPER}234567`[Number.parseInt(five, 2)]).join('');
}

/** A seed of NATS for a kind of key, with its checksum, or with one that is off by a bit. */
function nkey(kind: number, random: Random, length: number, wrong: number): string {
  const seed = Buffer.from(random('0123456789abcdef', length * 2), 'hex');
  const bytes = Buffer.concat([Buffer.from([(18 << 3) | (kind >> 5), (kind & 31) << 3]), seed, Buffer.alloc(2)]);
  let sum = 0;
  for (const byte of bytes.subarray(0, -2)) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ (sum & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  bytes.writeUInt16LE(sum ^ wrong, bytes.length - 2);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0').match(/.{5}/g) ?? [];
  return fives.map((five) => `${UPPER}234567`[Number.parseInt(five, 2)]).join('');
}

/** Base64 without padding, `size` characters long, of a JSON text that is filled up with random characters. */
function base64Json(size: number, random: Random, before: string, after: string): string {
  const filling = Math.floor((size * 3) / 4) - before.length - after.length;
  return Buffer.from(before + random(BASE62, filling) + after)
    .toString('base64')
    .replace(/=+$/, '');
}

/** A token's beginning with its checksum, or, where `wrong` is 1, with one that is off by a bit. */
function atlassian(head: string, wrong: number): string {
  const sum = (crc32(head) ^ wrong) >>> 0;
  return head + sum.toString(16).toUpperCase().padStart(8, '0');
}

function vercel(body: string, wrong: number): string {
  return body + toBase((crc32(body) ^ wrong) >>> 0, 62).padStart(6, '0');
}

function confluent(body: string, wrong: number): string {
  const sum = littleEndian((crc32(body) ^ wrong) >>> 0);
  return `cflt${body}${Buffer.from(sum, 'hex').toString('base64').slice(0, 6)}`;
}

function littleEndian(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString('hex');
}

/** Bech32 in upper case (BIP 173): the readable part, "1", the data and six characters of checksum. */
function bech32(readable: string, data: string): string {
  const codes = [...readable.toLowerCase()].map((letter) => letter.charCodeAt(0));
  const five = [...data].map((letter) => BECH32.indexOf(letter));
  let sum = 1;
  for (const value of [...codes.map((c) => c >> 5), 0, ...codes.map((c) => c & 31), ...five, 0, 0, 0, 0, 0, 0]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, factor] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries()) {
      if ((top >> bit) & 1) sum ^= factor;
    }
  }
  sum ^= 1;
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => BECH32[(sum >> shift) & 31]).join('');
  return `${readable}1${data}${checksum}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function jwt(random: Random, payload: object, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  return `${base64url(header)}.${base64url(payload)}.${random(`${BASE62}_-`, 43)}`;
}

/** How many bytes so many characters of base64 without padding hold. */
function bytesOf(characters: number): number {
  return Math.floor((characters * 3) / 4);
}
