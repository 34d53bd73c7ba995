import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/domain/verdict.ts';
import { decide, isNamed, Limits, mayDo, type RevokePolicy } from '../../src/live/policy.ts';

const policy = (more: Partial<RevokePolicy> = {}): RevokePolicy => ({
  mode: 'confirmed',
  rules: ['some-*'],
  owners: ['acme'],
  limit: 3,
  ownerLimit: 2,
  ...more,
});
const live = (owners: string[], proven = true): Verdict => ({
  state: 'live',
  because: 'it works',
  proven,
  owners,
  names: [],
  scopes: [],
  lastUsed: null,
});
const of = (verdict: Verdict, more: Partial<RevokePolicy> = {}, own = false, rule = 'some-key') => {
  const decision = decide({ rule, verdict, own }, policy(more));
  return decision.may ? 'may' : decision.outcome.state;
};

describe('what may be revoked', () => {
  it('is live by a success, of a rule and an owner that the operator named, and not of this run', () => {
    expect(of(live(['acme']))).toBe('may');
    expect(of(live(['someone', 'acme']))).toBe('may');
  });

  it.each([
    ['dead', of({ state: 'dead', because: 'over' }), 'refused'],
    ['unknown', of({ state: 'unknown', why: 'rate-limit' }), 'by-hand'],
    ['refused with 403', of(live(['acme'], false)), 'by-hand'],
    ['a stranger’s', of(live(['mallory'])), 'by-hand'],
    ['nobody’s', of(live([])), 'by-hand'],
    ['of another rule', of(live(['acme']), {}, false, 'other-key'), 'by-hand'],
    ['where no rule is named', of(live(['acme']), { rules: [] }), 'by-hand'],
    ['where no owner is named', of(live(['acme']), { owners: [] }), 'by-hand'],
    ['this run’s own', of(live(['acme']), {}, true), 'refused'],
  ])('is not what is %s', (_, came, expected) => {
    expect(came).toBe(expected);
  });

  it('is anybody’s where the operator says so', () => {
    expect(of(live([]), { owners: ['*'] })).toBe('may');
    expect(of(live(['mallory']), { owners: ['*'] })).toBe('may');
  });
});

describe('names', () => {
  it('are the same to the letter, or fit a glob in which * stands for anything', () => {
    expect(isNamed('acme', ['acme'])).toBe(true);
    expect(isNamed('acme-eu/team', ['acme-*'])).toBe(true);
    expect(isNamed('/acme', ['acme'])).toBe(false);
    expect(isNamed('acme', ['!mallory'])).toBe(false);
    expect(isNamed('acmeXcom', ['acme.com'])).toBe(false);
    expect(isNamed('acme', [])).toBe(false);
    expect(isNamed('acme\nx', ['acme'])).toBe(false);
  });
});

describe('what else ends with it', () => {
  it.each(['grant', 'resource', 'children'] as const)('needs the rule itself to be named: %s', (effect) => {
    expect(mayDo({ effect }, 'some-key', policy()).may).toBe(false);
    expect(mayDo({ effect }, 'some-key', policy({ rules: ['*'] })).may).toBe(false);
    expect(mayDo({ effect }, 'some-key', policy({ rules: ['some-key'] })).may).toBe(true);
  });
  it('is nothing for a key', () => {
    expect(mayDo({ effect: 'key' }, 'some-key', policy()).may).toBe(true);
  });
});

describe('limits', () => {
  it('hold for a run and for each owner', () => {
    const limits = new Limits(policy());
    const take = (owner: string): string | true => {
      const decision = limits.take([owner]);
      return decision.may || (decision.outcome as { why: string }).why.replace(/.*\(|\)/g, '');
    };
    expect([take('a'), take('a'), take('a'), take('b'), take('b')]).toEqual([
      true,
      true,
      'revoke.owner-limit',
      true,
      'revoke.limit',
    ]);
  });
});
