import {
  type Body,
  type Call,
  isDetailed,
  type Listing,
  METHODS,
  type ReplyForm,
  type Revoke,
  type RuleApi,
  type Verify,
} from '../domain/api.ts';
import type { Rule } from '../domain/rule.ts';
import type { ReplySource, RequestSource, RevokeSource, VerifySource } from './api-schema.ts';
import type { ProviderSource, RuleSource } from './schema.ts';

/** Says what is wrong with a block of a rule. */
type Blame = (key: string, what: string) => never;

/**
 * Compiles how a rule's credentials are verified and revoked; null where nothing is known.
 *
 * Names in templates, hosts and what is aimed at are checked here: a rule file that asks for something that
 * is not there does not build.
 */
export function compileApi(source: RuleSource, provider: ProviderSource, rule: Rule, blame: Blame): RuleApi | null {
  if (!source.verify && source.revoke.length === 0 && source.split === undefined) return null;
  const split = source.split ?? null;
  const names = new Set(['key', ...capturesOf(rule), ...(split === null ? [] : groupNames(split, blame))]);
  const hosts = provider.hosts;
  const verify = source.verify ? compileVerify(source.verify, { names, hosts, blame: under('verify', blame) }) : null;
  const revoke = source.revoke.map((one, index) =>
    compileRevoke(one, { names, hosts, blame: under(`revoke[${index}]`, blame) }),
  );
  if (revoke.length > 0 && !verify)
    blame('revoke', 'needs "verify": what cannot be asked whether it lives is not ended');
  return { rule: source.id, split, verify, revoke };
}

type Context = { names: ReadonlySet<string>; hosts: readonly string[]; blame: Blame };

function under(block: string, blame: Blame): Blame {
  return (key, what) => blame(key === '' ? block : `${block}.${key}`, what);
}

function compileVerify(source: VerifySource, context: Context): Verify {
  const { probe = null, live = [], dead = [], first = [], or = [] } = source;
  const calls = first.map((one, index) =>
    compileCall(one, with_(context, earlier(index)), under(`first[${index}]`, context.blame)),
  );
  if (probe === null) calls.push(compileCall(source, with_(context, earlier(first.length)), context.blame));
  const others = or.map((one, index) =>
    compileCall(one, with_(context, earlier(first.length)), under(`or[${index}]`, context.blame)),
  );
  const [alive, gone] = [live.map(compileReply), dead.map(compileReply)];
  const both = alive.find((one) => gone.some((other) => sameReply(one, other)));
  if (both) context.blame('dead', `says the same of status ${both.status} as "live" does`);
  const bare = [...alive, ...gone].find((form) => !isDetailed(form) && form.status !== NO_CONTENT);
  if (source.expects === 'any' && bare)
    context.blame(
      alive.includes(bare) ? 'live' : 'dead',
      `says no more than status ${bare.status}, which any page can have: with "expects: any" give json, text, headers or empty`,
    );
  const foreign = source.regions.find((host) => !context.hosts.includes(host));
  if (foreign !== undefined) context.blame('regions', `names ${foreign}, which is none of the provider's hosts`);
  if (source.regions.length > 0 && (probe !== null || first.length > 0))
    context.blame('regions', 'goes with a single request');
  for (const host of source.regions) others.push({ ...calls[0]!, address: atHost(calls[0]!.address, host) });
  return {
    calls,
    others,
    probe,
    never: source.never,
    live: alive,
    dead: gone,
    elsewhere: source.elsewhere,
    expects: source.expects,
    owners: source.owners,
    names: source.names,
    scopes: source.scopes,
    lastUsed: source['last-used'] ?? null,
    control: source.control,
  };
}

/** The one answer that no page comes with. */
const NO_CONTENT = 204;

/** The same route at another host. */
function atHost(address: string, host: string): string {
  return `https://${host}${address.replace(/^https:\/\/[^/?#]*/, '')}`;
}

/** The names of replies to earlier requests. */
function earlier(count: number): RegExp {
  return count === 0 ? NEVER : new RegExp(`^first\\.[0-${count - 1}]\\.[\\w.-]+$`);
}
const NEVER = /^\b$/;

function with_(context: Context, more: RegExp): Context & { more: RegExp } {
  return { ...context, more };
}

function compileRevoke(source: RevokeSource, context: Context): Revoke {
  const { blame } = context;
  const admin = compileAdmin(source.admin);
  const names = new Set([...context.names, ...Object.keys(admin ?? {})]);
  const own = with_({ ...context, names }, /^verify\.[\w.-]+$/);
  if (source.aim !== 'self' && source.aim !== 'listing' && !own.names.has(source.aim) && !own.more.test(source.aim))
    blame('aim', `names "${source.aim}", which is no capture: use one, "self", or "listing"`);
  const listing = source.find ? compileListing(source.find, own, under('find', blame)) : null;
  const found = listing ? with_({ ...own, names: new Set([...names, 'found.id']) }, own.more) : own;
  const call = source.step === undefined ? compileCall(source, found, blame) : null;
  const aimed = source.aim === 'listing' ? 'found.id' : source.aim;
  if (call && source.aim !== 'self' && !placeholders(call).includes(aimed))
    blame('aim', `is "${source.aim}", but the request does not name it`);
  return {
    by: source.by,
    admin,
    effect: source.effect,
    aim: source.aim,
    listing,
    call,
    step: source.step ?? null,
    done: (source.done ?? []).map(compileReply),
    gone: (source.gone ?? []).map(compileReply),
    denied: (source.denied ?? []).map(compileReply),
    reversible: source.reversible,
    settle: source.settle,
  };
}

function compileAdmin(admin: RevokeSource['admin']): Revoke['admin'] {
  if (admin === undefined) return null;
  if (typeof admin === 'string') return { admin };
  const pair = { 'admin.id': admin.id, 'admin.key': admin.key };
  return admin.session === undefined ? pair : { ...pair, 'admin.session': admin.session };
}

function compileListing(
  source: NonNullable<RevokeSource['find']>,
  context: Context & { more: RegExp },
  blame: Blame,
): Listing {
  const { match, next } = source;
  const value = 'equals' in match ? match.equals.value : '';
  for (const name of placeholdersIn(value)) requireName(name, context, blame);
  return {
    call: compileCall(source, context, blame),
    items: source.items,
    id: source.id,
    owner: source.owner ?? null,
    match: 'equals' in match ? { kind: 'equals', ...match.equals } : { kind: 'hint', field: match.hint },
    next: nextPage(next),
  };
}

function nextPage(next: NonNullable<RevokeSource['find']>['next']): Listing['next'] {
  if (next === undefined) return { kind: 'none' };
  if (next === 'link') return { kind: 'link' };
  if ('cursor' in next)
    return { kind: 'cursor', field: next.cursor, parameter: next.parameter, more: next.more ?? null };
  if ('page' in next) return { kind: 'page', parameter: next.page, first: next.first };
  return { kind: 'offset', parameter: next.offset };
}

function compileCall(source: RequestSource, context: Context & { more: RegExp }, blame: Blame): Call {
  const method = METHODS.find((one) => source[one] !== undefined)!;
  const address = source[method]!;
  requireHost(address, context.hosts, blame);
  const headers = Object.fromEntries(
    Object.entries(source.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { auth } = source;
  if (auth && headers.authorization !== undefined) blame('auth', 'is there twice: as a header too');
  if (auth && 'bearer' in auth) headers.authorization = `Bearer ${auth.bearer}`;
  const call: Call = {
    method,
    address,
    headers,
    basic: auth && 'basic' in auth ? auth.basic : null,
    body: bodyOf(source, blame),
    signer: source.sign ? compileSigner(source.sign) : null,
  };
  for (const name of placeholders(call)) requireName(name, context, blame);
  return call;
}

function compileSigner(source: NonNullable<RequestSource['sign']>): Call['signer'] {
  const { with: name, session, ...rest } = source;
  return { name, ...rest, session: session ?? null };
}

function bodyOf({ form, json, text, type }: RequestSource, blame: Blame): Body | null {
  if ([form, json, text].filter((one) => one !== undefined).length > 1)
    blame('form', 'and json and text: give one body');
  if (form) return { kind: 'form', fields: form };
  if (json !== undefined) return { kind: 'json', value: json };
  return text === undefined ? null : { kind: 'text', text, type: type ?? 'text/plain' };
}

function compileReply(source: ReplySource): ReplyForm {
  const {
    status,
    json = {},
    text = null,
    headers = {},
    empty = false,
    proof = false,
  } = typeof source === 'number' ? { status: source } : source;
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { status, json, text: text ?? null, headers: lower, ...(empty ? { empty } : {}), proof: proof ?? false };
}

function sameReply(a: ReplyForm, b: ReplyForm): boolean {
  return JSON.stringify({ ...a, proof: false }) === JSON.stringify({ ...b, proof: false });
}

/** A host may be put together of what a rule captured, but must come to one of the list. */
function requireHost(address: string, hosts: readonly string[], blame: Blame): void {
  if (address.startsWith('/')) return;
  const host = /^https:\/\/([^/?#]*)/.exec(address)![1]!;
  const form = new RegExp(
    `^${host
      .split(/\{[^{}]*\}/)
      .map(escaped)
      .join('[a-z0-9-]+')}$`,
  );
  if (!hosts.some((one) => form.test(one))) blame('', `reaches ${host}, which is none of the provider's hosts`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function requireName(name: string, { names, more }: Context & { more: RegExp }, blame: Blame): void {
  if (!names.has(name) && !more.test(name))
    blame('', `uses {${name}}, which nothing gives: there is ${[...names].map((one) => `{${one}}`).join(', ')}`);
}

/** The names that a request's templates use. */
function placeholders({ address, headers, basic, body, signer }: Call): string[] {
  return placeholdersIn(JSON.stringify([address, headers, basic, body, signer]));
}

/** Names between braces; in JSON text too, whose own braces hold no bare names. */
function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([a-z][\w.-]*)\}/g)].map((match) => match[1]!);
}

/** What a rule's detectors capture beside the secret. */
function capturesOf({ detectors }: Rule): string[] {
  return detectors.flatMap((detector) => {
    if (detector.kind !== 'pattern') return [];
    const own = [...detector.source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1]!);
    return [...own, ...detector.companions.map(({ name }) => name)];
  });
}

function groupNames(source: string, blame: Blame): string[] {
  try {
    new RegExp(source);
  } catch {
    blame('split', 'is not a regular expression');
  }
  const names = [...source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1]!);
  if (names.length === 0) blame('split', 'captures nothing: write (?<id>…)');
  return names;
}
