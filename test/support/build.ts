import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

/**
 * Builds the program once for a test run, into a folder of its own. CI compares `dist/` with such a
 * build byte for byte, so what is tested here is what is committed there.
 */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'clawback-test-build-'));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const dist = join(folder, 'dist');
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), dist], { stdio: 'inherit' });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  project.provide('dist', dist);
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the program that was built for this run. */
    dist: string;
  }
}
