import type { Step } from './index.ts';

export const bedrockKey: Step = {
  plan: () => [],
  run: async () => ({ is: 'failed', why: 'not written' }),
};
