import type { Probe } from './index.ts';

export const openclawPlatform: Probe = async () => ({
  verdict: { state: 'unknown', why: 'no-verifier' },
  reply: undefined,
});
