// Compares measures of how rare a value is, each as a single number: see bench/README.md.
//
//   npm run bench:rarity -- [--trees FOLDER …] [--seed TEXT] [--save NAME]
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadMeasures, speeds, startTimes } from './rarity/measures.mjs';
import { bands, separation } from './rarity/scores.mjs';
import { alphabets, corpusValues, randomLike, treeTokens } from './rarity/values.mjs';

const { values, positionals } = parseArgs({
  options: {
    trees: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: 'clawback-1' },
    save: { type: 'string' },
  },
  allowPositionals: true,
});
const trees = [...values.trees, ...positionals].map((folder) => resolve(folder));
const notThere = trees.find((folder) => !statSync(folder, { throwIfNoEntry: false })?.isDirectory());
if (notThere || (positionals.length > 0 && values.trees.length === 0)) {
  console.error(notThere ? `bench: no folder: ${notThere}` : 'bench: name source trees behind --trees');
  process.exit(2);
}
const RUNS = 5;
const TOKENS_OF_A_TREE = 5000;

const scratch = mkdtempSync(join(tmpdir(), 'clawback-rarity-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const { measures, missing } = await loadMeasures(scratch);

const corpus = corpusValues(values.seed);
const everything = Object.values(corpus).flat();
const wins = new Map(measures.map(({ name }) => [name, { cells: 0, auc: 0, recall: 0 }]));
const report = [
  facts(),
  costs(),
  '### On the corpus: drawn secrets against what people and programs write',
  comparison(corpus.drawn, corpus.written),
  '### On the corpus: drawn and chosen secrets against what people and programs write',
  comparison([...corpus.drawn, ...corpus.chosen], corpus.written),
  '### On the corpus: all of these secrets against all look-alikes, hashes and ids among them',
  comparison([...corpus.drawn, ...corpus.chosen], [...corpus.written, ...corpus.random]),
  ...realCode(),
  '### How often each is best',
  standings(),
].join('\n\n');
console.log(report);
if (values.save) {
  const folder = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `rarity-${values.save}.md`), `${report}\n`);
}

function facts() {
  const counts = Object.entries(corpus).map(([name, list]) => `${list.length} ${name}`);
  return [
    `## Rarity${values.save ? `, ${values.save}` : ''}`,
    '',
    'How well a single number tells secrets from what people and programs write: entropy, guessBits (src/domain/strength.ts), rarity by trigrams (src/detect/rarity), and characters a token in the vocabulary of an LLM.',
    '',
    `- corpus, development part, seed ${values.seed}: distinct values of 6 characters or more without white space; secrets ${counts.slice(0, 2).join(', ')}, look-alikes ${counts.slice(2).join(', ')} (hashes, ids, public and encrypted values, by category or by form)`,
    `- node ${process.version}, ${availableParallelism()} cores`,
    ...(missing ? [`- ${missing}`] : []),
  ].join('\n');
}

/** What each measure costs. Its bundle holds its model. */
function costs() {
  const starts = startTimes(measures, scratch, RUNS);
  const rates = speeds(measures, everything, RUNS);
  const rows = measures.map(({ name, bytes, zipped }, index) => [
    name,
    `${(bytes / 1000).toFixed(1)} kB`,
    `${(zipped / 1000).toFixed(1)} kB`,
    starts[index].toFixed(1),
    Math.round(rates[index] / 1000).toLocaleString('en'),
  ]);
  return `### Costs\n\n${table(['measure', 'minified', 'gzipped', 'ms to the first value', 'thousand values a second'], rows)}\n\nSizes hold code and model. Times: a process each, without the start of node (a module with nothing in it takes ${starts.at(-1).toFixed(1)} ms); medians of ${RUNS}. Speed: distinct values of the corpus, nothing remembered between passes.`;
}

/** Two sets of values, over all lengths and by length. */
function comparison(positives, negatives) {
  const all = [['all', 0, Number.POSITIVE_INFINITY], ...bands];
  const rows = all.flatMap(([name, low, high]) => {
    const inside = (value) => value.length >= low && value.length <= high;
    const [wanted, unwanted] = [positives.filter(inside), negatives.filter(inside)];
    const results = measures.map(({ measure }) => separation(wanted.map(measure), unwanted.map(measure)));
    if (low > 0) count(results);
    return results.flatMap((result, index) =>
      result === null
        ? []
        : [
            [
              index === 0 ? `${name} (${wanted.length} : ${unwanted.length})` : '',
              measures[index].name,
              mark(results, index, 'auc'),
              mark(results, index, 'recall'),
              mark(results, index, 'f1'),
              `${measures[index].shown(result.from).toFixed(2)} ${measures[index].unit}`,
            ],
          ],
    );
  });
  return table(['length', 'measure', 'AUC', 'recall at 1% false', 'best F1', 'threshold of it'], rows);
}

/** Real code against random strings of the same lengths, one alphabet at a time. */
function realCode() {
  if (trees.length === 0) return [];
  const tokens = treeTokens(trees, TOKENS_OF_A_TREE, values.seed);
  const scores = measures.map(({ measure }) => tokens.map(measure));
  const rows = [];
  for (const name of Object.keys(alphabets)) {
    const strings = randomLike(tokens, name, values.seed);
    const drawn = measures.map(({ measure }) => strings.map(measure));
    for (const [band, low, high] of [['all', 0, Number.POSITIVE_INFINITY], ...bands]) {
      const inside = (_score, index) => tokens[index].length >= low && tokens[index].length <= high;
      const results = measures.map((_, index) => separation(drawn[index].filter(inside), scores[index].filter(inside)));
      if (low > 0) count(results);
      const cells = results.map((result, index) =>
        result === null
          ? ''
          : `${mark(results, index, 'auc')}, ${mark(results, index, 'recall')}, ${mark(results, index, 'f1')} (${measures[index].shown(result.from).toFixed(1)})`,
      );
      rows.push([name, band, ...cells]);
    }
  }
  const names = trees.map((folder) => basename(folder)).join(', ');
  const lengths = bands.map(
    ([band, low, high]) => `${tokens.filter(({ length }) => length >= low && length <= high).length} of ${band}`,
  );
  return [
    '### On real code: distinct tokens against as many random strings of the same lengths',
    `${tokens.length} tokens of 6 to 64 characters (${lengths.join(', ')}) of the source trees ${names}, at most ${TOKENS_OF_A_TREE} of each, without lock files and without what holds hashes or encoded data, and of tokens that differ in numbers only the first; the trigrams were not trained on them. A cell: AUC, recall at 1% false, best F1 (its threshold).`,
    table(['alphabet', 'length', ...measures.map(({ name }) => name)], rows),
  ];
}

/** Which measures are best in a cell; equal to three digits is as good. */
function isBest(results, index, figure) {
  return results[index][figure].toFixed(3) === Math.max(...results.map((one) => one[figure])).toFixed(3);
}

function mark(results, index, figure) {
  const text = results[index][figure].toFixed(3);
  return isBest(results, index, figure) ? `**${text}**` : text;
}

function count(results) {
  if (results.includes(null)) return;
  measures.forEach(({ name }, index) => {
    const row = wins.get(name);
    row.cells += 1;
    for (const figure of ['auc', 'recall']) row[figure] += isBest(results, index, figure) ? 1 : 0;
  });
}

function standings() {
  const rows = [...wins].map(([name, { cells, auc, recall }]) => [name, `${auc} of ${cells}`, `${recall} of ${cells}`]);
  const firsts = ([, { auc, recall }]) => auc + recall;
  const [[best]] = [...wins].sort((a, b) => firsts(b) - firsts(a));
  return `${table(['measure', 'best AUC', 'best recall at 1% false'], rows)}\n\nCells are the bands of length in the tables above; several may share a first place. Most often best: ${best}.`;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
