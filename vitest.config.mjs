import { defineConfig } from 'vitest/config';
import { vitePlugin } from './scripts/virtual-modules.mjs';

export default defineConfig({
  plugins: [vitePlugin],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/properties.ts'],
    // Tests make real repositories and start real processes on two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // CI adds up the counts of its runs.
    ...(process.env.CLAWBACK_TEST_REPORT
      ? { reporters: ['default', 'json'], outputFile: { json: process.env.CLAWBACK_TEST_REPORT } }
      : {}),
  },
});
