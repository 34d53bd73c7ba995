import type { Effect } from '../domain/api.ts';
import type { Finding } from '../domain/finding.ts';
import type { Verdict } from '../domain/verdict.ts';
import { adminOf } from '../live/admin.ts';
import type { Sent } from '../live/http.ts';
import { type RevocationService, submit, typeOf } from '../live/revocation-service.ts';
import { type Condemned, end, ownersOf } from '../live/revoke.ts';
import type { Announce, Ended } from '../live/steps/index.ts';
import type { Asking } from '../live/verify.ts';
import type { Subject } from './verify-all.ts';

/** One way to end a credential, ready to be tried. */
export type Attempt = {
  /** Whose right it is, for the trail. */
  by: string;
  effect: Effect;
  reversible: boolean;
  /** How long it may take until the credential is dead, in seconds. */
  settle: number;
  /** The variable of the environment that it lacks; null: it can be tried. */
  lacks: string | null;
  /** Why it may be refused. */
  denied: string;
  /** Whose the credential is, as far as an administrator's account tells; asks only, and changes nothing. */
  owners(): Promise<string[]>;
  run(announce: Announce, told?: (sent: Sent) => void): Promise<Ended>;
};

/** The operator's own revocation service, with the types that it said it revokes. */
export type Service = { service: RevocationService; types: ReadonlySet<string> };

/** How long the operator's service may take, in seconds. */
const SERVICE_SETTLE = 60;

/** All ways to end what was found live, in the order in which they are tried: the operator's own service first. */
export function attemptsOf(
  { finding, provider, rule, parts, asked }: Subject,
  verdict: Verdict & { state: 'live' },
  { asking, env, service }: { asking: Asking; env: NodeJS.ProcessEnv; service: Service | null },
): Attempt[] {
  const own = rule.revoke.map((way): Attempt => {
    const granted = adminOf(way, (variable) => env[variable]);
    const admin = granted !== null && 'admin' in granted ? granted.admin : null;
    const condemned: Condemned = {
      provider,
      rule,
      way,
      credential: { rule: finding.rule, secret: finding.secret, parts },
      verdict,
      reply: asked.reply,
      where: asked.where,
      admin,
    };
    return {
      by: way.by,
      effect: way.effect,
      reversible: way.reversible,
      settle: way.settle,
      lacks: granted !== null && 'unset' in granted ? granted.unset.join(' and ') : null,
      denied:
        way.admin === null
          ? 'it has not the right to revoke itself'
          : `the credential in ${Object.values(way.admin).join(', ')} may not revoke it`,
      owners: () => ownersOf(condemned, asking),
      run: (announce, told) => end(condemned, telling(asking, told), announce),
    };
  });
  return [...serviceAttempt(finding, asking, service), ...own];
}

function serviceAttempt(finding: Finding, asking: Asking, known: Service | null): Attempt[] {
  if (known === null) return [];
  const { service, types } = known;
  const type = typeOf(service, finding.rule);
  if (!types.has(type)) return [];
  return [
    {
      by: 'service',
      effect: 'key',
      reversible: false,
      settle: SERVICE_SETTLE,
      lacks: null,
      denied: 'the revocation service refuses its token',
      owners: async () => [],
      run: (announce, told) =>
        submit(
          service,
          { type, secret: finding.secret, location: locationOf(finding) },
          telling(asking, told).client,
          announce,
        ),
    },
  ];
}

/** The same questions, of which somebody wants to know each request. */
function telling(asking: Asking, told?: (sent: Sent) => void): Asking {
  return told ? { ...asking, client: asking.client.telling(told) } : asking;
}

/** Where it leaked, as far as that is known here. */
function locationOf({ places }: Finding): string {
  const [first] = places;
  if (!first) return '';
  return `${first.path}#L${first.start.line}${first.commit === '' ? '' : ` at ${first.commit}`}`;
}
