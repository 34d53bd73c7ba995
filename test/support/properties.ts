import fc from 'fast-check';

// The same examples on every run, so that a failure is nobody's bad luck. To look for others:
// FAST_CHECK_RUNS=5000 npx vitest run test/detect
const runs = process.env.FAST_CHECK_RUNS;
fc.configureGlobal(runs === undefined ? { seed: 20_260_301 } : { numRuns: Number(runs) });
