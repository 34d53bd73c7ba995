// Tells which parts of rules their examples do not need: `node scripts/mutate-rules.mjs [rules/x.yaml …]`.
// First the examples are run, with all rules switched on; then every rule is changed in every small
// way (test/support/rule-mutants.ts), and the changes that no example notices are printed.
const ADVICE = `
What makes an example notice:
  {52} → {51,52}, {52,53}    look-alikes that are one shorter and one longer
  {20,64} → {19,64}, {21,64} a match of 20 characters, a look-alike of 19; and so at the upper bound
  [a-z0-9] → [a-z], \\S       a match with each kind of character at that place; a look-alike with another one
  (?!\\w) → nothing, \\S       a look-alike with such a character behind it; a match with a quote behind it
  no entropy is asked        a look-alike of little variety: {low:52}, {LOW:16}
  [-_.]? in a name           matches with each of them and with none; a look-alike with another one (apiXkey)
  a part in "with"           a match with the part between ‹ and ›
  where another detector     a match that only this one finds; or that it finds surer, written as
  finds it too               { text: "…«…»…", confidence: high }
One example may hold many lines: a look-alike is wrong as soon as one of them is reported, a match as
soon as one of its «secrets» is not. What no example can need should not stand in the pattern.`;

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const source = `
  export { testExamples } from './src/app/rule-examples.ts';
  export { createEngine } from './src/detect/engine.ts';
  export { loadProviders } from './src/rules/load.ts';
  export { survivorsOf } from './test/support/survivors.ts';
`;

process.exitCode = run(await bundled(source));

function run({ testExamples, createEngine, loadProviders, survivorsOf }) {
  const asked = new Set(process.argv.slice(2).map((path) => basename(path)));
  const names = readdirSync(join(root, 'rules')).filter((name) => name.endsWith('.yaml'));
  for (const name of asked) if (!names.includes(name)) throw new Error(`there is no rules/${name}`);

  const books = new Map();
  let trouble = 0;
  for (const name of names.sort()) {
    try {
      const text = readFileSync(join(root, 'rules', name), 'utf8');
      books.set(name, loadProviders([{ name: `rules/${name}`, text }]));
    } catch (error) {
      if (asked.size === 0 || asked.has(name)) trouble += 1;
      console.log(`${asked.has(name) ? '' : '(left out) '}${error.message}`);
    }
  }
  const rules = [...books.values()].flatMap((book) => book.rules);
  const now = Date.now();
  const all = createEngine(rules, { now });

  let mutants = 0;
  let survivors = 0;
  for (const [name, book] of books) {
    if (asked.size > 0 && !asked.has(name)) continue;
    const started = performance.now();
    const lines = testExamples(rules, book.texts, now).flatMap((report) =>
      report.failures.map((failure) => `${report.rule}: WRONG: ${failure}`),
    );
    trouble += lines.length;
    let own = 0;
    for (const [index, rule] of book.rules.entries()) {
      const result = survivorsOf(rule, book.texts[index], rules, all, now);
      own += result.mutants;
      survivors += result.survivors.length;
      lines.push(...joined(result.survivors).map((survivor) => `${rule.id}: no example notices ${survivor}`));
    }
    mutants += own;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`rules/${name}: ${book.rules.length} rules, ${own} mutants, ${lines.length} to mend, ${seconds} s`);
    for (const line of lines) console.log(`  ${line}`);
  }
  if (survivors > 0) console.log(ADVICE);
  console.log(`${mutants} mutants, ${survivors} survive, ${trouble} wrong`);
  return survivors + trouble > 0 ? 1 : 0;
}

/** Changed letters of one word, told in one line. */
function joined(survivors) {
  const lines = [];
  let last = null;
  for (const survivor of survivors) {
    const letter = /^(?<where>.*?: )(?<from>\\?.) → (?<to>.) \(at (?<at>\d+)\)$/s.exec(survivor)?.groups;
    if (letter && last?.where === letter.where && last.next === Number(letter.at)) {
      last.from += letter.from;
      last.to += letter.to;
      last.next += letter.from.length;
      lines[lines.length - 1] = `${last.where}${last.from} → ${last.to}, letter by letter (at ${last.at})`;
    } else {
      last = letter ? { ...letter, next: Number(letter.at) + letter.from.length } : null;
      lines.push(survivor);
    }
  }
  return lines;
}
