import type { Secret } from '../domain/secret.ts';
import type { Sender } from './http.ts';
import type { Request } from './request.ts';
import type { Announce, Ended } from './steps/index.ts';

/**
 * A revocation service of the operator's own, by the contract that GitLab publishes for its instances: "Token
 * Revocation API" (docs.gitlab.com/development/sec/token_revocation_api).
 */
export type RevocationService = {
  /** What `/v1/…` stands behind. */
  url: URL;
  /** Sent in the Authorization header. */
  token: Secret | null;
  /** The service's names for our rules, where they are others than `typeOf` makes. */
  types: Record<string, string>;
};

/** What the service calls a rule's credentials, unless the operator says otherwise. */
export function typeOf({ types }: RevocationService, rule: string): string {
  return types[rule] ?? `clawback_rule_id_${rule.replaceAll('-', '_')}`;
}

/** The types that the service revokes; null where it does not say. */
export async function revocableTypes(service: RevocationService, client: Sender): Promise<ReadonlySet<string> | null> {
  const answer = await client.send(requestOf(service, 'GET', '/v1/revocable_token_types', null));
  if (!('reply' in answer) || answer.reply.status !== 200) return null;
  const { types } = (answer.reply.json ?? {}) as { types?: unknown };
  return Array.isArray(types) ? new Set(types.filter((type): type is string => typeof type === 'string')) : null;
}

/**
 * Hands one credential to the service, which revokes it in its own time; handing it over again has no second
 * effect, by the contract.
 *
 * @param location where it leaked, without any secret in it
 */
export async function submit(
  service: RevocationService,
  { type, secret, location }: { type: string; secret: Secret; location: string },
  client: Sender,
  announce: Announce,
): Promise<Ended> {
  const body = JSON.stringify([{ type, token: secret.reveal(), location }]);
  const request = requestOf(service, 'POST', '/v1/revoke_tokens', body);
  await announce({ route: request.route, shown: `${request.route} (${type}, ${secret.mask})`, target: null });
  const answer = await client.send(request);
  if (!('reply' in answer)) return { is: 'failed', why: answer.detail };
  const { status } = answer.reply;
  if (status === 204) return { is: 'done' };
  if (status === 401) return { is: 'denied' };
  return { is: 'failed', why: `the revocation service answered with status ${status}` };
}

function requestOf({ url, token }: RevocationService, method: string, path: string, body: string | null): Request {
  const target = new URL(`${url.href.replace(/\/$/, '')}${path}`);
  return {
    method,
    url: target,
    headers: {
      accept: 'application/json',
      'user-agent': 'clawback',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: token.reveal() }),
    },
    body,
    route: `${method} ${target.origin}${target.pathname}`,
  };
}
