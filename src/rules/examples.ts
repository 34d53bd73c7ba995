import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Example } from '../domain/rule.ts';

/** An example made concrete; `secret` is the part between « and », if the example marks one. */
export type ExpandedExample = { text: string; path?: string | undefined; secret: string | null };

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const BASE62 = DIGITS + UPPER + LOWER;

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
  b64: (size, random) => random(`${BASE62}+/`, size),
  dm: (size, random) => random('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', size),
  /** An English-looking text of that many letters, which is no secret. */
  prose: (size) => 'the quick brown fox jumps over the lazy dog '.repeat(99).slice(0, size).trim(),
  /** Random characters and the six characters of their CRC-32 in base 62 (GitHub, npm). */
  crc62: (size, random) => {
    const body = random(BASE62, size);
    return body + toBase(crc32(body), 62).padStart(6, '0');
  },
  /** The same with a checksum that is wrong by one. */
  badcrc62: (size, random) => {
    const body = random(BASE62, size);
    return body + toBase((crc32(body) ^ 1) >>> 0, 62).padStart(6, '0');
  },
  /** The whole of a fine-grained GitHub token, with its digest. */
  ghpat: (_size, random) => {
    const body = `github_pat_${random(BASE62, 22)}_${random(BASE62, 43)}`;
    return body + base32(createHash('sha256').update(body).digest()).slice(0, 8) + random(BASE62, 8);
  },
  /** What follows `glpat-` in a versioned GitLab token of that payload length. */
  glroutable: (size, random) => {
    const head = `${random(`${BASE62}_-`, size)}.01.${toBase(size, 36).padStart(2, '0')}`;
    return head + toBase(crc32(`glpat-${head}`), 36).padStart(7, '0');
  },
  badglroutable: (size, random) => {
    const head = `${random(`${BASE62}_-`, size)}.01.${toBase(size, 36).padStart(2, '0')}`;
    return head + toBase((crc32(`glpat-${head}`) ^ 1) >>> 0, 36).padStart(7, '0');
  },
  jwt: (_size, random) => jwt(random, { sub: random(DIGITS, 10), iat: 1_700_000_000 }),
  expiredjwt: (_size, random) => jwt(random, { sub: random(DIGITS, 10), iat: 1_500_000_000, exp: 1_500_003_600 }),
  setupcode: (_size, random) =>
    base64url({
      url: `wss://gw-${random(LOWER, 6)}.ts.net:18789`,
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
    base64url({ url: `wss://gw-${random(LOWER, 6)}.ts.net:18789`, token: random('0123456789abcdef', 48) }),
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
  const marked = /«(.*?)»/s.exec(text);
  return { text: text.replace(/[«»]/g, ''), path: example.path, secret: marked ? marked[1]! : null };
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

function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => `${UPPER}234567`[Number.parseInt(five, 2)]).join('');
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function jwt(random: Random, payload: object): string {
  return `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(payload)}.${random(`${BASE62}_-`, 43)}`;
}
