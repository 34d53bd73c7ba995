import type { Finding } from '../domain/finding.ts';
import type { Outcome, Verdict } from '../domain/verdict.ts';
import type { Sent } from '../live/http.ts';
import { decide, Limits, mayDo, type RevokePolicy } from '../live/policy.ts';
import { waitForDeath } from '../live/revoke.ts';
import type { Ended } from '../live/steps/index.ts';
import type { Trail } from '../live/trail.ts';
import type { Asking } from '../live/verify.ts';
import { type Attempt, attemptsOf, type Service } from './attempts.ts';
import { sameness } from './fingerprint.ts';
import type { Subject, Verified } from './live.ts';
import { isOwn } from './own-secrets.ts';
import { matchesPath } from './paths.ts';
import type { World } from './world.ts';

/** What revoking takes. */
export type Revoking = {
  world: World;
  asking: Asking;
  trail: Trail | null;
  /** The operator's own revocation service. */
  service: Service | null;
  lastSent: () => Sent | null;
  /** When the scan began, by the world's clock. */
  started: number;
  onDefaultBranch?: (commits: string[]) => Promise<ReadonlySet<string>>;
};

/** A run waits no longer for a provider: what it was asked to end is told as requested then. */
const LONGEST_WAIT = 120;

/** Ends, one after the other, what the policy lets be ended; writes into the findings what came of it. */
export async function revokeAll(verified: Verified, policy: RevokePolicy, by: Revoking): Promise<void> {
  const limits = new Limits(policy);
  const done = new Map<string, Outcome>();
  for (const subject of await defaultBranchFirst(verified.subjects, policy, by)) {
    const { finding, asked } = subject;
    if (asked.verdict.state !== 'live') {
      noteDeath(finding, by.trail);
      continue;
    }
    const key = `${finding.rule} ${sameness(finding.secret)}`;
    const outcome =
      done.get(key) ?? (await revokeOne(subject, policy, limits, isOwn(finding.secret, by.world.env), by));
    done.set(key, outcome);
    finding.outcome = outcome;
  }
}

/** An earlier run was killed behind its request: now it is known what came of it. */
function noteDeath({ fingerprint, rule, verdict }: Finding, trail: Trail | null): void {
  if (verdict.state !== 'dead' || !trail?.unsettled.has(fingerprint)) return;
  trail.write({ event: 'outcome', fingerprint, rule, outcome: 'revoked', detail: 'by a run that was stopped' });
}

/** Of paths, no glob means all of them; of what may be ended, none. */
function isNamed(text: string, globs: string[]): boolean {
  return globs.length > 0 && matchesPath(text, globs);
}

async function revokeOne(
  subject: Subject,
  policy: RevokePolicy,
  limits: Limits,
  own: boolean,
  by: Revoking,
): Promise<Outcome> {
  const { finding, asked } = subject;
  if (asked.verdict.state !== 'live') return { state: 'refused', why: 'it is not live' };
  const { asking, world, service } = by;
  const attemptsFor = (verdict: Verdict & { state: 'live' }): Attempt[] =>
    attemptsOf(subject, verdict, { asking, env: world.env, service });
  let { verdict } = asked;
  let attempts = attemptsFor(verdict);
  if (attempts.length === 0) return { state: 'by-hand', why: 'its provider lets nobody revoke it by a request' };
  let decision = decide({ rule: finding.rule, verdict, own }, policy, isNamed);
  if (!decision.may && decision.for === 'owner' && verdict.owners.length === 0) {
    verdict = { ...verdict, owners: await ownersByAdmin(attempts) };
    attempts = attemptsFor(verdict);
    decision = decide({ rule: finding.rule, verdict, own }, policy, isNamed);
  }
  if (!decision.may) return decision.outcome;
  let outcome: Outcome = { state: 'by-hand', why: 'no way to revoke it is open' };
  let counted = false;
  for (const attempt of attempts) {
    const allowed = mayDo(attempt, finding.rule, policy);
    if (!allowed.may) {
      outcome = allowed.outcome;
      continue;
    }
    if (attempt.lacks !== null) {
      outcome = { state: 'by-hand', why: `it takes an administrator's credential: set ${attempt.lacks}` };
      continue;
    }
    if (!counted) {
      const taken = limits.take(verdict.owners);
      if (!taken.may) return taken.outcome;
      counted = true;
    }
    if (policy.mode === 'dry-run') return { state: 'planned', requests: attempt.plan() };
    const came = await tryOnce(attempt, subject, by);
    // It may not, or the target is not proven: the next way may do better.
    if (!came.next) return came.outcome;
    outcome = came.outcome;
  }
  return outcome;
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
type Came = { outcome: Outcome; next: boolean };

async function tryOnce(attempt: Attempt, subject: Subject, by: Revoking): Promise<Came> {
  const { world, trail, lastSent } = by;
  const { fingerprint, rule } = subject.finding;
  const about = { fingerprint, rule };
  const sent: string[] = [];
  const since = new Date(world.time()).toISOString();
  const ended = await attempt.run(async (route) => {
    trail?.write({ event: 'request', ...about, endpoint: route, detail: `by ${attempt.by}, effect ${attempt.effect}` });
    sent.push(route);
  });
  const endpoint = sent.at(-1);
  if (endpoint !== undefined) {
    const last = lastSent();
    trail?.write({
      event: 'answer',
      ...about,
      endpoint,
      status: last?.status ?? null,
      milliseconds: last?.milliseconds ?? 0,
      outcome: ended.is,
    });
  }
  const came = await outcomeOf(ended, attempt, subject, endpoint !== undefined, since, by);
  const { outcome } = came;
  trail?.write({
    event: 'outcome',
    ...about,
    outcome: outcome.state,
    ...('why' in outcome ? { detail: outcome.why } : {}),
  });
  return came;
}

async function outcomeOf(
  ended: Ended,
  { denied, settle, reversible }: Attempt,
  { provider, rule, finding }: Subject,
  sent: boolean,
  since: string,
  { world, asking, started }: Revoking,
): Promise<Came> {
  if (ended.is === 'unproven') return { outcome: { state: 'refused', why: ended.why }, next: true };
  if (ended.is === 'denied') return { outcome: { state: 'by-hand', why: denied }, next: true };
  if (ended.is === 'failed' && !sent) return { outcome: { state: 'failed', why: ended.why }, next: true };
  // Whatever the provider answered: the credential is revoked if it calls it dead.
  const credential = { rule: finding.rule, secret: finding.secret, parts: finding.parts };
  const verdict = await waitForDeath({ provider, rule, credential }, asking, {
    seconds: ended.is === 'failed' ? 0 : Math.min(settle, LONGEST_WAIT),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    clock: world.clock,
  });
  if (verdict.state === 'dead') {
    const seconds = Math.round((world.clock() - started) / 100) / 10;
    return { outcome: { state: 'revoked', seconds, reversible }, next: false };
  }
  if (ended.is === 'failed') return { outcome: { state: 'failed', why: ended.why }, next: false };
  return { outcome: { state: 'requested', since, reversible }, next: false };
}

/** Where there may be more than the limits let be revoked, what stands on the default branch comes first. */
async function defaultBranchFirst(
  subjects: readonly Subject[],
  policy: RevokePolicy,
  { onDefaultBranch }: Revoking,
): Promise<Subject[]> {
  const few =
    subjects.filter(({ asked }) => asked.verdict.state === 'live').length <= Math.min(policy.limit, policy.ownerLimit);
  if (few || !onDefaultBranch) return [...subjects];
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
