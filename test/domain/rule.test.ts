import { describe, expect, it } from 'vitest';
import { CONFIDENCES, compareConfidence, knowledgeOf, type Rule, SPECIFICITIES } from '../../src/domain/rule.ts';

const ruleOf = (specificity: Rule['specificity']): Rule =>
  ({ specificity, detectors: [{ kind: 'assigned' }, { kind: 'pattern' }, { kind: 'json' }] }) as Rule;

describe('confidences', () => {
  it('are ordered surest first', () => {
    expect([...CONFIDENCES].reverse().sort(compareConfidence)).toEqual(['high', 'medium', 'low']);
    expect(compareConfidence('low', 'low')).toBe(0);
  });
});

describe('what is known of a match', () => {
  it('is more by a more specific rule, then by a shape rather than a name or a path', () => {
    const known = SPECIFICITIES.flatMap((specificity) =>
      [1, 0].map((index) => knowledgeOf(ruleOf(specificity), index)),
    );
    expect(known).toEqual([...known].sort((a, b) => b - a));
    expect(new Set(known).size).toBe(known.length);
    expect(knowledgeOf(ruleOf('provider'), 2)).toBe(knowledgeOf(ruleOf('provider'), 0));
  });

  it('is least without a rule', () => {
    expect(knowledgeOf(undefined, 0)).toBeLessThan(knowledgeOf(ruleOf('generic'), 0));
  });
});
