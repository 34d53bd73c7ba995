import apis from 'clawback:apis';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProviderApi, RuleApi, Verify } from '../domain/api.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { Secret } from '../domain/secret.ts';
import type { Verdict } from '../domain/verdict.ts';
import { type TrustPayload, trustIn } from '../github/trust.ts';
import { Client, type ClientOptions } from '../live/http.ts';
import { gatewayRun } from '../live/openclaw/gateway.ts';
import type { RevokeMode } from '../live/policy.ts';
import { shortened } from '../live/reply.ts';
import { revocableTypes } from '../live/revocation-service.ts';
import { Trail } from '../live/trail.ts';
import { type Asked, type Asking, ask, askOfLookAlike } from '../live/verify.ts';
import type { Service } from './attempts.ts';
import { sameness } from './fingerprint.ts';
import { logged } from './logged.ts';
import type { Masker } from './masker.ts';
import type { Operator } from './operator.ts';
import { OwnSecrets, secretFrom } from './own-secrets.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { type Revoking, revokeAll } from './revoke-all.ts';
import { isOutside } from './settings.ts';
import type { World } from './world.ts';

/** What a run is to do with what it found. */
export type LiveOptions = {
  operator: Operator;
  verify: boolean;
  mode: RevokeMode;
  /** Where the trail is written, if the user says so. */
  trail: string | null;
  /** The top of what is scanned: no trail is written below it. */
  root: string | null;
  masker: Masker;
  /** When the scan began, by the world's clock. */
  started: number;
  /** Whether a commit is part of the default branch; absent: all of what was found is. */
  onDefaultBranch?: (commits: string[]) => Promise<ReadonlySet<string>>;
};

/** What came of asking and revoking; `broken`: why it came to an early end. */
export type Settled = { findings: Finding[]; notes: string[]; broken: string | null };

/** How often a request is sent again where a provider is busy or broken. */
const RETRIES = 3;

/** A finding, what its provider can be asked, and what it said. */
export type Subject = {
  finding: Finding;
  provider: ProviderApi;
  rule: RuleApi & { verify: Verify };
  /** Which of the parts that stand beside it the answer is about. */
  parts: Record<string, Secret>;
  asked: Asked;
};

/**
 * Asks providers about what was found, ends what the operator lets be ended, and raises the alarm. Nothing of
 * what this does is decided by the repository under scan.
 *
 * @throws ClawbackError where the operator's wishes cannot be followed here; then nothing was asked
 */
export async function settle(world: World, findings: readonly Finding[], options: LiveOptions): Promise<Settled> {
  const { operator, mode } = options;
  const trust = trustOf(world);
  if (mode === 'confirmed' && trust.revoke !== null)
    throw new ClawbackError('usage', `--revoke confirmed is refused here: ${trust.revoke}`);
  const asks = options.verify || mode !== 'off';
  const run = world.env.GITHUB_RUN_ID ?? randomBytes(6).toString('hex');
  const path = asks ? trailPath(world, options) : null;
  const trail = path === null ? null : new Trail(path, run, world.time);
  // Before anything is asked: a proxy that cannot be used is told of at once.
  const proxies = proxiesOf(world.env);
  const notes: string[] = [];
  let all = [...findings];
  let broken: string | null = null;
  try {
    if (asks && trust.verify !== null) notes.push(`not verified: ${trust.verify}`);
    else if (asks) {
      const verified = await within(world, operator, proxies, (client) =>
        verifyAll(findings, askingOf(world, operator, client), trail),
      );
      all = verified.all;
      if (mode !== 'off')
        await within(world, operator, proxies, (client, sleep) =>
          revoke(world, verified.subjects, { ...options, client, sleep, trail, notes }),
        );
    }
  } catch (error) {
    // What was found, and what was ended until then, is told all the same.
    if (!(error instanceof ClawbackError)) throw error;
    broken = error.message;
  }
  try {
    const alarm = await within(world, operator, proxies, (client) =>
      raiseAlarm(world, operator, { findings: all, run, client, trail }),
    );
    if (alarm !== null) notes.push(alarm);
  } catch (error) {
    if (!(error instanceof ClawbackError)) throw error;
    broken ??= error.message;
  } finally {
    trail?.close();
  }
  return { findings: all.map((finding) => shownSafely(finding, options.masker)), notes, broken };
}

/** Does something with a client of its own, for as long as the operator lets all questions take. */
async function within<Result>(
  world: World,
  { verify }: Operator,
  proxies: ClientOptions['proxies'],
  task: (client: Client, sleep: (ms: number) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), verify['deadline-ms']);
  const sleep = async (ms: number): Promise<void> => {
    await delay(ms, undefined, { signal: stop.signal });
  };
  const client = new Client(
    {
      timeoutMs: verify['timeout-ms'],
      perHost: verify['per-host'],
      retries: RETRIES,
      signal: stop.signal,
      proxies,
      sleep,
    },
    world.clock,
  );
  try {
    return await task(client, sleep);
  } finally {
    clearTimeout(deadline);
    await client.close();
  }
}

async function revoke(
  world: World,
  subjects: readonly Subject[],
  options: Omit<LiveOptions, 'trail'> & Pick<Revoking, 'client' | 'sleep' | 'trail'> & { notes: string[] },
): Promise<void> {
  const { operator, mode, client, sleep, trail, started, notes, onDefaultBranch } = options;
  await revokeAll(subjects, {
    world,
    client,
    asking: askingOf(world, operator, client),
    policy: { ...operator.revoke, mode, ownerLimit: operator.revoke['owner-limit'] },
    own: new OwnSecrets(world.env),
    trail: mode === 'confirmed' ? trail : null,
    service: await serviceOf(world, operator, client, notes),
    started,
    sleep,
    ...(onDefaultBranch ? { onDefaultBranch } : {}),
  });
}

/** The operator's own revocation service, and what it revokes; null where there is none, or it does not answer. */
async function serviceOf(world: World, { revoke }: Operator, client: Client, notes: string[]): Promise<Service | null> {
  if (!revoke.service) return null;
  const { url, 'token-env': name, types } = revoke.service;
  const token = name === undefined ? null : secretFrom(world.env, name);
  const service = { url: new URL(url), token, types };
  const known = name !== undefined && token === null ? null : await revocableTypes(service, client);
  if (known !== null) return { service, types: known };
  notes.push(
    `the revocation service was not used: ${token === null && name !== undefined ? `${name} is not set` : 'it did not say what it revokes'}`,
  );
  return null;
}

/** Findings after they were asked about, and those of them that a provider was asked about. */
type Verified = { all: Finding[]; subjects: Subject[] };

/** Asks about each distinct secret once. */
async function verifyAll(findings: readonly Finding[], asking: Asking, trail: Trail | null): Promise<Verified> {
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

function askingOf(world: World, operator: Operator, client: Client): Asking {
  const { 'gateway-url': gateway, 'revocation-url': platform } = operator.openclaw;
  return {
    client,
    base: ({ id, hosts }) => {
      const own = operator.providers[id]?.['base-url'];
      return { hosts, override: own === undefined ? null : new URL(own) };
    },
    now: world.time,
    forbidden: { awsAccounts: operator.verify['never-aws-accounts'] },
    probe: {
      openclaw: {
        gateway: gateway === undefined ? null : new URL(gateway),
        platform: platform === undefined ? null : new URL(platform),
        gatewayToken: secretFrom(world.env, 'CLAWBACK_OPENCLAW_GATEWAY_TOKEN'),
        operatorCode: secretFrom(world.env, 'CLAWBACK_OPENCLAW_OPERATOR_CODE'),
        run: gatewayRun(),
      },
    },
  };
}

/**
 * The proxies that the environment names. HTTP_PROXY in capitals can be set by whoever sends a header to a CGI
 * script (httpoxy): only the lower-case one counts.
 *
 * @throws ClawbackError `usage` for what is no address
 */
function proxiesOf(env: NodeJS.ProcessEnv): ClientOptions['proxies'] {
  const read = (...names: string[]): string | undefined => {
    const name = names.find((one) => env[one]);
    if (name === undefined) return undefined;
    const text = env[name]!;
    // curl takes an address without a scheme.
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
    throw new ClawbackError('usage', `${name} names no proxy that can be used: write it as http://HOST:PORT`);
  };
  return { https: read('https_proxy', 'HTTPS_PROXY'), http: read('http_proxy'), no: env.no_proxy || env.NO_PROXY };
}

/** What the event lets this run do, where it runs in a workflow. */
function trustOf({ env }: World): { verify: string | null; revoke: string | null } {
  if (env.GITHUB_ACTIONS !== 'true') return { verify: null, revoke: null };
  let payload: TrustPayload = {};
  try {
    payload = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH ?? '', 'utf8')) as TrustPayload;
  } catch {
    // Without the event nobody can tell who brought it.
    const why = 'the workflow event could not be read';
    return { verify: why, revoke: why };
  }
  return trustIn(env.GITHUB_EVENT_NAME ?? '', payload, env.GITHUB_REF ?? '');
}

/**
 * Where requests are written down; null where nothing is to be. Never in what is scanned: whoever wrote that could
 * have put a trail of their own there.
 *
 * @throws ClawbackError `usage`
 */
function trailPath({ cwd, env }: World, { operator, mode, trail, root }: LiveOptions): string | null {
  const named = trail ?? operator.revoke.trail;
  if (named === undefined && mode !== 'confirmed') return null;
  if (named === undefined && !env.RUNNER_TEMP)
    throw new ClawbackError(
      'usage',
      '--revoke confirmed writes a trail: name a file for it with --trail, outside of what is scanned',
    );
  const path = named === undefined ? join(env.RUNNER_TEMP!, 'clawback-trail.jsonl') : resolve(cwd, named);
  if (root !== null && !isOutside(path, root))
    throw new ClawbackError('usage', `the trail ${path} lies in what is scanned: name another file with --trail`);
  return path;
}

/** A scope as providers write them: short words. */
const PLAIN_SCOPE = /^[\w:.*/-]{1,40}$/;

/** What a provider wrote is as hostile as what was scanned. */
function shownSafely(finding: Finding, masker: Masker): Finding {
  const { verdict } = finding;
  if (verdict.state !== 'live') return finding;
  const mask = (text: string): string => shortened(masker.mask(text));
  return {
    ...finding,
    verdict: {
      ...verdict,
      owners: verdict.owners.map(mask),
      names: verdict.names.map(mask),
      // What holds the secret itself was left out; words of a part (a role) are no secret here.
      scopes: verdict.scopes.map((scope) => (PLAIN_SCOPE.test(scope) ? scope : mask(scope))),
      lastUsed: verdict.lastUsed === null ? null : mask(verdict.lastUsed),
    },
  };
}
