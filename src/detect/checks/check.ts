import type { Confidence } from '../../domain/rule.ts';
import type { Verdict } from '../../domain/verdict.ts';

/** What a check is asked about. */
export type Checked = {
  /** The secret as it stands. */
  value: string;
  /** Other captures of the match. */
  parts: Record<string, string>;
  /** The whole match. */
  match: string;
  /** The name that the value was given; '' where there is none. */
  name: string;
  quoted: boolean;
  /** The value that the secret is only an item of; null: it is all of it. */
  whole: string | null;
  /** What stands on the secret's line before and behind it, a little of each. */
  around: { before: string; after: string };
  /** Milliseconds since the epoch; verdicts about expiry are made against it. */
  now: number;
};

/** What a check says: not a secret, or what speaks for it. */
export type CheckResult =
  | { ok: false }
  | {
      ok: true;
      reason?: string;
      confidence?: Confidence;
      /** A verdict that needs nobody to be asked. */
      offline?: Verdict;
      /** The secret in its normal form, where several spellings mean the same. */
      value?: string;
      /** How much of the secret's text it really is, in characters; absent: all. */
      length?: number;
    };

export type Check = (checked: Checked) => CheckResult;

export const NO: CheckResult = { ok: false };
