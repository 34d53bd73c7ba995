import type { Finding } from '../domain/finding.ts';
import { type Confidence, compareConfidence, type Severity } from '../domain/rule.ts';

/** What a run ends with: see the README, "Exit codes". */
export const EXIT = { clean: 0, leaks: 1, incomplete: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Whether a confidence is at least another. */
export function atLeast(confidence: Confidence, minimum: Confidence): boolean {
  return compareConfidence(confidence, minimum) <= 0;
}

/**
 * Whether a reported finding makes the run fail: it is severe enough, and neither dead nor revoked. What was to be
 * revoked and was not lives on: that fails whatever its severity.
 */
export function isFailing({ severity, verdict, outcome }: Finding, failOn: readonly Severity[]): boolean {
  if (verdict.state === 'dead' || outcome?.state === 'revoked') return false;
  const missed =
    outcome?.state === 'failed' || outcome?.state === 'requested' || (outcome?.state === 'by-hand' && outcome.over);
  return failOn.includes(severity) || missed === true;
}

/** The exit code of a report. What could not be scanned weighs more than what was found. */
export function exitCode(failing: boolean, complete: boolean, allowIncomplete: boolean): ExitCode {
  if (!complete && !allowIncomplete) return EXIT.incomplete;
  return failing ? EXIT.leaks : EXIT.clean;
}
