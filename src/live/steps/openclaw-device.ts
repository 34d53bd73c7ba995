import type { Step } from './index.ts';

export const openclawDevice: Step = {
  plan: () => [],
  run: async () => ({ is: 'failed', why: 'not written' }),
};
