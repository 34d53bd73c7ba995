// Tokens of providers, put together from a prefix and random characters; checksums are right where there are any.
import { crc32 } from 'node:zlib';
import { base62, base64url, digits, hex, letters, lower, upper, urlSafe } from './alphabets.mjs';

const upperDigits = upper + digits;
export const withChecksum = (prefix, random, length) => {
  const body = random.chars(base62, length);
  let left = crc32(body);
  let tail = '';
  for (let index = 0; index < 6; index += 1) {
    tail = base62[left % 62] + tail;
    left = Math.floor(left / 62);
  }
  return prefix + body + tail;
};
export const shape =
  (prefix, alphabet, length, suffix = '') =>
  (random) =>
    prefix + random.chars(alphabet, length) + suffix;

/** Formats as the providers document them; the held-back part has others. */
export const providers = {
  github: (random) => withChecksum(random.pick(['ghp_', 'gho_']), random, 30),
  gitlab: shape('glpat-', urlSafe, 20),
  npm: (random) => withChecksum('npm_', random, 30),
  slack: (random) =>
    `xox${'b'}-${random.chars('123456789', 12)}-${random.chars('123456789', 13)}-${random.chars(base62, 24)}`,
  stripe: shape(`sk_${'live'}_`, base62, 24),
  sendgrid: (random) => `SG.${random.chars(urlSafe, 22)}.${random.chars(urlSafe, 43)}`,
  google: shape(`AI${'za'}Sy`, urlSafe, 33),
  openai: (random) => `sk-proj-${random.chars(urlSafe, 74)}T3Blbk${'FJ'}${random.chars(urlSafe, 74)}`,
  anthropic: (random) => `sk-ant-api03-${random.chars(urlSafe, 93)}AA`,
  huggingface: shape('hf_', letters, 34),
  groq: shape('gsk_', base62, 52),
  digitalocean: shape('dop_v1_', hex, 64),
  shopify: shape('shpat_', hex, 32),
  telegram: (random) => `${random.chars('123456789', 10)}:AA${random.chars(urlSafe, 33)}`,
  slackHook: (random) =>
    `https://hooks.${'slack'}.com/services/T${random.chars(upperDigits, 8)}/B${random.chars(upperDigits, 10)}/${random.chars(base62, 24)}`,
  linear: shape('lin_api_', base62, 40),
  databricks: shape('dapi', hex, 32),
  postman: (random) => `PMAK-${random.chars(hex, 24)}-${random.chars(hex, 34)}`,
};

export const awsId = (random) => `AK${'IA'}${random.chars(`${upper}234567`, 16)}`;
export const awsSecret = (random) => random.chars(`${base62}+/`, 40);

export function jwt(random, claims = {}) {
  const part = (value) => base64url(Buffer.from(JSON.stringify(value)));
  const header = random.pick([
    { alg: 'HS256', typ: 'JWT' },
    { typ: 'JWT', alg: 'HS256' },
    { alg: 'RS256', typ: 'JWT', kid: random.chars(lower + digits, 10) },
  ]);
  const payload = {
    sub: random.pick([random.chars(digits, 7), `user|${random.chars(hex, 12)}`]),
    role: random.pick(['admin', 'service_role', 'editor', 'svc']),
    iat: 1700000000 + random.below(40_000_000),
    ...claims,
  };
  return `${part(header)}.${part(payload)}.${base64url(random.bytes(header.alg === 'RS256' ? 256 : 32))}`;
}
