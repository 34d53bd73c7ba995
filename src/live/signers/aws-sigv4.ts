import { createHash, createHmac } from 'node:crypto';
import type { Request } from '../request.ts';
import type { Signer } from './index.ts';

/** Headers that a proxy may change on the way. */
const UNSIGNED = ['accept', 'user-agent'];

/**
 * Signature Version 4 of AWS.
 *
 * Source: AWS, "Create a signed AWS API request" (IAM user guide, reference_sigv-create-signed-request).
 */
export const awsSigV4: Signer = (request, { service, region, id, secret, session }, now) => {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': stamp,
    ...(session === '' ? {} : { 'x-amz-security-token': session }),
  };
  const all: Record<string, string> = { ...headers, host: request.url.host };
  const signed = Object.keys(all)
    .filter((name) => !UNSIGNED.includes(name))
    .sort();
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...signed.map((name) => `${name}:${all[name]!.trim().replace(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    sha256(request.body ?? ''),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const signingKey = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (key, part) => hmac(key, part),
    `AWS4${secret}`,
  );
  const signature = hmac(signingKey, toSign).toString('hex');
  return { ...request, headers: { ...headers, authorization: header(id, scope, signed, signature) } };
};

function header(id: string, scope: string, signed: string[], signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
}

/** Parameters in the order of their encoded names, then of their encoded values. */
function canonicalQuery(url: Request['url']): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...url.searchParams]
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
