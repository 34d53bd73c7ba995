import { Secret } from '../../src/domain/secret.ts';
import type { Ended } from '../../src/live/ended.ts';
import type { Client } from '../../src/live/http.ts';
import { type Condemned, end } from '../../src/live/revoke.ts';
import { type StepSubject, steps } from '../../src/live/steps/index.ts';
import type { Credential } from '../../src/live/verify.ts';
import { apiOf, askingAt, credentialOf } from './asking.ts';
import type { Provider as Server } from './server.ts';

/** A credential that is to be ended in one of its rule's ways, as if verify had found it live. */
export function condemned(
  rule: string,
  way: number,
  owners: string[],
  credential: Credential = credentialOf(rule),
): Condemned {
  const { provider, rule: api } = apiOf(rule);
  const admin = api.revoke[way]!.admin;
  return {
    provider,
    rule: api,
    way: api.revoke[way]!,
    credential,
    verdict: { state: 'live', because: '', proven: true, owners, names: [], scopes: [], lastUsed: null },
    reply: {},
    admin: admin && Object.fromEntries(Object.keys(admin).map((name) => [name, new Secret(`an-${name}`)])),
  };
}

export type Attempt = { ended: Ended; announced: string[]; paths: string[] };

/** Tries to end it at a provider on this machine. */
export async function attempt(one: Condemned, server: Server, by: Client): Promise<Attempt> {
  const asking = askingAt(server.url, by);
  const announced: string[] = [];
  const ended = await end(one, asking, async ({ route }) => {
    announced.push(route);
  });
  const paths = server.seen.map(({ method, path }) => `${method} ${path}`);
  return { ended, announced, paths };
}

/** Whose it is, as its step finds out. */
export async function ownersOf(one: Condemned, server: Server, by: Client): Promise<string[]> {
  return (await steps[one.way.step!].owners?.(one satisfies StepSubject, askingAt(server.url, by))) ?? [];
}
