import type { Outcome, Verdict } from '../domain/verdict.ts';
import type { Client, Sent } from '../live/http.ts';
import { decide, Limits, mayDo, type RevokePolicy } from '../live/policy.ts';
import { rehearse, waitForDeath } from '../live/revoke.ts';
import type { Announce, Ended } from '../live/steps/index.ts';
import type { Trail } from '../live/trail.ts';
import type { Asking } from '../live/verify.ts';
import { type Attempt, attemptsOf, type Service } from './attempts.ts';
import { sameness } from './fingerprint.ts';
import { logged } from './logged.ts';
import type { OwnSecrets } from './own-secrets.ts';
import type { Subject } from './verify-all.ts';
import type { World } from './world.ts';

/** What revoking takes. */
export type Revoking = {
  world: World;
  client: Client;
  /** With the client that is given. */
  asking: Asking;
  policy: RevokePolicy;
  own: OwnSecrets;
  trail: Trail | null;
  /** The operator's own revocation service. */
  service: Service | null;
  /** When the scan began, by the world's clock. */
  started: number;
  /** Waits, in milliseconds; throws when the run is stopped. */
  sleep: (ms: number) => Promise<void>;
  onDefaultBranch?: (commits: string[]) => Promise<ReadonlySet<string>>;
};

/** A run waits no longer for a provider: what it was asked to end is told as requested then. */
const LONGEST_WAIT = 120;

/** What came of one credential: known, or to be known when its provider calls it dead, or does not. */
type Came = { outcome: Outcome } | { accepted: () => Promise<Outcome> };

/**
 * Ends what the policy lets be ended, one request after the other, and waits then for all of them to be dead;
 * writes into the findings what came of it.
 */
export async function revokeAll(subjects: readonly Subject[], by: Revoking): Promise<void> {
  const limits = new Limits(by.policy);
  const came = new Map<string, Came>();
  const order = await defaultBranchFirst(subjects, by);
  const keyOf = ({ finding }: Subject): string => `${finding.rule} ${sameness(finding.secret)}`;
  for (const subject of order) {
    if (subject.asked.verdict.state !== 'live') noteDeath(subject, by.trail);
    else if (!came.has(keyOf(subject))) came.set(keyOf(subject), await revokeOne(subject, limits, by));
  }
  await Promise.all(
    order.map(async (subject) => {
      const own = came.get(keyOf(subject));
      if (own === undefined) return;
      // Several findings of one secret wait once.
      if ('accepted' in own) own.accepted = once(own.accepted);
      subject.finding.outcome = 'outcome' in own ? own.outcome : await own.accepted();
    }),
  );
}

function once<Result>(task: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null;
  return () => {
    running ??= task();
    return running;
  };
}

/** An earlier run was killed behind its request, or could not wait: now it is known what came of it. */
function noteDeath({ finding: { fingerprint, rule, verdict } }: Subject, trail: Trail | null): void {
  if (verdict.state !== 'dead' || !trail?.unsettled.has(fingerprint)) return;
  trail.write({
    event: 'outcome',
    fingerprint,
    rule,
    outcome: 'revoked',
    detail: 'its provider was told by an earlier run',
  });
}

async function revokeOne(subject: Subject, limits: Limits, by: Revoking): Promise<Came> {
  const { finding, asked } = subject;
  if (asked.verdict.state !== 'live') return { outcome: { state: 'refused', why: 'it is not live' } };
  const { asking, world, service, policy } = by;
  const attemptsFor = (verdict: Verdict & { state: 'live' }): Attempt[] =>
    attemptsOf(subject, verdict, { asking: asking, env: world.env, service });
  let { verdict } = asked;
  let attempts = attemptsFor(verdict);
  if (attempts.length === 0)
    return { outcome: { state: 'by-hand', why: 'its provider lets nobody revoke it by a request' } };
  const about = { rule: finding.rule, own: by.own.has(finding.secret) };
  let decision = decide({ ...about, verdict }, policy);
  if (!decision.may && decision.for === 'owner' && verdict.owners.length === 0) {
    verdict = { ...verdict, owners: await ownersByAdmin(attempts) };
    attempts = attemptsFor(verdict);
    decision = decide({ ...about, verdict }, policy);
  }
  if (!decision.may) return decision;
  let came: Came = { outcome: { state: 'by-hand', why: 'no way to revoke it is open' } };
  let counted = false;
  for (const attempt of attempts) {
    const allowed = mayDo(attempt, finding.rule, policy);
    if (!allowed.may) {
      came = allowed;
      continue;
    }
    if (attempt.lacks !== null) {
      came = { outcome: { state: 'by-hand', why: `it takes an administrator's credential: set ${attempt.lacks}` } };
      continue;
    }
    if (!counted) {
      const taken = limits.take(verdict.owners);
      if (!taken.may) return taken;
      counted = true;
    }
    const { result, next } = policy.mode === 'dry-run' ? await plan(attempt) : await tryOnce(attempt, subject, by);
    came = result;
    // It may not, or the target is not proven: the next way may do better.
    if (!next) break;
  }
  return came;
}

/** Where a provider does not tell whose a credential is, an administrator's account may know it as its own. */
async function ownersByAdmin(attempts: readonly Attempt[]): Promise<string[]> {
  for (const attempt of attempts) {
    const owners = attempt.lacks === null ? await attempt.owners() : [];
    if (owners.length > 0) return owners;
  }
  return [];
}

/** What came of one way, and whether the next one is to be tried. */
type Tried = { result: Came; next: boolean };

/** All but the last request: listings are read, the target is proven. */
async function plan(attempt: Attempt): Promise<Tried> {
  const rehearsed = await rehearse((announce) => attempt.run(announce));
  if ('shown' in rehearsed)
    return { result: { outcome: { state: 'planned', requests: [rehearsed.shown] } }, next: false };
  return unended(rehearsed, attempt) ?? { result: { outcome: { state: 'planned', requests: [] } }, next: false };
}

/** What was not even asked for; null where it was. */
function unended(ended: Ended, { denied }: Attempt): Tried | null {
  if (ended.is === 'unproven') return { result: { outcome: { state: 'refused', why: ended.why } }, next: true };
  if (ended.is === 'denied') return { result: { outcome: { state: 'by-hand', why: denied } }, next: true };
  if (ended.is === 'failed') return { result: { outcome: { state: 'failed', why: ended.why } }, next: true };
  return null;
}

/** The run is over before the request was sent. */
class Stopped extends Error {}

async function tryOnce(attempt: Attempt, subject: Subject, by: Revoking): Promise<Tried> {
  const { world, trail, client } = by;
  const { fingerprint, rule } = subject.finding;
  const about = { fingerprint, rule };
  const since = new Date(world.time()).toISOString();
  let endpoint: string | null = null;
  const announce: Announce = async ({ route, shown, target }) => {
    if (client.stopped) throw new Stopped();
    trail?.write({
      event: 'request',
      ...about,
      endpoint: route,
      parameters: shown,
      ...(target === null ? {} : { target }),
      detail: `by ${attempt.by}, effect ${attempt.effect}`,
    });
    endpoint = route;
  };
  let ended: Ended;
  try {
    ended = await attempt.run(announce, (sent) => {
      trail?.write({ event: endpoint === null ? 'asked' : 'answer', ...about, endpoint: sent.route, ...sentOf(sent) });
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    ended = { is: 'failed', why: 'the time of the run was over before it was sent' };
  }
  const settle = (outcome: Outcome): Outcome => {
    trail?.write({
      event: 'outcome',
      ...about,
      outcome: outcome.state,
      ...('why' in outcome ? { detail: outcome.why } : {}),
    });
    return outcome;
  };
  const refused =
    endpoint === null || ended.is === 'denied' || ended.is === 'unproven' ? unended(ended, attempt) : null;
  if (refused) {
    if ('outcome' in refused.result) settle(refused.result.outcome);
    return refused;
  }
  // Whatever the provider answered: the credential is revoked if it calls it dead.
  return { result: { accepted: async () => settle(await awaited(ended, attempt, subject, since, by)) }, next: false };
}

function sentOf({ status, milliseconds }: Sent): { status: number | null; milliseconds: number } {
  return { status, milliseconds };
}

async function awaited(
  ended: Ended,
  { settle, reversible }: Attempt,
  { provider, rule, finding, parts, asked }: Subject,
  since: string,
  { world, asking, started, sleep, trail }: Revoking,
): Promise<Outcome> {
  const credential = { rule: finding.rule, secret: finding.secret, parts };
  const verdict = await waitForDeath(
    { provider, rule, credential, where: asked.where },
    logged(asking, finding, trail),
    {
      seconds: ended.is === 'failed' ? 0 : Math.min(settle, LONGEST_WAIT),
      sleep,
      clock: world.clock,
    },
  );
  if (verdict.state === 'dead') {
    const seconds = Math.round((world.clock() - started) / 100) / 10;
    return { state: 'revoked', seconds, reversible };
  }
  if (ended.is === 'failed') return { state: 'failed', why: ended.why };
  return { state: 'requested', since, reversible };
}

/** Where there may be more than the limits let be revoked, what stands on the default branch comes first. */
async function defaultBranchFirst(
  subjects: readonly Subject[],
  { onDefaultBranch, policy }: Revoking,
): Promise<Subject[]> {
  const live = subjects.filter(({ asked }) => asked.verdict.state === 'live').length;
  if (live <= Math.min(policy.limit, policy.ownerLimit) || !onDefaultBranch) return [...subjects];
  const commits = subjects.flatMap(({ finding }) => finding.places.map(({ commit }) => commit)).filter(Boolean);
  const own = await onDefaultBranch([...new Set(commits)]);
  const rank = ({ finding }: Subject): number =>
    finding.places.some(({ commit, present }) => present && (commit === '' || own.has(commit)))
      ? 0
      : finding.places.some(({ commit }) => commit === '' || own.has(commit))
        ? 1
        : 2;
  return [...subjects].sort((a, b) => rank(a) - rank(b));
}
