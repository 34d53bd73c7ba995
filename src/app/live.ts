import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ClawbackError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import { type TrustPayload, trustIn } from '../github/trust.ts';
import { Client, type ClientOptions } from '../live/http.ts';
import { gatewayRun } from '../live/openclaw/gateway.ts';
import type { RevokeMode } from '../live/policy.ts';
import { shortened } from '../live/reply.ts';
import { revocableTypes } from '../live/revocation-service.ts';
import { Trail } from '../live/trail.ts';
import type { Asking } from '../live/verify.ts';
import type { Service } from './attempts.ts';
import type { Masker } from './masker.ts';
import type { Operator } from './operator.ts';
import { OwnSecrets, secretFrom } from './own-secrets.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { type Revoking, revokeAll } from './revoke-all.ts';
import { isOutside } from './settings.ts';
import { type Subject, verifyAll } from './verify-all.ts';
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
