/** The known ways in which a run can fail. */
export type ErrorCode =
  | 'usage'
  | 'not-a-repository'
  | 'no-such-path'
  | 'no-such-ref'
  | 'unreadable'
  | 'bad-config'
  | 'bad-rule'
  | 'bad-ignore-file'
  | 'bad-baseline'
  | 'git-failed'
  | 'output';

/**
 * An error that its reader can act on: one line that says what is wrong, where, and what to do.
 * Known errors are printed as this line; anything else is a defect and prints its stack.
 */
export class ClawbackError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ClawbackError';
    this.code = code;
  }
}
