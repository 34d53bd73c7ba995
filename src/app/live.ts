import apis from 'clawback:apis';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderApi, RuleApi, Verify } from '../domain/api.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { Verdict } from '../domain/verdict.ts';
import { type TrustPayload, trustIn } from '../github/trust.ts';
import { Client, type Sent } from '../live/http.ts';
import { gatewayRun } from '../live/openclaw/gateway.ts';
import type { RevokeMode, RevokePolicy } from '../live/policy.ts';
import { revocableTypes } from '../live/revocation-service.ts';
import { Trail } from '../live/trail.ts';
import { type Asked, type Asking, ask, isFooled } from '../live/verify.ts';
import type { Service } from './attempts.ts';
import { sameness } from './fingerprint.ts';
import type { Masker } from './masker.ts';
import type { Operator } from './operator.ts';
import { secretFrom } from './own-secrets.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { revokeAll } from './revoke-all.ts';
import type { World } from './world.ts';

/** What a run is to do with what it found. */
export type LiveOptions = {
  operator: Operator;
  verify: boolean;
  mode: RevokeMode;
  /** Where the trail is written, if the user says so. */
  trail: string | null;
  masker: Masker;
  /** When the scan began, by the world's clock. */
  started: number;
  /** Whether a commit is part of the default branch; absent: all of what was found is. */
  onDefaultBranch?: (commits: string[]) => Promise<ReadonlySet<string>>;
};

/** What came of asking and revoking. */
export type Settled = { findings: Finding[]; notes: string[] };

/** How often a request is sent again where a provider is busy or broken. */
const RETRIES = 3;

/** A finding, what its provider can be asked, and what it said. */
export type Subject = {
  finding: Finding;
  provider: ProviderApi;
  rule: RuleApi & { verify: Verify };
  asked: Asked;
};

/**
 * Asks providers about what was found, and ends what the operator lets be ended. Nothing of what this does is
 * decided by the repository under scan.
 *
 * @throws ClawbackError where the operator's wishes cannot be followed here; then nothing was asked
 */
export async function settle(world: World, findings: readonly Finding[], options: LiveOptions): Promise<Settled> {
  const { operator, mode, masker } = options;
  if (!options.verify && mode === 'off') return { findings: [...findings], notes: [] };
  const trust = trustOf(world);
  if (mode === 'confirmed' && trust.revoke !== null)
    throw new ClawbackError('usage', `--revoke confirmed is refused here: ${trust.revoke}`);
  if (trust.verify !== null) return { findings: [...findings], notes: [`not verified: ${trust.verify}`] };

  const run = world.env.GITHUB_RUN_ID ?? randomBytes(6).toString('hex');
  const path = trailPath(world, options);
  const trail = path === null ? null : new Trail(path, run, world.time);
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), operator.verify['deadline-ms']);
  let last: Sent | null = null;
  const client = new Client(
    {
      timeoutMs: operator.verify['timeout-ms'],
      perHost: operator.verify['per-host'],
      retries: RETRIES,
      signal: stop.signal,
      proxies: proxiesOf(world.env),
      sleep: async (ms, signal) => {
        await sleep(ms, undefined, { signal });
      },
      onSent: (sent) => {
        last = sent;
      },
    },
    world.clock,
  );
  try {
    const asking = askingOf(world, operator, client);
    const subjects = await verifyAll(findings, asking, trail);
    const notes: string[] = [];
    if (mode !== 'off') {
      const policy: RevokePolicy = { ...operator.revoke, mode, ownerLimit: operator.revoke['owner-limit'] };
      await revokeAll(subjects, policy, {
        world,
        asking,
        trail,
        service: await serviceOf(world, operator, client, notes),
        lastSent: () => last,
        started: options.started,
        ...(options.onDefaultBranch ? { onDefaultBranch: options.onDefaultBranch } : {}),
      });
    }
    const alarm = await raiseAlarm(world, operator, { findings: subjects.all, run, client, trail });
    if (alarm !== null) notes.push(alarm);
    return { findings: subjects.all.map((finding) => shownSafely(finding, masker)), notes };
  } finally {
    clearTimeout(deadline);
    await client.close();
    trail?.close();
  }
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

/** Findings after they were asked about, and those of them that a provider answered for. */
export type Verified = { all: Finding[]; subjects: Subject[] };

/** Asks about each distinct secret once. */
async function verifyAll(findings: readonly Finding[], asking: Asking, trail: Trail | null): Promise<Verified> {
  const fooled = new Map<string, Promise<boolean>>();
  const asked = new Map<string, Promise<Asked>>();
  const subjects: Subject[] = [];
  const all = await Promise.all(
    findings.map(async (finding): Promise<Finding> => {
      // An expiry that has passed needs no question.
      if (finding.verdict.state === 'dead') return finding;
      if (finding.rivals.length > 0)
        return told(finding, {
          state: 'unknown',
          why: 'ambiguous',
          detail: `it could be ${finding.rivals.join(', ')} too`,
        });
      const api = apiOf(finding.rule);
      if (!api) return told(finding, { state: 'unknown', why: 'no-verifier' });
      const parts = Object.entries(finding.parts).map(([name, part]) => `${name}=${sameness(part)}`);
      const key = [finding.rule, sameness(finding.secret), ...parts.sort()].join(' ');
      let answer = asked.get(key);
      if (!answer) {
        answer = askAndDoubt(finding, api, asking, fooled);
        asked.set(key, answer);
      }
      const { verdict, reply } = await answer;
      const known = told(finding, verdict);
      subjects.push({ finding: known, ...api, asked: { verdict, reply } });
      return known;
    }),
  );
  for (const { finding, rule } of inOrderOf(all, subjects)) {
    trail?.write({
      event: 'verify',
      fingerprint: finding.fingerprint,
      rule: rule.rule,
      outcome: finding.verdict.state,
      detail: finding.verdict.state === 'unknown' ? finding.verdict.why : finding.verdict.because,
    });
  }
  return { all, subjects: inOrderOf(all, subjects) };
}

/** Answers come in any order; what is done with them does not. */
function inOrderOf(all: readonly Finding[], subjects: readonly Subject[]): Subject[] {
  const place = new Map(all.map((finding, index) => [finding, index]));
  return [...subjects].sort((a, b) => place.get(a.finding)! - place.get(b.finding)!);
}

/** A provider's word counts only if it calls a made-up credential dead. */
async function askAndDoubt(
  { rule: id, secret, parts }: Finding,
  { provider, rule }: Pick<Subject, 'provider' | 'rule'>,
  asking: Asking,
  fooled: Map<string, Promise<boolean>>,
): Promise<Asked> {
  const answer = await ask(provider, rule, { secret, parts }, asking);
  if (answer.verdict.state !== 'live' || !rule.verify.control) return answer;
  let doubt = fooled.get(id);
  if (!doubt) {
    doubt = isFooled(provider, rule, { secret, parts }, asking);
    fooled.set(id, doubt);
  }
  if (!(await doubt)) return answer;
  return { verdict: { state: 'unknown', why: 'verifier-untrustworthy' }, reply: undefined };
}

function told(finding: Finding, verdict: Verdict): Finding {
  return { ...finding, verdict };
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

function proxiesOf(env: NodeJS.ProcessEnv): {
  https?: string | undefined;
  http?: string | undefined;
  no?: string | undefined;
} {
  return {
    https: env.https_proxy || env.HTTPS_PROXY,
    // HTTP_PROXY can be set by whoever sends a header to a CGI script (httpoxy): only the lower-case one counts.
    http: env.http_proxy,
    no: env.no_proxy || env.NO_PROXY,
  };
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

/** Where requests are written down; null where nothing is to be. */
function trailPath({ cwd, env }: World, { operator, mode, trail }: LiveOptions): string | null {
  const named = trail ?? operator.revoke.trail;
  if (named !== undefined && named !== null) return resolve(cwd, named);
  if (mode !== 'confirmed') return null;
  return join(env.RUNNER_TEMP ?? cwd, 'clawback-trail.jsonl');
}

/** A scope as providers write them: short words. */
const PLAIN_SCOPE = /^[\w:.*/-]{1,40}$/;

/** What a provider wrote is as hostile as what was scanned. */
function shownSafely(finding: Finding, masker: Masker): Finding {
  const { verdict } = finding;
  if (verdict.state !== 'live') return finding;
  const mask = (text: string): string => masker.mask(text);
  return {
    ...finding,
    verdict: {
      ...verdict,
      owners: verdict.owners.map(mask),
      // What holds the secret itself was left out; words of a part (a role) are no secret here.
      scopes: verdict.scopes.map((scope) => (PLAIN_SCOPE.test(scope) ? scope : mask(scope))),
      lastUsed: verdict.lastUsed === null ? null : mask(verdict.lastUsed),
    },
  };
}
