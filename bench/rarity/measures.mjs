// The measures that are compared, each bundled by itself so that its size and start can be measured.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { esbuildPlugin } from '../../scripts/virtual-modules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TOKENIZER = ['gpt-tokenizer', '4.0.0'];

/** Each `measure` gives larger numbers for what is rarer; `shown` turns one into what people quote. */
const contestants = [
  {
    name: 'entropy per character',
    unit: 'bits a character',
    source: `export { entropy as measure } from './src/domain/strength.ts';`,
  },
  {
    name: 'entropy, total',
    unit: 'bits',
    source: `import { entropy } from './src/domain/strength.ts';
      export const measure = (value) => entropy(value) * value.length;`,
  },
  {
    name: 'guessBits',
    unit: 'bits',
    source: `export { guessBits as measure } from './src/domain/strength.ts';`,
  },
  {
    name: 'rarity (trigrams)',
    unit: 'bits',
    source: `export { rarity as measure } from './src/detect/rarity/rarity.ts';`,
  },
];
const bpe = {
  name: 'BPE efficiency (cl100k)',
  unit: 'characters a token, at most',
  shown: (score) => -score,
  // What looks like a special token of the vocabulary is text here.
  source: `import { countTokens, clearMergeCache } from '${TOKENIZER[0]}/encoding/cl100k_base';
    const plain = { disallowedSpecial: new Set() };
    export const measure = (value) => -value.length / countTokens(value, plain);
    export const forget = clearMergeCache;`,
};

/**
 * @param scratch a folder outside of the project, where bundles and the tokenizer go
 * @returns the measures, and why one is left out or null
 */
export async function loadMeasures(scratch) {
  const missing = installTokenizer(scratch);
  const list = missing
    ? contestants.map((one) => [one, root])
    : [...contestants.map((one) => [one, root]), [bpe, scratch]];
  const measures = [];
  for (const [{ name, unit, shown = (score) => score, source }, resolveDir] of list) {
    const file = join(scratch, `${measures.length}.mjs`);
    await build({
      stdin: { contents: source, resolveDir },
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      outfile: file,
      plugins: [esbuildPlugin],
      logLevel: 'error',
    });
    const code = readFileSync(file);
    const { measure, forget = () => {} } = await import(pathToFileURL(file).href);
    measures.push({ name, unit, shown, file, measure, forget, bytes: code.length, zipped: gzipSync(code).length });
  }
  return { measures, missing };
}

/** @returns why it cannot be had, or null */
function installTokenizer(scratch) {
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
  const { stderr, error } = spawnSync(
    'npm',
    ['install', '--prefix', scratch, '--no-audit', '--no-fund', '--ignore-scripts', TOKENIZER.join('@')],
    { cwd: scratch, encoding: 'utf8', timeout: 180_000 },
  );
  if (existsSync(join(scratch, 'node_modules', TOKENIZER[0]))) return null;
  // npm's own text would name this machine's registry and folders.
  const why = error?.code ?? /npm (?:ERR!|error) code (\w+)/.exec(stderr ?? '')?.[1] ?? 'no reason given';
  return `${bpe.name} is left out: npm could not install ${TOKENIZER.join(' ')} (${why}).`;
}

/**
 * Milliseconds from nothing loaded to the first value measured: a process each, in turns, the median of `runs`.
 * The last figure is that of a module with nothing in it.
 */
export function startTimes(measures, scratch, runs) {
  const empty = join(scratch, 'empty.mjs');
  writeFileSync(empty, 'export const measure = () => 0;\n');
  const files = [...measures.map(({ file }) => file), empty];
  const times = files.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    files.forEach((file, index) => {
      const script = `const start = performance.now();
        const { measure } = await import(${JSON.stringify(pathToFileURL(file).href)});
        measure('accessToken');
        console.log(performance.now() - start);`;
      const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
      times[index].push(Number(out));
    });
  }
  return times.map(median);
}

/** Values a second: whole passes over distinct values, nothing remembered from one to the next. */
export function speeds(measures, values, runs) {
  const seconds = measures.map(() => []);
  for (let run = -1; run < runs; run += 1) {
    measures.forEach(({ measure, forget }, index) => {
      forget();
      const start = performance.now();
      for (const value of values) measure(value);
      // The first pass is the compiler's.
      if (run >= 0) seconds[index].push((performance.now() - start) / 1000);
    });
  }
  return seconds.map((list) => values.length / median(list));
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
