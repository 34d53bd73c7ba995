import type { Probe } from './index.ts';

export const googleServiceAccount: Probe = async () => ({
  verdict: { state: 'unknown', why: 'no-verifier' },
  reply: undefined,
});
