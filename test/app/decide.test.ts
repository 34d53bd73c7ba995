import { describe, expect, it } from 'vitest';
import { atLeast, exitCode, isFailing } from '../../src/app/decide.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { findingWith } from '../report/reports.ts';

describe('the exit code', () => {
  it.each([
    // failing, complete, allowed to be incomplete: code
    [false, true, false, 0],
    [true, true, false, 1],
    [false, false, false, 2],
    [true, false, false, 2],
    [false, true, true, 0],
    [true, true, true, 1],
    [false, false, true, 0],
    [true, false, true, 1],
  ])('failing %s, complete %s, allowed %s: %d', (failing, complete, allowed, code) => {
    expect(exitCode(failing, complete, allowed)).toBe(code);
  });
});

describe('a finding fails the run', () => {
  it('by its severity', () => {
    expect(isFailing(findingWith({ severity: 'high' }), ['critical', 'high'])).toBe(true);
    expect(isFailing(findingWith({ severity: 'medium' }), ['critical', 'high'])).toBe(false);
    expect(isFailing(findingWith({ severity: 'critical' }), [])).toBe(false);
  });

  it.each<[Verdict, boolean]>([
    [{ state: 'live', because: 'it works', proven: true, owners: [], names: [], scopes: [], lastUsed: null }, true],
    [{ state: 'dead', because: 'it expired' }, false],
    [{ state: 'unknown', why: 'network' }, true],
    [{ state: 'unknown', why: 'not-asked' }, true],
  ])('unless it is known to be dead: %j', (verdict, failing) => {
    expect(isFailing(findingWith({ verdict }), ['high'])).toBe(failing);
  });
});

it('confidences are ordered', () => {
  const order = ['low', 'medium', 'high'] as const;
  order.forEach((confidence, i) => {
    order.forEach((minimum, j) => {
      expect(atLeast(confidence, minimum)).toBe(i >= j);
    });
  });
});
