// Measures precision and recall on a labelled corpus that is made from a seed: see bench/README.md.
//
//   npm run accuracy -- [--by category|language|habit|template] [--part development|held-back|fresh]
//                       [--show misses|alarms [--category X] [--language X] [--template X] [--limit N]]
//                       [--peer gitleaks|PATH] [--cli FILE] [--seed TEXT] [--save NAME] [--keep FOLDER]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildCorpus } from './corpus.mjs';
import { compare } from './measure.mjs';
import * as allParts from './parts.mjs';
import { runClawback, runGitleaks, versionOf } from './scanners.mjs';
import { breakdown, overview } from './table.mjs';

const { values } = parseArgs({
  options: {
    by: { type: 'string', default: 'category' },
    part: { type: 'string' },
    show: { type: 'string' },
    category: { type: 'string' },
    language: { type: 'string' },
    template: { type: 'string' },
    limit: { type: 'string', default: '40' },
    peer: { type: 'string' },
    cli: { type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)) },
    seed: { type: 'string', default: 'clawback-1' },
    save: { type: 'string' },
    keep: { type: 'string' },
  },
});
const refuse = (message) => {
  console.error(`accuracy: ${message}`);
  process.exit(2);
};
if (!['category', 'language', 'habit', 'template'].includes(values.by)) {
  refuse('--by is category, language, habit or template');
}
if (values.show && !['misses', 'alarms'].includes(values.show)) refuse('--show is misses or alarms');
// A hidden part measures what was not looked at: neither its lines nor its templates are printed.
const parts = Object.values(allParts).filter(({ name }) => !values.part || values.part === name);
if (parts.length === 0) refuse('--part is development, held-back or fresh');
const shown = parts.filter(({ hidden }) => !hidden);
if (shown.length === 0 && values.show)
  refuse(`the ${values.part} part is not shown: it measures what was not looked at`);
if (shown.length === 0 && values.by === 'template') refuse(`templates of the ${values.part} part are not shown`);

const scratch = mkdtempSync(join(tmpdir(), 'clawback-accuracy-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const scanners = [['clawback', (folder) => runClawback(values.cli, folder)]];
if (values.peer) scanners.push([versionOf(values.peer), (folder) => runGitleaks(values.peer, folder)]);

const results = [];
for (const part of values.show ? shown : parts) {
  const { files } = buildCorpus(part, values.seed);
  const folder = join(values.keep && !part.hidden ? values.keep : scratch, part.name);
  for (const file of files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
  }
  for (const [scanner, run] of scanners) {
    results.push({ name: `${scanner}, ${part.name}`, part, files, result: compare(files, run(folder)) });
  }
}

if (values.show) show(results[0].result);
else {
  const lines = new Map(results.map(({ part, files }) => [part, files]));
  const sections = [
    `Seed ${values.seed}. ${[...lines].map(([part, files]) => `${part.name}: ${files.length} files, ${files.reduce((sum, file) => sum + file.text.split('\n').length, 0)} lines`).join('; ')}.`,
    overview(results),
    ...results
      .filter(({ part }) => values.by !== 'template' || !part.hidden)
      .map(({ name, result }) => `### ${name}\n\n${breakdown(result, values.by)}`),
  ];
  console.log(sections.join('\n\n'));
  if (values.save) {
    const target = fileURLToPath(new URL(`../results/accuracy-${values.save}.md`, import.meta.url));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `## Accuracy, ${values.save}\n\n${sections.join('\n\n')}\n`);
  }
}

/** The lines that were missed, or alarmed about: all of them are made up. */
function show({ positives, alarms }) {
  const list = (values.show === 'misses' ? positives.filter((one) => !one.found) : alarms)
    .filter((one) => !values.category || one.category === values.category)
    .filter((one) => !values.language || one.language === values.language)
    .filter((one) => !values.template || one.template === values.template);
  console.log(`${list.length} ${values.show}`);
  // Every so many, so that a short list shows all kinds.
  const step = Math.max(1, list.length / Number(values.limit));
  for (let at = 0; at < list.length; at += step) {
    const { path, line, text, template, category, habit, rule, rest } = list[Math.floor(at)];
    const from = Math.max(0, rest - 100);
    console.log(`${path}:${line}  [${category}; ${template}; ${rule ?? habit}]\n    ${text.slice(from, from + 200)}`);
  }
}
