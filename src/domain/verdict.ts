/** Why a verdict could not be reached. */
export type Unsure = 'not-asked' | 'no-verifier' | 'network' | 'rate-limit' | 'unexpected-reply' | 'ambiguous';

/** Whether a credential works. A check that failed is never `dead`. */
export type Verdict = { state: 'live' | 'dead'; because: string } | { state: 'unknown'; why: Unsure };
