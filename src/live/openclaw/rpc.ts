import type { Secret } from '../../domain/secret.ts';
import type { Sender } from '../http.ts';
import { namesOf } from '../names.ts';
import { valueAt } from '../reply.ts';
import { httpOf, NOT_ALLOWED } from './gateway.ts';

/** An answer to a call: its payload, or an error by its codes. */
export type RpcAnswer = { ok: true; payload: unknown } | { ok: false; code: string; detail: string };

/** Calls a method of the gateway. */
export type Rpc = (method: string, params: object) => Promise<RpcAnswer>;

/** Longer texts are no answers to what is asked here: greetings and lists of devices are some 100 kB at most. */
const MAX_TEXT = 8 << 20;

/**
 * The gateway's own backend client: with the gateway's secret, on the gateway's machine (or through a tunnel to
 * it), it needs no device identity, so connecting creates no pairing request. From elsewhere the gateway lets
 * it in without any rights.
 *
 * Source: openclaw/openclaw, docs/gateway/protocol/{transport,handshake,auth}.md; measured with 2026.9.6.
 */
const CLIENT = { id: 'gateway-client', version: '1.0.0', platform: 'node', mode: 'backend' };
const SCOPES = ['operator.admin', 'operator.pairing'];
const PROTOCOL = 4;

/**
 * Connects to a gateway as its operator, for some calls.
 *
 * @param url `wss://…`, or `ws://` on this machine
 * @param token the gateway's own token or password
 * @returns what `use` gives, or why the gateway could not be talked to
 */
export async function withGateway<Result>(
  client: Sender,
  { url, token }: { url: URL; token: Secret },
  use: (rpc: Rpc) => Promise<Result>,
): Promise<{ is: 'used'; result: Result } | { is: 'refused' | 'failed'; code: string }> {
  const base = httpOf(url);
  const opened = base && client.socket(new URL(base.href.replace(/^http/, 'ws')));
  if (!opened) return { is: 'failed', code: NOT_ALLOWED };
  const { socket, limit, drop } = opened;
  const waiting = new Map<string, (answer: RpcAnswer) => void>();
  let greeted: () => void = () => {};
  const challenge = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  const ended = new Promise<never>((_, reject) => {
    const end = (why: string) => () => reject(new Ended(why));
    if (limit.aborted) end('the run was stopped')();
    limit.addEventListener('abort', end('it did not answer in time'), { once: true });
    socket.addEventListener('error', end('the connection failed'), { once: true });
    socket.addEventListener('close', end('the connection was closed'), { once: true });
    socket.addEventListener('message', ({ data }) => {
      const frame = typeof data === 'string' && data.length <= MAX_TEXT ? parsed(data) : undefined;
      if (frame === undefined) return reject(new Ended('it speaks another language'));
      if (valueAt(frame, 'event') === 'connect.challenge') greeted();
      const id = valueAt(frame, 'type') === 'res' ? valueAt(frame, 'id') : undefined;
      if (typeof id === 'string') waiting.get(id)?.(answerOf(frame));
    });
  });
  ended.catch(() => {});

  let count = 0;
  const rpc: Rpc = (method, params) => {
    count += 1;
    const id = String(count);
    const answer = new Promise<RpcAnswer>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ type: 'req', id, method, params }));
    return Promise.race([answer, ended]);
  };
  try {
    await Promise.race([challenge, ended]);
    const greeting = await rpc('connect', hello(token));
    if (!greeting.ok) {
      const code = greeting.detail || greeting.code;
      // A gateway that is starting answers UNAVAILABLE: that is no word about the token.
      return { is: code.startsWith('AUTH_') ? 'refused' : 'failed', code };
    }
    return { is: 'used', result: await use(rpc) };
  } catch (error) {
    if (error instanceof Ended) return { is: 'failed', code: error.message };
    throw error;
  } finally {
    socket.close();
    drop();
  }
}

class Ended extends Error {}

/** Gateways take the secret from the field that is theirs: a token or a password. */
function hello(token: Secret): object {
  const secret = namesOf({ secret: token, parts: {}, split: null })('key');
  return {
    minProtocol: PROTOCOL,
    maxProtocol: PROTOCOL,
    client: CLIENT,
    role: 'operator',
    scopes: SCOPES,
    caps: [],
    auth: { token: secret, password: secret },
  };
}

/** Codes only: messages are for people, and may quote. */
function answerOf(frame: unknown): RpcAnswer {
  if (valueAt(frame, 'ok') === true) return { ok: true, payload: valueAt(frame, 'payload') };
  return {
    ok: false,
    code: codeAt(frame, 'error.code') || 'ERROR',
    detail:
      codeAt(frame, 'error.details.code') ||
      (valueAt(frame, 'error.message') === REVOCATION_DENIED ? 'REVOCATION_DENIED' : ''),
  };
}

/** Told by its message alone: the same for a device that is unknown, and for one that may not be touched. */
const REVOCATION_DENIED = 'device token revocation denied';

function codeAt(frame: unknown, path: string): string {
  const value = valueAt(frame, path);
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]{0,60}$/.test(value) ? value : '';
}

/** JSON.parse quotes what it cannot read: its error is not kept. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
