import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import * as core from '@actions/core';
import { context } from '@actions/github';
import type { ActionContext } from './app/action/context.ts';
import { readInputs } from './app/action/inputs.ts';
import { runAction } from './app/action/run.ts';
import { describeError } from './app/run.ts';
import { version } from './version.ts';

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

const tell = { error: core.error, warning: core.warning, notice: core.notice };

/** Text of others on the log: nothing in it is a command to the runner. */
function print(text: string): void {
  const pause = randomUUID();
  process.stdout.write(`::stop-commands::${pause}\n${text.replace(/\n?$/, '\n')}::${pause}::\n`);
}

try {
  const inputs = readInputs((name) => core.getInput(name));
  const about: ActionContext = {
    event: context.eventName,
    payload: context.payload as ActionContext['payload'],
    ref: context.ref ?? '',
    sha: context.sha ?? '',
    repository: process.env.GITHUB_REPOSITORY ?? '',
    serverUrl: context.serverUrl,
    apiUrl: inputs['github-api-url'] ?? null,
    runId: Number(process.env.GITHUB_RUN_ID ?? 0),
  };
  const outcome = await runAction(world, about, inputs, print);
  // Outside of a runner this would print them.
  if (process.env.GITHUB_ACTIONS === 'true') for (const secret of outcome.secrets) core.setSecret(secret);
  print(outcome.log);
  for (const { level, title, message, file, line } of outcome.annotations) {
    const place = file === '' ? { title } : { title, file, startLine: line };
    tell[level](message, place);
  }
  if (outcome.summary !== '' && process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(outcome.summary).write();
  for (const [name, value] of Object.entries(outcome.outputs)) core.setOutput(name, value);
  if (outcome.failure !== null) core.setFailed(outcome.failure);
  process.exitCode = outcome.code;
} catch (error) {
  core.setOutput('complete', false);
  core.setFailed(await describeError(error, world.now));
  // What was under way when it broke off (git, workers) would keep the process alive.
  process.stdout.write('', () => process.exit(2));
}
