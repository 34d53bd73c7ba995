import type { ProviderApi, Revoke, RuleApi, Verify } from '../domain/api.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Admin } from './admin.ts';
import { type Ended, endOf } from './ended.ts';
import { findTarget } from './listing.ts';
import { namesOf } from './names.ts';
import { shownRequest, UnfitRequest } from './request.ts';
import { writeSigned } from './signers/index.ts';
import { type Announce, type Announced, type StepSubject, steps } from './steps/index.ts';
import { MissingName } from './template.ts';
import { type Asking, ask, type Credential, type Where } from './verify.ts';

/** A credential that is to be ended, and what its provider told of it. */
export type Condemned = {
  provider: ProviderApi;
  rule: RuleApi & { verify: Verify };
  way: Revoke;
  credential: Credential;
  verdict: Verdict & { state: 'live' };
  /** The JSON of the reply that showed it live. */
  reply: unknown;
  /** Where it is live, if there are several places. */
  where?: Where | undefined;
  /** The administrator's credential, where the way takes one. */
  admin: Admin | null;
};

/**
 * Where one of several regions told that it is live, what is sent to the provider's default host goes to that one: the
 * others do not know it. An operator's server stands for all of them.
 */
function whereItLives({ rule, where }: Pick<Condemned, 'rule' | 'where'>, asking: Asking): Asking {
  const host = where?.host;
  const usual = rule.verify.calls.at(-1)?.address;
  return {
    ...asking,
    base(provider) {
      const base = asking.base(provider);
      const isRegion = usual !== undefined && (usual.startsWith('/') || hostIn(usual) === base.hosts[0]);
      if (base.override !== null || !host || !isRegion) return base;
      return { ...base, hosts: [host, ...base.hosts.filter((one) => one !== host)] };
    },
  };
}

function hostIn(address: string): string | undefined {
  return /^https:\/\/([^/?#]*)/.exec(address)?.[1];
}

/** Whose a credential is, as far as the administrator's account can tell where its provider does not. */
export async function ownersOf(condemned: Condemned, everywhere: Asking): Promise<string[]> {
  const asking = whereItLives(condemned, everywhere);
  const { step } = condemned.way;
  return (step === null ? undefined : await steps[step].owners?.(subjectOf(condemned), asking)) ?? [];
}

/**
 * Sends what ends a credential: once, to the one target that is proven. Whether it is dead then, its provider
 * must say: see `waitForDeath`.
 *
 * @param announce writes the request down before it is sent; if it throws, nothing is sent
 */
export async function end(condemned: Condemned, everywhere: Asking, announce: Announce): Promise<Ended> {
  const asking = whereItLives(condemned, everywhere);
  const { provider, rule, way, credential, verdict, reply, admin } = condemned;
  const base = asking.base(provider);
  const known = {
    ...credential,
    split: rule.split,
    ...(admin ? { admin } : {}),
    replies: { verify: reply },
  };
  try {
    if (way.step !== null) return await steps[way.step].run(subjectOf(condemned), asking, announce);
    let names = namesOf(known);
    if (way.listing) {
      const { client, now } = asking;
      const target = await findTarget(way.listing, credential.secret, {
        client,
        base,
        names,
        owners: verdict.owners,
        now,
      });
      if (target.is !== 'found') return target;
      names = namesOf({ ...known, found: { id: target.id } });
    }
    const { call } = way;
    const request = writeSigned(call!, base, names, asking.now());
    const target = way.listing === null ? null : names('found.id');
    await announce({ route: request.route, shown: shownRequest(call!, base, names), target });
    // Sent again where the provider was busy: it has done nothing then.
    const answer = await asking.client.send(request, call!.method !== 'post');
    if (!('reply' in answer)) return { is: 'failed', why: answer.detail };
    return endOf(answer.reply, way);
  } catch (error) {
    if (error instanceof MissingName) return { is: 'unproven', why: `nothing gives {${error.missing}}` };
    if (error instanceof UnfitRequest) return { is: 'unproven', why: error.message };
    throw error;
  }
}

/** What stops a rehearsal before its request is sent. */
class Held extends Error {}

/**
 * Does all that ends a credential but the last: reads listings, proves the target, writes the request, and does
 * not send it.
 *
 * @param run what would end it, as `end` does
 */
export async function rehearse(run: (announce: Announce) => Promise<Ended>): Promise<Announced | Ended> {
  const held: Announced[] = [];
  try {
    const ended = await run(async (what) => {
      held.push(what);
      throw new Held();
    });
    // A way of its own may take what stopped it for a failure.
    return held[0] ?? ended;
  } catch (error) {
    if (held[0]) return held[0];
    throw error;
  }
}

/** Waits between questions whether it is dead, in milliseconds: providers take a while. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

/**
 * Asks whether a credential is dead, again and again until it is or the provider's time is up. It is asked where
 * it was live, if that is known.
 *
 * @param seconds how long to wait at most
 */
export async function waitForDeath(
  { provider, rule, credential, where }: Pick<Condemned, 'provider' | 'rule' | 'credential' | 'where'>,
  asking: Asking,
  { seconds, sleep, clock }: { seconds: number; sleep: (ms: number) => Promise<void>; clock: () => number },
): Promise<Verdict> {
  const until = clock() + seconds * 1000;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
    const { verdict } = await ask(provider, rule, credential, asking, where ?? 'somewhere');
    const left = until - clock();
    if (verdict.state === 'dead' || left <= 0) return verdict;
    try {
      await sleep(Math.min(pause, left));
    } catch {
      return verdict;
    }
  }
}

function subjectOf({ provider, rule, way, credential, verdict, reply, admin }: Condemned): StepSubject {
  return { provider, rule, way, credential, verdict, reply, admin };
}
