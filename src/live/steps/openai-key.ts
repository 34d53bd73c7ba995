import type { Step } from './index.ts';

export const openaiKey: Step = {
  plan: () => [],
  run: async () => ({ is: 'failed', why: 'not written' }),
};
