// Makes the files of one part of the corpus: how often each template comes, and which come together.
import { concat, mapText, plain } from './block.mjs';
import { assemble, frames } from './frames.mjs';
import { makersOf } from './makers/make.mjs';
import { randomFrom } from './random.mjs';
import { parseTemplates, readTemplates, render } from './template.mjs';

/** Shares of the positives by category; templates of a category share alike. */
const shares = {
  password: 30,
  'api key': 17,
  'crypto key': 9,
  salt: 4,
  'provider token': 9,
  'private key': 3,
  jwt: 3,
  url: 6,
  'connection string': 5,
  header: 4,
  'command line': 5,
  positional: 3,
  comment: 3,
  encoded: 3,
  'multi-line': 3,
  'in a test': 3,
  markup: 4,
  'credentials file': 3,
};
const sizes = { development: [2050, 5600], 'held-back': [1050, 2900], fresh: [900, 2400] };

/** @returns files as { path, text, labels, spans } and the templates they were made of */
export function buildCorpus(part, seed) {
  const templates = readTemplates(part.folder);
  const make = makersOf(part);
  const random = randomFrom(seed, part.name);
  const ordinary = groupBy(
    templates.filter((template) => template.category === 'ordinary'),
    (template) => template.language,
  );
  const counts = countInstances(templates, ...sizes[part.name]);
  const instances = [];
  for (const [template, count] of counts) {
    for (let number = 0; number < count; number += 1) {
      instances.push({
        template,
        block: render(template, make, randomFrom(seed, part.name, template.id, String(number))),
      });
    }
  }
  const files = [];
  const taken = new Set();
  const add = (language, blocks, pattern) => {
    const whole = blocks.some((block) => block.whole);
    const fillers = whole ? [] : padding(language, ordinary, make, random);
    const all = whole ? blocks : random.shuffle([...blocks, ...fillers]);
    const body = whole ? concat(blocks) : assemble(language, all);
    const path = unique(pathOf(pattern ?? random.pick(frames[language].paths), make, random), taken);
    const file = { ...body, language };
    for (const label of file.labels) label.language = language;
    files.push(
      random.chance(0.04) && !whole && !pattern
        ? asPatch(file, path, taken)
        : { ...ending(file, language, random), path },
    );
  };
  for (const { template, block } of instances.filter(({ template }) => template.path || template.whole)) {
    add(template.language, [{ ...block, whole: template.whole }], template.path);
  }
  const together = groupBy(
    random.shuffle(instances.filter(({ template }) => !template.path && !template.whole)),
    ({ template }) => (template.language === 'python' && random.chance(0.12) ? 'notebook' : template.language),
  );
  for (const [language, pool] of together) {
    while (pool.length > 0) {
      const chosen = [];
      const want = random.between(2, 5);
      for (let index = 0; index < pool.length && chosen.length < want; ) {
        if (chosen.some(({ template }) => template === pool[index].template)) index += 1;
        else chosen.push(...pool.splice(index, 1));
      }
      add(
        language,
        chosen.map(({ block }) => block),
      );
    }
  }
  // Files that hold nothing at all are what repositories mostly consist of.
  for (const [language, list] of ordinary) {
    for (let number = 0; number < 6; number += 1) {
      const blocks = random.shuffle([...list, ...list]).map((template) => render(template, make, random));
      add(language, blocks.slice(0, 8));
    }
  }
  return { files, templates };
}

function countInstances(templates, positives, negatives) {
  const counts = new Map();
  const withSecret = templates.filter((template) => template.labels['+'] > 0);
  const sum = Object.values(shares).reduce((total, share) => total + share, 0);
  for (const [category, list] of groupBy(withSecret, (template) => template.category)) {
    if (!(category in shares)) throw new Error(`no share for the category ${category}`);
    const each = (positives * shares[category]) / sum / list.length;
    for (const template of list) counts.set(template, Math.max(3, Math.ceil(each / template.labels['+'])));
  }
  const without = templates.filter((template) => template.labels['+'] === 0 && template.category !== 'ordinary');
  const already = [...counts].reduce((total, [template, count]) => total + template.labels['-'] * count, 0);
  const round = without.reduce((total, template) => total + template.labels['-'], 0);
  for (const template of without) counts.set(template, Math.max(2, Math.ceil((negatives - already) / round)));
  return counts;
}

function padding(language, ordinary, make, random) {
  const list = ordinary.get(frames[language].writtenIn ?? language) ?? [];
  return random
    .shuffle(list)
    .slice(0, random.between(1, 4))
    .map((template) => render(template, make, random));
}

/** Some files come from Windows. */
function ending(file, language, random) {
  const windows = ['csharp', 'vbnet', 'batch', 'powershell'].includes(language);
  return random.chance(windows ? 0.4 : 0.02) ? mapText(file, { after: () => '\r' }) : file;
}

/** The file as a patch that adds it. */
function asPatch(file, path, taken) {
  const lines = file.text.split('\n').length - 1;
  const patch = concat([
    plain(
      `diff --git a/${path} b/${path}\nindex 0000000..e69de29 100644\n--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,${lines} @@\n`,
    ),
    mapText(file, { before: (line) => (line % 7 < 2 ? ' ' : '+') }),
  ]);
  for (const label of patch.labels) label.language = 'diff';
  return { ...patch, language: 'diff', path: unique(`patches/${path.split('/').at(-1)}.patch`, taken) };
}

function pathOf(pattern, make, random) {
  const [template] = parseTemplates(`@@@ path | path | path\n${pattern}\n`, 'path');
  return render(template, make, random).text.trim();
}

/** Two files of one name lie in different packages. */
function unique(path, taken) {
  let free = path;
  for (let number = 1; taken.has(free.toLowerCase()); number += 1) free = `packages/part${number}/${path}`;
  taken.add(free.toLowerCase());
  return free;
}

export function groupBy(list, key) {
  const groups = new Map();
  for (const item of list) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}
