import type { Step } from './index.ts';

export const googleServiceAccountKey: Step = {
  plan: () => [],
  run: async () => ({ is: 'failed', why: 'not written' }),
};
