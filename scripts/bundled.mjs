// Runs TypeScript of this project in a development tool: bundles it with the modules that are made at
// build time, and imports what it exports.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { esbuildPlugin, requireBanner } from './virtual-modules.mjs';

/** @param source a module in TypeScript, whose paths begin at the top of the repository */
export async function bundled(source) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'clawback-bundled-'));
  try {
    const outfile = join(folder, 'bundled.mjs');
    await build({
      stdin: { contents: source, resolveDir: root, loader: 'ts' },
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      banner: { js: requireBanner },
      plugins: [esbuildPlugin],
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
