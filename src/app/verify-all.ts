import apis from 'clawback:apis';
import type { ProviderApi, RuleApi, Verify } from '../domain/api.ts';
import type { Finding } from '../domain/finding.ts';
import type { Secret } from '../domain/secret.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Trail } from '../live/trail.ts';
import { type Asked, type Asking, ask, askOfLookAlike } from '../live/verify.ts';
import { sameness } from './fingerprint.ts';
import { logged } from './logged.ts';

/** A finding, what its provider can be asked, and what it said. */
export type Subject = {
  finding: Finding;
  provider: ProviderApi;
  rule: RuleApi & { verify: Verify };
  /** Which of the parts that stand beside it the answer is about. */
  parts: Record<string, Secret>;
  asked: Asked;
};

/** Findings after they were asked about, and those of them that a provider was asked about. */
type Verified = { all: Finding[]; subjects: Subject[] };

/** Asks about each distinct secret once. */
export async function verifyAll(findings: readonly Finding[], asking: Asking, trail: Trail | null): Promise<Verified> {
  const controls = new Map<string, Promise<Verdict>>();
  const known = new Map<string, Promise<Answered>>();
  const settled = await Promise.all(
    findings.map(async (finding): Promise<{ finding: Finding; subject: Subject | null }> => {
      const told = (verdict: Verdict): { finding: Finding; subject: null } => ({
        finding: { ...finding, verdict },
        subject: null,
      });
      // An expiry that has passed needs no question.
      if (finding.verdict.state === 'dead') return { finding, subject: null };
      if (finding.rivals.length > 0)
        return told({ state: 'unknown', why: 'ambiguous', detail: `it could be ${finding.rivals.join(', ')} too` });
      const api = apiOf(finding.rule);
      if (!api) return told({ state: 'unknown', why: 'no-verifier' });
      const key = keyOf(finding);
      let answer = known.get(key);
      if (!answer) {
        answer = askForSets(finding, api, logged(asking, finding, trail), controls);
        known.set(key, answer);
      }
      const answered = await answer;
      const verified = { ...finding, parts: answered.parts, verdict: answered.asked.verdict };
      return { finding: verified, subject: { finding: verified, ...api, ...answered } };
    }),
  );
  for (const { finding, subject } of settled) {
    if (subject === null) continue;
    const { fingerprint, rule, verdict } = finding;
    const detail = verdict.state === 'unknown' ? verdict.why : verdict.because;
    trail?.write({ event: 'verify', fingerprint, rule, outcome: verdict.state, detail });
  }
  return { all: settled.map(({ finding }) => finding), subjects: settled.flatMap(({ subject }) => subject ?? []) };
}

/** What a question is about: a rule, a secret, and what stands beside it. */
function keyOf({ rule, secret, partSets }: Finding): string {
  const sets = partSets.map((parts) =>
    Object.entries(parts)
      .map(([name, part]) => `${name}=${sameness(part)}`)
      .sort()
      .join(','),
  );
  return [rule, sameness(secret), ...sets.sort()].join(' ');
}

type Answered = { parts: Record<string, Secret>; asked: Asked };

/** More of what may belong to a secret is not tried. */
const MAX_SETS = 8;

/**
 * Asks about a secret with all that may belong to it: it is live if it is with one of them, and dead only if it
 * is with each. Whoever adds a wrong id beside a copy of a key hides nothing that way.
 */
async function askForSets(
  { rule: id, secret, partSets }: Finding,
  api: Pick<Subject, 'provider' | 'rule'>,
  asking: Asking,
  controls: Map<string, Promise<Verdict>>,
): Promise<Answered> {
  let doubtful: Answered | null = null;
  let dead: Answered | null = null;
  for (const parts of partSets.slice(0, MAX_SETS)) {
    const answered = { parts, asked: await askAndDoubt(id, { secret, parts }, api, asking, controls) };
    const { state } = answered.asked.verdict;
    if (state === 'live') return answered;
    if (state === 'dead') dead ??= answered;
    else doubtful ??= answered;
  }
  if (doubtful) return doubtful;
  if (partSets.length <= MAX_SETS) return dead!;
  return { parts: partSets[0]!, asked: { verdict: { state: 'unknown', why: 'limit' }, reply: undefined } };
}

/** That a provider calls one live counts only if it calls a made-up one dead. */
async function askAndDoubt(
  id: string,
  credential: Pick<Finding, 'secret' | 'parts'>,
  { provider, rule }: Pick<Subject, 'provider' | 'rule'>,
  asking: Asking,
  controls: Map<string, Promise<Verdict>>,
): Promise<Asked> {
  const answer = await ask(provider, rule, credential, asking);
  if (answer.verdict.state !== 'live' || !rule.verify.control) return answer;
  const key = `${id} ${answer.where?.call ?? ''} ${answer.where?.host ?? ''}`;
  let control = controls.get(key);
  if (!control) {
    control = askOfLookAlike(provider, rule, credential, asking, answer.where ?? null);
    controls.set(key, control);
  }
  const verdict = await control;
  if (verdict.state === 'dead') return answer;
  const detail =
    verdict.state === 'live' ? 'it calls a made-up one live' : `a made-up one was not answered: ${verdict.why}`;
  return { verdict: { state: 'unknown', why: 'verifier-untrustworthy', detail }, reply: undefined };
}

/** What a rule's credentials can be asked; null where nothing is known. */
export function apiOf(id: string): Pick<Subject, 'provider' | 'rule'> | null {
  for (const provider of apis) {
    const rule = provider.rules.find((one) => one.rule === id);
    if (rule?.verify) return { provider, rule: rule as Subject['rule'] };
  }
  return null;
}
