import { alphanumeric, characters } from './secrets.ts';

/** More token-shaped strings that are made at run time; see secrets.ts. */

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token that ends at a time, in seconds since the epoch. */
export function jsonWebToken(seed: string, expires: number): string {
  const payload = { sub: characters('0123456789', 10, seed), iat: 1_500_000_000, exp: expires };
  return `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(payload)}.${alphanumeric(43, seed)}`;
}

/** One whose time is over: dead without asking anybody. */
export const expiredToken = (seed = '1'): string => jsonWebToken(seed, 1_500_003_600);

/** A GitLab feature flags token, whose rule has the severity `low`. */
export const featureFlagsToken = (seed = '1'): string => `${'glffct'}-${alphanumeric(20, seed)}`;

/** A password of a person's making, which could be guessed from its hash. */
export const weakPassword = (seed = '1'): string => `Kx!${alphanumeric(6, `password ${seed}`)}`;

/** A private key as a PEM block: a secret of several lines. */
export function privateKey(seed = '1'): string {
  const body = alphanumeric(64 * 6, `pem ${seed}`).replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${body}-----END ${'RSA'} PRIVATE KEY-----`;
}

/** A SendGrid key; its id stands between its dots. */
export const sendgridKey = (seed = '1'): string =>
  `${'SG'}.${alphanumeric(22, `sendgrid ${seed}`)}.${alphanumeric(43, `sendgrid key ${seed}`)}`;
