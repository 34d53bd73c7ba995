import { createHash, randomBytes } from 'node:crypto';
import type { Call } from '../../domain/api.ts';
import { Secret } from '../../domain/secret.ts';
import type { Unsure, Verdict } from '../../domain/verdict.ts';
import { isLoopback, type Sender } from '../http.ts';
import { namesOf } from '../names.ts';
import { type Reply, valueAt } from '../reply.ts';
import { UnfitRequest, writeRequest } from '../request.ts';

/**
 * Requests with found credentials at a gateway in one run, the control included. Ten refused ones within a
 * minute lock an address out for five minutes, and people on the same address with it.
 */
export const MAX_PROBES = 3;

/** Which token a device has for a role: a new one, or a revoked one, has other times. */
export type Slot = { deviceId: string; role: string; issued: number };

/** What a run has done at the gateway so far: it is shared by all that ask there. */
export type GatewayRun = {
  probes: number;
  /** The gateway answers nobody from here for the time being. */
  isLockedOut: boolean;
  /** The gateway refused the operator's own token, or lists no devices to it: it is not asked again. */
  unlisted: string | null;
  /** Whether the gateway lets a made-up token in. */
  control: Promise<Control> | null;
  /** Digests of tokens that it refused. */
  refused: Set<string>;
  /** By a token's digest, what it was proven to be. */
  slots: Map<string, Slot>;
  /** Devices are told apart by when they were last used: one is asked about at a time. */
  turn: Promise<unknown>;
};

export function gatewayRun(): GatewayRun {
  return {
    probes: 0,
    isLockedOut: false,
    unlisted: null,
    control: null,
    refused: new Set(),
    slots: new Map(),
    turn: Promise.resolve(),
  };
}

type Unknown = Verdict & { state: 'unknown' };
type Control = 'honest' | Unknown;

/** `POST /tools/invoke` without a tool's name does nothing. It takes the gateway's own token or password. */
export const INVOKE: Call = {
  method: 'post',
  address: '/tools/invoke',
  headers: { authorization: 'Bearer {key}' },
  basic: null,
  body: { kind: 'json', value: {} },
  signer: null,
};

/**
 * What the dashboard reads first. It takes tokens of devices with the role "operator", too, and the scope
 * "operator.read", and creates no pairing request, as a WebSocket would.
 *
 * Source: openclaw/openclaw, src/gateway/control-ui.ts and http-auth-utils.ts
 * (authorizeControlUiReadRequestOrReply); measured with 2026.9.6.
 */
export const READ_CONFIG: Call = {
  method: 'get',
  address: '/control-ui-config.json',
  headers: { authorization: 'Bearer {key}' },
  basic: null,
  body: null,
  signer: null,
};

/** A token's name in the run's memory. */
export function digestOf(token: Secret): string {
  const value = namesOf({ secret: token, parts: {}, split: null })('key')!;
  return createHash('sha256').update(value, 'utf8').digest('hex');
}

export const NOT_ALLOWED = 'a gateway is named by wss://, or by ws:// on this machine';

/** A gateway's address for requests: `wss://` is TLS, `ws://` is for this machine only. Null for any other. */
export function httpOf(gateway: URL): URL | null {
  const isPlain = gateway.protocol === 'ws:' || gateway.protocol === 'http:';
  if (isPlain && !isLoopback(gateway.hostname)) return null;
  if (!isPlain && gateway.protocol !== 'wss:' && gateway.protocol !== 'https:') return null;
  const url = new URL(gateway.href.replace(/^ws/, 'http'));
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url;
}

/** Asks the gateway about a token, if it may be asked still. A refused token is never sent twice. */
export async function probeGateway(
  call: Call,
  token: Secret,
  { client, gateway, run }: { client: Sender; gateway: URL; run: GatewayRun },
): Promise<Reply | 'refused' | Unknown> {
  const digest = digestOf(token);
  if (run.refused.has(digest)) return 'refused';
  const base = httpOf(gateway);
  if (base === null) return unknown('not-configured', NOT_ALLOWED);
  run.control ??= control(base, client, run);
  const honest = await run.control;
  if (honest !== 'honest') {
    // Another one may ask again: the gateway may be back by then.
    if (honest.why === 'network') run.control = null;
    return honest;
  }
  const answer = await send(call, token, base, client, run);
  if ('state' in answer) return answer;
  if (!isRefusal(answer)) return answer;
  run.refused.add(digest);
  return 'refused';
}

/** One made-up token for the whole run: each refused one brings a lock-out nearer. */
async function control(base: URL, client: Sender, run: GatewayRun): Promise<Control> {
  const answer = await send(INVOKE, new Secret(randomBytes(24).toString('hex')), base, client, run);
  if ('state' in answer) return answer;
  if (isRefusal(answer)) return 'honest';
  if (isInvoked(answer)) return unknown('verifier-untrustworthy');
  return unknown('unexpected-reply', `status ${answer.status}`);
}

async function send(call: Call, token: Secret, base: URL, client: Sender, run: GatewayRun): Promise<Reply | Unknown> {
  if (run.isLockedOut) return unknown('rate-limit');
  if (run.probes >= MAX_PROBES) return unknown('limit', `at most ${MAX_PROBES} questions to a gateway`);
  run.probes += 1;
  try {
    const names = namesOf({ secret: token, parts: {}, split: null });
    const answer = await client.send(writeRequest(call, { hosts: [], override: base }, names), false);
    if (!('reply' in answer)) return unknown(answer.why, answer.detail);
    if (answer.reply.status !== 429) return answer.reply;
    run.isLockedOut = true;
    return unknown('rate-limit');
  } catch (error) {
    if (error instanceof UnfitRequest) return unknown('unexpected-reply', error.message);
    throw error;
  }
}

/** A gateway's own refusal, and not that of a proxy in front of it. */
function isRefusal({ status, json }: Reply): boolean {
  return status === 401 && valueAt(json, 'error.type') === 'unauthorized';
}

/** Let in, and asked for a tool's name: "tools.invoke requires name". */
export function isInvoked({ status, json }: Reply): boolean {
  return status === 400 && valueAt(json, 'ok') === false && valueAt(json, 'error.type') === 'invalid_request';
}

export function unknown(why: Unsure, detail?: string): Unknown {
  return detail === undefined ? { state: 'unknown', why } : { state: 'unknown', why, detail };
}
