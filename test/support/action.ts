import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { cleanEnvironment } from './clawback.ts';
import { temporaryFolder } from './repository.ts';

export type ActionRun = { status: number | null; stdout: string; stderr: string; output: string };

/** Runs the built action as a runner does: everything comes in the environment. */
export async function runAction(
  workspace: string,
  event: string,
  payload: object,
  inputs: NodeJS.ProcessEnv = {},
): Promise<ActionRun> {
  const folder = temporaryFolder();
  const eventPath = join(folder, 'event.json');
  const outputPath = join(folder, 'output');
  writeFileSync(eventPath, JSON.stringify(payload));
  writeFileSync(outputPath, '');
  const child = spawn(process.execPath, [join(inject('dist'), 'action.js')], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment({
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_OUTPUT: outputPath,
      GITHUB_REPOSITORY: 'acme/app',
      GITHUB_WORKSPACE: workspace,
      ...inputs,
    }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, stdout, stderr, output: readFileSync(outputPath, 'utf8') };
}
