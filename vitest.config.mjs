import { defineConfig } from 'vitest/config';
import { vitePlugin } from './scripts/virtual-modules.mjs';

export default defineConfig({
  plugins: [vitePlugin],
  test: {
    include: ['test/**/*.test.ts'],
    // Tests make real repositories and start real processes on two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
