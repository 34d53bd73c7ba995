import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './repository.ts';

/** A git that writes down how it is called: an environment that has it, and the calls so far, one a line. */
export function watchedGit(): { env: NodeJS.ProcessEnv; calls: () => string[] } {
  const folder = temporaryFolder();
  const log = join(folder, 'calls');
  const real = execFileSync('sh', ['-c', 'command -v git']).toString().trim();
  const file = join(folder, 'git');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(file, 0o755);
  const calls = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []);
  return { env: { PATH: `${folder}:${process.env.PATH}` }, calls };
}
