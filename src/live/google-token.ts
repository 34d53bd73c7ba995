import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { ProviderApi } from '../domain/api.ts';
import type { Answer } from './http.ts';
import { writeRequest } from './request.ts';
import { callOf } from './steps/calls.ts';
import type { Asking } from './verify.ts';

/** Where tokens are made; never the address that the account's own file names. */
const ENDPOINT = 'https://oauth2.googleapis.com/token';
export const TOKEN_CALL = callOf('post', ENDPOINT, {
  body: {
    kind: 'form',
    fields: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{assertion}' },
  },
});

/** Seconds that an assertion is good for: Google takes an hour at most. */
const LIFETIME = 300;

/** A service account's key. */
export type ServiceAccountKey = {
  key: KeyObject;
  /** Its address. */
  account: string;
  /** Which of its keys it is; null: not known. */
  id: string | null;
};

/** Reads a private key in PEM; null where it is none that Google makes, which are RSA. */
export function readKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : null;
  } catch {
    return null;
  }
}

/**
 * Asks for an access token, as the account: a signed assertion is all that Google gets, not the key.
 *
 * Source: Google, "Using OAuth 2.0 for server to server applications", HTTP/REST.
 */
export function askForToken(
  { key, account, id }: ServiceAccountKey,
  provider: ProviderApi,
  { client, base, now }: Asking,
): Promise<Answer> {
  const seconds = Math.floor(now() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(id === null ? {} : { kid: id }) };
  const claims = {
    iss: account,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: ENDPOINT,
    iat: seconds,
    exp: seconds + LIFETIME,
  };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const assertion = `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  const request = writeRequest(TOKEN_CALL, base(provider), (name) => (name === 'assertion' ? assertion : null));
  return client.send(request);
}
