import type { Probe } from './index.ts';

export const openclawGateway: Probe = async () => ({
  verdict: { state: 'unknown', why: 'no-verifier' },
  reply: undefined,
});
