import type { Body, Call } from '../domain/api.ts';
import { fill, fillJson, type Names } from './template.ts';

/** A request, ready to be sent. Its address, headers and body hold secrets: only `route` may be shown. */
export type Request = {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | null;
  /** Method and address as the rule file writes them, for logs and trails. */
  route: string;
};

/** A request could not be written for this credential. */
export class UnfitRequest extends Error {}

/** Where a provider's requests go. */
export type Base = {
  /** The provider's own hosts. */
  hosts: readonly string[];
  /** The operator's server in their place. */
  override: URL | null;
};

/**
 * Writes a request for a credential. What comes from scanned text or a reply is encoded for its place, and
 * can name no other host: the address must come to one of the provider's, or stay under the operator's.
 *
 * @throws UnfitRequest, MissingName
 */
export function writeRequest(call: Call, base: Base, names: Names): Request {
  const url = addressOf(call.address, base, names);
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'clawback' };
  for (const [name, value] of Object.entries(call.headers)) headers[name] = headerValue(fill(value, names, asIs));
  if (call.basic) {
    const [user, password] = [call.basic.user, call.basic.password].map((part) => fill(part, names, asIs));
    headers.authorization = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  }
  let body: string | null = null;
  if (call.body) {
    const written = bodyOf(call.body, names);
    body = written.text;
    headers['content-type'] ??= written.type;
  }
  return { method: call.method.toUpperCase(), url, headers, body, route: routeOf(call, base) };
}

/** A request as it may be shown. */
export function routeOf(call: Call, base: Base): string {
  const { override, hosts } = base;
  const path = call.address.replace(/^https:\/\/[^/?#]*/, '');
  const host = /^https:\/\/([^/?#]*)/.exec(call.address)?.[1] ?? hosts[0] ?? '';
  const shown = override ? `${override.origin}${override.pathname.replace(/\/$/, '')}` : `https://${host}`;
  return `${call.method.toUpperCase()} ${shown}${path}`;
}

/** A request for a credential as it may be shown: secrets are masks, what a listing gave is there. */
export function shownRequest(call: Call, base: Base, names: Names): string {
  const masked: Names = (name) => names(name, true);
  const body = call.body === null ? '' : ` ${fill(bodyText(call.body), masked, asIs)}`;
  return fill(routeOf(call, base), masked, asIs) + body;
}

function bodyText(body: Body): string {
  if (body.kind === 'json') return JSON.stringify(body.value);
  if (body.kind === 'text') return body.text;
  return Object.entries(body.fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function addressOf(address: string, { hosts, override }: Base, names: Names): URL {
  const filled = fill(address, names, addressPart);
  const [, host = hosts[0], path] = /^(?:https:\/\/([^/?#]*))?(.*)$/s.exec(filled)!;
  // A segment of dots would lead to another route, encoded or not.
  if (/^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(path!)) throw new UnfitRequest('it leads to another route');
  if (override) {
    const under = `${override.origin}${override.pathname.replace(/\/$/, '')}`;
    const url = new URL(`${under}${path!.startsWith('/') ? '' : '/'}${path}`);
    if (url.origin !== override.origin) throw new UnfitRequest('it leads to another server');
    return url;
  }
  if (host === undefined || !hosts.includes(host)) throw new UnfitRequest('it leads to no host of its provider');
  const url = new URL(`https://${host}${path!.startsWith('/') ? '' : '/'}${path}`);
  if (url.host !== host || url.username !== '' || url.password !== '')
    throw new UnfitRequest('it leads to no host of its provider');
  return url;
}

/**
 * A value as one part of an address. None is left out, and none has steps to other routes in it, which some
 * servers take even where they are encoded.
 *
 * @throws UnfitRequest
 */
function addressPart(value: string): string {
  if (value === '') throw new UnfitRequest('a part of its address is empty');
  if (/(?:^|[\\/])\.{1,2}(?:$|[\\/])|[\x00-\x1f\x7f]/.test(value)) throw new UnfitRequest('it leads to another route');
  if (/\p{Cs}/u.test(value)) throw new UnfitRequest('no address can carry it');
  return encodeURIComponent(value);
}

const asIs = (value: string): string => value;

/** @throws UnfitRequest for a value that would end the header, or that headers cannot carry */
export function headerValue(value: string): string {
  if (!/^[\t\x20-\x7e]*$/.test(value)) throw new UnfitRequest('no header can carry it');
  return value;
}

function bodyOf(body: Body, names: Names): { text: string; type: string } {
  switch (body.kind) {
    case 'form': {
      const fields = Object.entries(body.fields).map(([name, value]): [string, string] => [
        name,
        fill(value, names, asIs),
      ]);
      return { text: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' };
    }
    case 'json':
      return { text: JSON.stringify(fillJson(body.value, names)), type: 'application/json' };
    case 'text':
      return { text: fill(body.text, names, asIs), type: body.type };
  }
}
