import texts from 'clawback:rule-texts';
import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { testExamples } from '../../src/app/rule-examples.ts';

describe('the built-in rules', () => {
  const reports = testExamples(rules, texts, Date.now());

  it.each(reports.map((report) => [report.rule, report] as const))(
    '%s finds its examples and leaves its look-alikes',
    (_, report) => {
      expect(report.failures).toEqual([]);
      expect(report.passed).toBeGreaterThanOrEqual(2);
    },
  );
});
