import type { Step } from './index.ts';

export const googleApiKey: Step = {
  plan: () => [],
  run: async () => ({ is: 'failed', why: 'not written' }),
};
