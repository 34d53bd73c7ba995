import type { Listing } from '../domain/api.ts';
import type { Secret } from '../domain/secret.ts';
import type { Client } from './http.ts';
import { factsAt, type Reply, valueAt } from './reply.ts';
import { type Base, writeRequest } from './request.ts';
import { fill, type Names } from './template.ts';

/** More pages are not read: what is not proven to be the only one by then is not ended. */
const MAX_PAGES = 100;

/** How much of a hint must be there for it to tell anything: characters at both ends together. */
const MIN_HINT = 6;

export type Target = { is: 'found'; id: string } | { is: 'denied' } | { is: 'unproven'; why: string };

/**
 * Looks through a whole listing for the one entry that is the credential. None, two, an entry that shows too
 * little, another owner's listing, or a listing that does not end: nothing is proven.
 *
 * @param owners whose the credential is, as its provider told
 */
export async function findTarget(
  listing: Listing,
  { secret, owners }: { secret: Secret; owners: readonly string[] },
  { client, base, names }: { client: Client; base: Base; names: Names },
): Promise<Target> {
  const first = writeRequest(listing.call, base, names);
  const found: string[] = [];
  let url = first.url;
  for (let page = 0; ; page += 1) {
    if (page >= MAX_PAGES) return { is: 'unproven', why: `the listing has more than ${MAX_PAGES} pages` };
    const answer = await client.send({ ...first, url });
    if (!('reply' in answer)) return { is: 'unproven', why: `the listing could not be read: ${answer.detail}` };
    const { reply } = answer;
    if (reply.status === 401 || reply.status === 403) return { is: 'denied' };
    if (reply.status !== 200 || reply.json === undefined)
      return { is: 'unproven', why: `the listing could not be read: status ${reply.status}` };
    if (listing.owner !== null) {
      const own = factsAt(reply, [listing.owner]);
      if (!own.some((one) => owners.includes(one)))
        return { is: 'unproven', why: 'the listing is not that of the credential’s owner' };
    }
    const items = listing.items === '' ? reply.json : valueAt(reply.json, listing.items);
    if (!Array.isArray(items)) return { is: 'unproven', why: 'the listing has another form than is documented' };
    for (const item of items) {
      if (!matches(item, listing.match, secret, names)) continue;
      const id = valueAt(item, listing.id);
      if (typeof id !== 'string' && typeof id !== 'number')
        return { is: 'unproven', why: 'the entry that matches names no id' };
      found.push(String(id));
    }
    const next = nextPage(listing.next, reply, url, items.length, page);
    if (next === 'foreign') return { is: 'unproven', why: 'the listing goes on at another address' };
    if (next === null) break;
    url = next;
  }
  if (found.length === 1) return { is: 'found', id: found[0]! };
  return {
    is: 'unproven',
    why: found.length === 0 ? 'no entry of the listing matches it' : `${found.length} entries of the listing match it`,
  };
}

function matches(item: unknown, match: Listing['match'], secret: Secret, names: Names): boolean {
  const shown = valueAt(item, match.field);
  if (typeof shown !== 'string') return false;
  if (match.kind === 'equals') return shown === fill(match.value, names, (value) => value);
  return fitsHint(shown, secret);
}

/** Whether a hint such as `sk-abc...wxyz` or `sk-abc****wxyz` is one of a secret. */
export function fitsHint(hint: string, secret: Secret): boolean {
  const value = secret.reveal();
  const parts = /^(.*?)(?:\.{2,}|\u2026|\*{2,}|[xX\u2022]{4,})(.*)$/s.exec(hint);
  if (!parts) return false;
  const [start, end] = [parts[1]!, parts[2]!];
  if (start.length + end.length < MIN_HINT || end === '' || start.length + end.length > value.length) return false;
  return value.startsWith(start) && value.endsWith(end);
}

function nextPage(next: Listing['next'], reply: Reply, url: URL, count: number, page: number): URL | 'foreign' | null {
  const to = (parameter: string, value: string): URL => {
    const other = new URL(url.href);
    other.searchParams.set(parameter, value);
    return other;
  };
  switch (next.kind) {
    case 'none':
      return null;
    case 'cursor': {
      if (next.more !== null && valueAt(reply.json, next.more) !== true) return null;
      const cursor = valueAt(reply.json, next.field);
      if (cursor === undefined || cursor === null || cursor === '' || typeof cursor === 'object') return null;
      return to(next.parameter, String(cursor));
    }
    case 'page':
      return count === 0 ? null : to(next.parameter, String(next.first + page + 1));
    case 'offset':
      return count === 0 ? null : to(next.parameter, String(Number(url.searchParams.get(next.parameter) ?? 0) + count));
    case 'link': {
      const link = /<([^<>]+)>\s*;[^,]*\brel="?next"?/.exec(reply.headers.link ?? '')?.[1];
      if (link === undefined) return null;
      const target = URL.canParse(link, url.href) ? new URL(link, url.href) : null;
      return target?.origin === url.origin ? target : 'foreign';
    }
  }
}
