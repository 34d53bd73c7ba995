import type { Call, Method } from '../../domain/api.ts';
import type { Answer } from '../http.ts';
import { namesOf } from '../names.ts';
import { routeOf, shownRequest } from '../request.ts';
import { writeSigned } from '../signers/index.ts';
import type { Names } from '../template.ts';
import type { Asking } from '../verify.ts';
import type { Announce, StepSubject } from './index.ts';

/** A request of a way that has code of its own. */
export function callOf(method: Method, address: string, more: Partial<Omit<Call, 'method' | 'address'>> = {}): Call {
  return { method, address, headers: {}, basic: null, body: null, signer: null, ...more };
}

/** The names that its templates can use. */
export function namesFor({ credential, rule, admin, reply }: StepSubject): Names {
  return namesOf({ ...credential, split: rule.split, admin: admin ?? {}, replies: { verify: reply } });
}

/** Its requests, as they may be shown. */
export function routesOf(calls: Call[], { provider }: StepSubject, asking: Asking): string[] {
  return calls.map((call) => routeOf(call, asking.base(provider)));
}

/**
 * Sends a request that changes nothing.
 *
 * @throws UnfitRequest, MissingName
 */
export function sendCall(call: Call, names: Names, { provider }: StepSubject, asking: Asking): Promise<Answer> {
  return asking.client.send(writeSigned(call, asking.base(provider), names, asking.now()));
}

/**
 * Sends the request that ends a credential, after it was announced.
 *
 * @throws UnfitRequest, MissingName; and what `announce` throws, and then nothing is sent
 */
export async function sendEnd(
  call: Call,
  names: Names,
  { provider }: StepSubject,
  asking: Asking,
  announce: Announce,
): Promise<Answer> {
  const base = asking.base(provider);
  const request = writeSigned(call, base, names, asking.now());
  await announce({ route: request.route, shown: shownRequest(call, base, names), target: names('found.id') });
  return asking.client.send(request, call.method !== 'post');
}
