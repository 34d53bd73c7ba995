import { createHash, createHmac } from 'node:crypto';
import type { Request } from '../request.ts';
import { MissingName, type Names } from '../template.ts';
import type { Signer } from './index.ts';

/**
 * Signature Version 4 of AWS, with the names `id` (access key id), `key` (secret access key) and, where there
 * is one, `session`.
 *
 * Source: AWS, "Create a signed AWS API request" (IAM user guide, reference_sigv-create-signed-request).
 */
export const awsSigV4: Signer = (request, { service, region }, names, now) => {
  const [id, key] = [required(names, 'id'), required(names, 'key')];
  const session = names('session');
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-date': stamp,
    ...(session === null ? {} : { 'x-amz-security-token': session }),
  };
  const signed = Object.keys(headers).sort();
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...signed.map((name) => `${name}:${headers[name]!.trim().replace(/\s+/g, ' ')}`),
    '',
    signed.join(';'),
    sha256(request.body ?? ''),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const signingKey = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${key}`,
  );
  const signature = hmac(signingKey, toSign).toString('hex');
  return { ...request, headers: { ...headers, authorization: header(id, scope, signed, signature) } };
};

function header(id: string, scope: string, signed: string[], signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
}

function required(names: Names, name: string): string {
  const value = names(name);
  if (value === null) throw new MissingName(name);
  return value;
}

function canonicalQuery(url: Request['url']): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
