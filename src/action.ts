import { availableParallelism } from 'node:os';
import * as core from '@actions/core';
import { context } from '@actions/github';
import { describeError } from './app/run.ts';
import { type ActionInputs, runAction } from './app/run-action.ts';
import { version } from './version.ts';

const input = (name: string): string | null => core.getInput(name) || null;

const world = {
  version,
  cwd: process.env.GITHUB_WORKSPACE ?? process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now(),
  time: () => Date.now(),
  clock: () => performance.now(),
  cores: availableParallelism(),
  worker: new URL('./worker.js', import.meta.url),
};

try {
  const outcome = await runAction(world, {
    event: context.eventName,
    payload: context.payload as unknown as ActionInputs['payload'],
    token: input('token'),
    serverUrl: context.serverUrl,
    configFile: input('config-file'),
    baselineFile: input('baseline-file'),
    minConfidence: input('min-confidence'),
    workingDirectory: input('working-directory') ?? '.',
  });
  // Outside of a runner this would print them.
  if (process.env.GITHUB_ACTIONS === 'true') for (const secret of outcome.secrets) core.setSecret(secret);
  core.info(outcome.log);
  for (const { title, message, file, line, failing } of outcome.annotations) {
    const place = file === '' ? { title } : { title, file, startLine: line };
    if (failing) core.error(message, place);
    else core.notice(message, place);
  }
  core.setOutput('findings-count', outcome.findings);
  core.setOutput('complete', outcome.complete);
  if (outcome.code === 1)
    core.setFailed(`${outcome.findings === 1 ? 'a leak was' : `${outcome.findings} leaks were`} found`);
  if (outcome.code === 2) core.setFailed('the scan is incomplete: see the log for what could not be scanned');
} catch (error) {
  core.setFailed(await describeError(error, world.now));
}
