import type { Call, ProviderApi, RuleApi, Verify } from '../domain/api.ts';
import { Secret } from '../domain/secret.ts';
import type { Verdict } from '../domain/verdict.ts';
import { type Forbidden, guards } from './guards/index.ts';
import type { Sender } from './http.ts';
import { judgeReply } from './judge.ts';
import { lookAlike } from './lookalike.ts';
import { namesOf } from './names.ts';
import { type ProbeContext, probes } from './probes/index.ts';
import { type Base, UnfitRequest, writeRequest } from './request.ts';
import { writeSigned } from './signers/index.ts';
import { MissingName, type Names } from './template.ts';

/** A credential to be asked about. */
export type Credential = {
  rule: string;
  secret: Secret;
  parts: Record<string, Secret>;
};

/** What was learned by asking: the verdict, and the reply's JSON for what comes next. */
export type Asked = {
  verdict: Verdict;
  reply: unknown;
  /** Which of the ways to ask told it; absent where that was a probe, or nobody told. */
  where?: Where;
};

/** One of the ways to ask. */
export type Where = {
  /** Among the calls, and behind them the other ones. */
  call: number;
  /** The provider's host that was asked; null: the operator's server. */
  host: string | null;
};

/** What asking takes. */
export type Asking = {
  client: Sender;
  /** Where a provider's requests go. */
  base(provider: ProviderApi): Base;
  /** Milliseconds since the epoch, for signatures. */
  now: () => number;
  /** What nobody may ask about, as the operator says. */
  forbidden: Forbidden;
  /** What probes of their own kind need. */
  probe: ProbeContext;
};

/**
 * Asks a provider whether a credential lives.
 *
 * @param live where it, or one like it, was live a moment ago: only there it is asked, and what is refused now is dead
 */
export async function ask(
  provider: ProviderApi,
  rule: RuleApi & { verify: Verify },
  credential: Pick<Credential, 'secret' | 'parts'>,
  asking: Asking,
  live: Where | 'somewhere' | null = null,
): Promise<Asked> {
  const { split, verify } = rule;
  const { secret, parts } = credential;
  for (const guard of verify.never) {
    const why = guards[guard](namesOf({ secret, parts, split }), asking.forbidden);
    if (why !== null) return unknown('never-called', why);
  }
  if (verify.probe !== null) {
    const { verdict, reply } = await probes[verify.probe]({ provider, verify, split, secret, parts }, asking);
    return { verdict: withoutSecret(verdict, secret), reply };
  }
  const base = asking.base(provider);
  if (base.override === null && base.hosts.length === 0) return unknown('not-configured');
  const replies: Record<string, unknown> = {};
  const asked = new Set<string>();
  let told: Asked = unknown('no-verifier');
  try {
    const last = verify.calls.length - 1;
    for (const [index, call] of [...verify.calls, ...verify.others].entries()) {
      if (typeof live === 'object' && live !== null && index >= last && index !== live.call) continue;
      const names = namesOf({ secret, parts, split, replies });
      const request = writeSigned(call, base, names, asking.now());
      // Where the operator's server stands for all regions, it is asked once.
      const same = JSON.stringify([request.method, request.url.href, request.headers, request.body]);
      if (asked.has(same)) continue;
      asked.add(same);
      const answer = await asking.client.send(request);
      if (!('reply' in answer)) return unknown(answer.why, answer.detail);
      const verdict = withoutSecret(judgeReply(answer.reply, verify), secret);
      const host = base.override === null ? request.url.host : null;
      told = { verdict, reply: answer.reply.json, where: { call: index, host } };
      // What an earlier question already tells to be dead is so; another way to ask, only if all of them say so.
      const isFirst = index < last;
      if (isFirst ? verdict.state !== 'live' : verdict.state !== 'dead') return told;
      if (isFirst) replies[`first.${index}`] = answer.reply.json;
    }
  } catch (error) {
    if (error instanceof MissingName) return unknown('incomplete', `{${error.missing}}`);
    if (error instanceof UnfitRequest) return unknown('unexpected-reply', error.message);
    throw error;
  }
  const { verdict } = told;
  if (verdict.state !== 'dead' || !verify.elsewhere || base.override !== null || live !== null) return told;
  return unknown('not-configured', `${base.hosts[0]} does not know it`);
}

/** Of a secret, no run of so many characters may stand in what is told of it. */
const RUN = 8;

/** Some providers name a key's owner by the key, or by a part of it: such a fact is none to be told. */
function withoutSecret(verdict: Verdict, secret: Secret): Verdict {
  if (verdict.state !== 'live') return verdict;
  const own = secret.reveal().slice(secret.prefix.length);
  const runs = new Set(Array.from({ length: Math.max(0, own.length - RUN + 1) }, (_, at) => own.slice(at, at + RUN)));
  const isTold = (fact: string): boolean => {
    if (own.length < RUN) return own === '' || !fact.includes(own);
    for (let at = 0; at + RUN <= fact.length; at += 1) if (runs.has(fact.slice(at, at + RUN))) return false;
    return true;
  };
  const { owners, names, scopes, lastUsed } = verdict;
  return {
    ...verdict,
    owners: owners.filter(isTold),
    names: names.filter(isTold),
    scopes: scopes.filter(isTold),
    lastUsed: lastUsed !== null && isTold(lastUsed) ? lastUsed : null,
  };
}

/**
 * What a provider says of a made-up credential of the same shape. Only where that is dead does it mean anything that
 * it called the other one live.
 *
 * @param live where the credential is live: the same is asked
 */
export async function askOfLookAlike(
  provider: ProviderApi,
  rule: RuleApi & { verify: Verify },
  credential: Pick<Credential, 'secret' | 'parts'>,
  asking: Asking,
  live: Where | null = null,
): Promise<Verdict> {
  const made = madeUp(provider, rule, credential, asking);
  return (await ask(provider, rule, made, asking, live)).verdict;
}

/** A credential made up like another one: the same questions can be asked about it, at the same hosts. */
export function madeUp(
  provider: ProviderApi,
  { split, verify }: RuleApi & { verify: Verify },
  credential: Pick<Credential, 'secret' | 'parts'>,
  asking: Pick<Asking, 'base'>,
): Pick<Credential, 'secret' | 'parts'> {
  const base = asking.base(provider);
  const calls = [...verify.calls, ...verify.others];
  const hostsFor = (known: Pick<Credential, 'secret' | 'parts'>): (string | null)[] => {
    const names = namesOf({ ...known, split });
    return calls.map((call) => hostOf(call, base, names));
  };
  const hosts = hostsFor(credential);
  const fits = (known: Pick<Credential, 'secret' | 'parts'>): boolean =>
    hostsFor(known).every((host, index) => host === hosts[index]);
  let made: Pick<Credential, 'secret' | 'parts'> = {
    ...credential,
    secret: lookAlike(credential.secret, (value) => fits({ ...credential, secret: new Secret(value) })),
  };
  if (verify.control === 'key') return made;
  for (const [name, part] of Object.entries(credential.parts)) {
    const withPart = (value: Secret) => ({ ...made, parts: { ...made.parts, [name]: value } });
    made = withPart(lookAlike(part, (value) => fits(withPart(new Secret(value)))));
  }
  return made;
}

/** Where a request goes; null where it cannot be written, as one that needs an earlier reply. */
function hostOf(call: Call, base: Base, names: Names): string | null {
  try {
    return writeRequest(call, base, names).url.host;
  } catch (error) {
    if (error instanceof MissingName || error instanceof UnfitRequest) return null;
    throw error;
  }
}

function unknown(why: (Verdict & { state: 'unknown' })['why'], detail?: string): Asked {
  return {
    verdict: detail === undefined ? { state: 'unknown', why } : { state: 'unknown', why, detail },
    reply: undefined,
  };
}
