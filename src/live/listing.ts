import type { Listing } from '../domain/api.ts';
import type { Secret } from '../domain/secret.ts';
import type { Sender } from './http.ts';
import { factsAt, type Reply, valueAt } from './reply.ts';
import { type Base, writeRequest } from './request.ts';
import { sign } from './signers/index.ts';
import { fill, type Names } from './template.ts';

/** More pages are not read: what is not proven to be the only one by then is not ended. */
export const MAX_PAGES = 100;

/** How much a hint must show for it to tell anything: characters in all, and those that not all such secrets have. */
const MIN_HINT = 6;
const MIN_OWN = 4;

export type Refused = { is: 'denied' } | { is: 'unproven'; why: string };
export type Target = { is: 'found'; id: string } | Refused;

/** What reading a listing takes. */
export type Reading = {
  client: Sender;
  base: Base;
  names: Names;
  /** Whose the listing must be: as the credential's provider told. */
  owners: readonly string[];
  now: () => number;
};

/**
 * Looks through a whole listing for the one entry that is the credential. None, two, an entry that shows too
 * little, another owner's listing, or a listing that does not end: nothing is proven.
 */
export async function findTarget(listing: Listing, secret: Secret, reading: Reading): Promise<Target> {
  const found: string[] = [];
  const refused = await readListing(listing, reading, (item) => {
    if (!matches(item, listing.match, secret, reading.names)) return null;
    const id = idOf(item, listing.id);
    if (id === null) return { is: 'unproven', why: 'the entry that matches names no id' };
    found.push(id);
    return null;
  });
  return refused ?? onlyOne(found);
}

/**
 * Reads all pages of a listing.
 *
 * @param visit is given every entry, and may refuse to go on
 * @returns why it could not be read to its end; null where it was
 */
export async function readListing(
  listing: Pick<Listing, 'call' | 'items' | 'owner' | 'next'>,
  { client, base, names, owners, now }: Reading,
  visit: (item: unknown) => Refused | null,
): Promise<Refused | null> {
  const first = writeRequest(listing.call, base, names);
  let { url } = first;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.send(sign(listing.call.signer, { ...first, url }, names, now()));
    if (!('reply' in answer)) return unproven(`the listing could not be read: ${answer.detail}`);
    const { reply } = answer;
    const refused = refusalOf(reply) ?? foreignOwner(reply, listing.owner, owners);
    if (refused) return refused;
    const items = listing.items === '' ? reply.json : valueAt(reply.json, listing.items);
    if (!Array.isArray(items)) return unproven('the listing has another form than is documented');
    for (const item of items) {
      const stop = visit(item);
      if (stop) return stop;
    }
    const next = nextPage(listing.next, reply, url, items.length, page);
    if (next === null || 'is' in next) return next;
    url = next;
  }
  return unproven(`the listing has more than ${MAX_PAGES} pages`);
}

/** Whether a page could be read. */
function refusalOf({ status, json }: Reply): Refused | null {
  if (status === 401 || status === 403) return { is: 'denied' };
  return status === 200 && json !== undefined ? null : unproven(`the listing could not be read: status ${status}`);
}

/** Whether a reply names another owner than the credential's, or none. */
function foreignOwner(reply: Reply, owner: Listing['owner'], owners: readonly string[]): Refused | null {
  if (owner === null || factsAt(reply, [owner]).some((one) => owners.includes(one))) return null;
  return unproven('the listing is not that of the credential’s owner');
}

/** What an entry is named by. */
export function idOf(item: unknown, path: string): string | null {
  const id = valueAt(item, path);
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null;
}

/** What was found, if that is one thing: pages may overlap while others change the listing. */
export function onlyOne(found: readonly string[]): Target {
  const [id, ...others] = new Set(found);
  if (id === undefined) return unproven('no entry of the listing matches it');
  return others.length === 0 ? { is: 'found', id } : unproven(`${others.length + 1} entries of the listing match it`);
}

function unproven(why: string): Refused {
  return { is: 'unproven', why };
}

function matches(item: unknown, match: Listing['match'], secret: Secret, names: Names): boolean {
  const shown = valueAt(item, match.field);
  if (typeof shown !== 'string') return false;
  if (match.kind === 'equals') return shown === fill(match.value, names, (value) => value);
  return fitsHint(shown, secret);
}

/** What stands in a hint for what it does not show. */
const HIDDEN = /\.{2,}|\u2026|\*{2,}|[xX\u2022]{4,}/g;

/** Whether a hint such as `sk-abc...wxyz` or `sk-abc****wxyz` is one of a secret, and shows enough of it. */
export function fitsHint(hint: string, secret: Secret): boolean {
  const value = secret.reveal();
  const common = secret.prefix.length;
  // The secret itself may show what looks like something hidden: any reading will do.
  return [...hint.matchAll(HIDDEN)].some(({ index, 0: hidden }) => {
    const [start, end] = [hint.slice(0, index), hint.slice(index + hidden.length)];
    const own = Math.max(0, start.length - common) + Math.min(end.length, value.length - common);
    return (
      end !== '' &&
      start.length + end.length >= MIN_HINT &&
      start.length + end.length <= value.length &&
      own >= MIN_OWN &&
      value.startsWith(start) &&
      value.endsWith(end)
    );
  });
}

function nextPage(next: Listing['next'], reply: Reply, url: URL, count: number, page: number): URL | Refused | null {
  const to = (parameter: string, value: string): URL => {
    const other = new URL(url.href);
    other.searchParams.set(parameter, value);
    return other;
  };
  switch (next.kind) {
    case 'none':
      return null;
    case 'cursor': {
      const more = next.more === null || (valueAt(reply.json, next.more) ?? false);
      if (more === false) return null;
      if (more !== true) return unproven('the listing has another form than is documented');
      const cursor = valueAt(reply.json, next.field);
      if ((typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number')
        return to(next.parameter, String(cursor));
      return next.more === null ? null : unproven('the listing goes on, and does not say where');
    }
    case 'page':
      return count === 0 ? null : to(next.parameter, String(next.first + page + 1));
    case 'offset':
      return count === 0 ? null : to(next.parameter, String(Number(url.searchParams.get(next.parameter) ?? 0) + count));
    case 'link': {
      const link = nextLink(reply.headers.link ?? '');
      if (link === null) return null;
      const target = URL.canParse(link, url.href) ? new URL(link, url.href) : null;
      return target?.origin === url.origin ? target : unproven('the listing goes on at another address');
    }
  }
}

/** One link of a Link header (RFC 8288, 3): its address, and its parameters. */
const LINK = /<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)/g;

function nextLink(header: string): string | null {
  for (const [, address, parameters] of header.matchAll(LINK)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i.exec(parameters!);
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) return address!;
  }
  return null;
}
