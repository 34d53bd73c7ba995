import type { ProviderApi, RuleApi, Verify } from '../domain/api.ts';
import type { Secret } from '../domain/secret.ts';
import type { Verdict } from '../domain/verdict.ts';
import { type Forbidden, guards } from './guards/index.ts';
import type { Sender } from './http.ts';
import { judgeReply } from './judge.ts';
import { lookAlike } from './lookalike.ts';
import { namesOf } from './names.ts';
import { type ProbeContext, probes } from './probes/index.ts';
import { type Base, UnfitRequest } from './request.ts';
import { writeSigned } from './signers/index.ts';
import { MissingName } from './template.ts';

/** A credential to be asked about. */
export type Credential = {
  rule: string;
  secret: Secret;
  parts: Record<string, Secret>;
};

/** What was learned by asking: the verdict, and the reply's JSON for what comes next. */
export type Asked = { verdict: Verdict; reply: unknown };

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
 * @param wasLive whether it was live at the same server a moment ago: that it is refused now is then its end
 */
export async function ask(
  provider: ProviderApi,
  rule: RuleApi & { verify: Verify },
  credential: Pick<Credential, 'secret' | 'parts'>,
  asking: Asking,
  wasLive = false,
): Promise<Asked> {
  const { split, verify } = rule;
  const { secret, parts } = credential;
  for (const guard of verify.never) {
    const why = guards[guard](namesOf({ secret, parts, split }), asking.forbidden);
    if (why !== null) return unknown('never-called', why);
  }
  if (verify.probe !== null) return probes[verify.probe]({ provider, verify, split, secret, parts }, asking);
  const base = asking.base(provider);
  if (base.override === null && base.hosts.length === 0) return unknown('not-configured');
  const replies: Record<string, unknown> = {};
  const asked = new Set<string>();
  let told: Asked = unknown('no-verifier');
  try {
    for (const [index, call] of [...verify.calls, ...verify.others].entries()) {
      const names = namesOf({ secret, parts, split, replies });
      const request = writeSigned(call, base, names, asking.now());
      // Where the operator's server stands for all regions, it is asked once.
      const same = JSON.stringify([request.method, request.url.href, request.headers, request.body]);
      if (asked.has(same)) continue;
      asked.add(same);
      const answer = await asking.client.send(request);
      if (!('reply' in answer)) return unknown(answer.why, answer.detail);
      const verdict = withoutSecret(judgeReply(answer.reply, verify), secret);
      told = { verdict, reply: answer.reply.json };
      // What an earlier question already tells to be dead is so; another way to ask, only if all of them say so.
      const isFirst = index < verify.calls.length - 1;
      if (isFirst ? verdict.state !== 'live' : verdict.state !== 'dead') return told;
      if (isFirst) replies[`first.${index}`] = answer.reply.json;
    }
  } catch (error) {
    if (error instanceof MissingName) return unknown('incomplete', `{${error.missing}}`);
    if (error instanceof UnfitRequest) return unknown('unexpected-reply', error.message);
    throw error;
  }
  const { verdict } = told;
  if (verdict.state !== 'dead' || !verify.elsewhere || base.override !== null || wasLive) return told;
  return unknown('not-configured', `${base.hosts[0]} does not know it`);
}

/** Some providers name a key's owner by the key: such a fact is none to be told. */
function withoutSecret(verdict: Verdict, secret: Secret): Verdict {
  if (verdict.state !== 'live') return verdict;
  const { owners, scopes, lastUsed } = verdict;
  const isTold = (fact: string): boolean => !fact.includes(secret.reveal());
  return {
    ...verdict,
    owners: owners.filter(isTold),
    scopes: scopes.filter(isTold),
    lastUsed: lastUsed !== null && isTold(lastUsed) ? lastUsed : null,
  };
}

/** Whether a provider calls a made-up credential of the same shape live: then its word means nothing. */
export async function isFooled(
  provider: ProviderApi,
  rule: RuleApi & { verify: Verify },
  { secret, parts }: Pick<Credential, 'secret' | 'parts'>,
  asking: Asking,
): Promise<boolean> {
  const made = Object.entries(parts).map(([name, part]): [string, Secret] => [name, lookAlike(part)]);
  const { verdict } = await ask(provider, rule, { secret: lookAlike(secret), parts: Object.fromEntries(made) }, asking);
  return verdict.state === 'live';
}

function unknown(why: (Verdict & { state: 'unknown' })['why'], detail?: string): Asked {
  return {
    verdict: detail === undefined ? { state: 'unknown', why } : { state: 'unknown', why, detail },
    reply: undefined,
  };
}
