import type { Skip } from './blob.ts';
import type { Finding, Suppressed } from './finding.ts';
import type { Confidence, Remedy, Severity } from './rule.ts';

export type ScanKind = 'scan' | 'staged' | 'range' | 'audit' | 'verify' | 'revoke';

/** What was looked at, and what was not. */
export type ScanFacts = {
  kind: ScanKind;
  complete: boolean;
  /** Distinct objects, files or messages that were looked into. */
  objects: number;
  bytes: number;
  commits: number;
  skipped: Skip[];
  /** Null unless the time was asked for: a report is the same, byte for byte, on every run. */
  seconds: number | null;
};

/** A finding as it is reported. */
export type ReportedFinding = Finding & {
  /** Whether this finding makes the run fail. */
  failing: boolean;
  remedy: Remedy;
  /** The variables that such a credential is usually read from. */
  variables: string[];
};

/** Everything that an output format needs. Every text in it is safe to show: secrets are masked. */
export type Report = {
  tool: { name: string; version: string };
  scan: ScanFacts;
  findings: ReportedFinding[];
  suppressed: Suppressed[];
  /** Findings that were left out because they are less sure than asked for. */
  belowConfidence: number;
  minConfidence: Confidence;
  failOn: Severity[];
  /** What a configuration file changed, one sentence each. */
  notes: string[];
};
