import type { Step } from './index.ts';

export const openclawPlatform: Step = {
  plan: () => [],
  run: async () => ({ is: 'failed', why: 'not written' }),
};
