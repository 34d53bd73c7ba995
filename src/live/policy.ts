import type { Effect, Revoke } from '../domain/api.ts';
import type { Outcome, Verdict } from '../domain/verdict.ts';

export const REVOKE_MODES = ['off', 'dry-run', 'confirmed'] as const;
export type RevokeMode = (typeof REVOKE_MODES)[number];

/** What the operator lets be revoked. Nothing of it comes from the repository under scan. */
export type RevokePolicy = {
  mode: RevokeMode;
  /** Globs of rules; an empty list is none. */
  rules: string[];
  /** Globs of owners, as providers name them; an empty list is none, `*` is all, whoever they are. */
  owners: string[];
  /** How many credentials a run ends at most, and of one owner. */
  limit: number;
  ownerLimit: number;
};

/** `for`: what stands against it. */
export type Decision = { may: true } | { may: false; for: 'owner' | 'other'; outcome: Outcome };

/** What a decision is about. */
export type Case = {
  rule: string;
  verdict: Verdict;
  /** Whether it is a credential that this run itself uses. */
  own: boolean;
};

/** Whether a name is one of some, in which `*` stands for anything. No names at all are nobody's. */
export function isNamed(name: string, globs: readonly string[]): boolean {
  return globs.some((glob) => {
    const parts = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^]*')}$`).test(name);
  });
}

/**
 * Whether a credential may be ended, by what the operator allows and what its provider told. Only what is live by
 * a documented success, and belongs to an owner that was named, is.
 */
export function decide({ rule, verdict, own }: Case, policy: RevokePolicy): Decision {
  if (!isNamed(rule, policy.rules)) return byHand(`the operator's revoke.rules do not name ${rule}`);
  if (own) return refused('this run uses it itself');
  if (verdict.state === 'dead') return refused('it is dead already');
  if (verdict.state === 'unknown') return byHand('it is not known to be live, and only what is live is revoked');
  if (!verdict.proven) return byHand('its provider knows it, but proved no more: that revokes nothing');
  if (policy.owners.includes('*')) return { may: true };
  if (verdict.owners.length === 0) return byHand('its provider does not tell whose it is', 'owner');
  if (!verdict.owners.some((owner) => isNamed(owner, policy.owners)))
    return byHand("it belongs to nobody of the operator's revoke.owners");
  return { may: true };
}

/** What else than the one credential ends is done only where the operator names the rule, and no glob. */
export function mayDo(way: Pick<Revoke, 'effect'>, rule: string, { rules }: RevokePolicy): Decision {
  if (way.effect === 'key' || rules.includes(rule)) return { may: true };
  return byHand(`revoking it would also end ${ENDS[way.effect]}: the operator's revoke.rules must name ${rule} itself`);
}

const ENDS = {
  grant: 'every other token of the same grant',
  resource: 'more than a credential (an app, a runner, a webhook, a bot user)',
  children: 'the tokens that were made from it',
} as const satisfies Record<Exclude<Effect, 'key'>, string>;

/** Counts what a run ended, by the operator's limits. */
export class Limits {
  #left: number;
  readonly #policy: Pick<RevokePolicy, 'limit' | 'ownerLimit'>;
  readonly #byOwner = new Map<string, number>();

  constructor(policy: Pick<RevokePolicy, 'limit' | 'ownerLimit'>) {
    this.#policy = policy;
    this.#left = policy.limit;
  }

  /** Takes one from the limits; where one of them is reached, nothing is taken. */
  take(owners: readonly string[]): Decision {
    if (this.#left === 0) return over(`a run revokes no more than ${this.#policy.limit} (revoke.limit)`);
    const full = owners.find((owner) => (this.#byOwner.get(owner) ?? 0) >= this.#policy.ownerLimit);
    if (full !== undefined)
      return over(`a run revokes no more than ${this.#policy.ownerLimit} of one owner (revoke.owner-limit)`);
    this.#left -= 1;
    for (const owner of owners) this.#byOwner.set(owner, (this.#byOwner.get(owner) ?? 0) + 1);
    return { may: true };
  }
}

function byHand(why: string, against: 'owner' | 'other' = 'other'): Decision {
  return { may: false, for: against, outcome: { state: 'by-hand', why } };
}

function over(why: string): Decision {
  return { may: false, for: 'other', outcome: { state: 'by-hand', why, over: true } };
}

function refused(why: string): Decision {
  return { may: false, for: 'other', outcome: { state: 'refused', why } };
}
