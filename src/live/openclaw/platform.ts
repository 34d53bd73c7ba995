import { createHmac } from 'node:crypto';
import type { Call } from '../../domain/api.ts';
import type { Secret } from '../../domain/secret.ts';
import { namesOf } from '../names.ts';
import type { Reply } from '../reply.ts';
import { type Request, routeOf, writeRequest } from '../request.ts';

// Source: docs/openclaw-revocation-api.yaml.

const PATH = { introspect: '/v1/pairing-codes/introspect', revoke: '/v1/pairing-codes/revoke' } as const;
type Action = keyof typeof PATH;

/** The code is in the body: addresses end up in logs. */
const call = (action: Action): Call => ({
  method: 'post',
  address: PATH[action],
  headers: { authorization: 'Bearer {admin}' },
  basic: null,
  body: { kind: 'json', value: { code: '{key}' } },
  signer: null,
});

const at = (platform: URL) => ({ hosts: [], override: platform });

/** @throws UnfitRequest where the operator's code cannot be sent as a header */
export function platformRequest(action: Action, platform: URL, code: Secret, operator: Secret): Request {
  const names = namesOf({ secret: code, parts: {}, split: null, admin: { admin: operator } });
  const request = writeRequest(call(action), at(platform), names);
  if (action === 'revoke') request.headers['idempotency-key'] = keyFor(names('key')!, names('admin')!);
  return request;
}

export function platformRoute(action: Action, platform: URL): string {
  return routeOf(call(action), at(platform));
}

/**
 * The same key for the same code in every run of this operator, so that a run that is started again has no
 * second effect. Under the operator's code, since a short pairing code could be guessed from a bare hash.
 */
function keyFor(code: string, operator: string): string {
  return `clawback-${createHmac('sha256', operator).update(`revoke\n${code}`).digest('hex').slice(0, 48)}`;
}

/** What a problem is called: the last part of its type; '' for anything else. */
export function problemOf({ json }: Reply): string {
  const type = (json as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' ? (/^urn:openclaw:problem:([a-z-]+)$/.exec(type)?.[1] ?? '') : '';
}
