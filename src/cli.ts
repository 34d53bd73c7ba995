#!/usr/bin/env node
import { version } from './version.ts';

const argv = process.argv.slice(2);

// Whoever reads our output may stop reading: then it is not complete, and nobody is there to be told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`clawback: cannot write to standard output (${error.code})\n`);
  process.exit(2);
});
process.stderr.on('error', () => {});

if (argv[0] === '--version' || argv[0] === '-V') {
  process.stdout.write(`clawback ${version}\n`);
} else {
  await main();
}

async function main(): Promise<void> {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      const ends = argv.includes('confirmed') || argv.includes('--confirmed');
      const more = ends ? 'no report was written; the trail says what was sent' : 'nothing was written';
      process.stderr.write(`clawback: interrupted, ${more}
`);
      process.exit(code);
    });
  }
  const [{ run }, { availableParallelism }] = await Promise.all([import('./app/run.ts'), import('node:os')]);
  const outcome = await run(
    {
      version,
      cwd: process.cwd(),
      env: process.env,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      now: Date.now(),
      time: () => Date.now(),
      clock: () => performance.now(),
      cores: availableParallelism(),
      worker: new URL('./worker.js', import.meta.url),
    },
    argv,
  );
  process.exitCode = outcome.code;
  // What was under way when it broke off (git, workers) would keep the process alive.
  if (outcome.broken) process.stderr.write(outcome.err, () => process.exit());
  else if (outcome.err !== '') process.stderr.write(outcome.err);
  if (outcome.out !== '') process.stdout.write(outcome.out);
}
