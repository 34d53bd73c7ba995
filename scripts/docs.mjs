// Writes action.yml and the generated parts of docs/: JSON Schemas of what Clawback reads and prints, the page of
// all rules, and the tables of the action's inputs and outputs. With --check it changes nothing, and fails where a file is not current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionFile, actionTables } from './action-file.mjs';
import { bundled } from './bundled.mjs';
import { rulesPage } from './rules-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const source = `
  import rules from 'clawback:rules';
  import texts from 'clawback:rule-texts';
  import apis from 'clawback:apis';
  import { z } from 'zod';
  import { INPUTS, OUTPUTS } from './src/app/action/inputs.ts';
  import { baselineSchema } from './src/app/baseline.ts';
  import { configSchema } from './src/app/config.ts';
  import { reportLineSchema, reportSchema } from './src/report/schema.ts';
  import { providerSchema } from './src/rules/schema.ts';
  const make = (title, schema, io) => ({ title, ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) });
  export const book = { rules, texts, apis };
  export const action = {
    inputs: Object.entries(INPUTS).map(([name, schema]) => [name, schema.meta()?.description ?? '']),
    outputs: Object.entries(OUTPUTS),
  };
  export const schemas = {
    'config.schema.json': make('.clawback.yaml', configSchema, 'input'),
    'rules.schema.json': make('A file of rules/', providerSchema, 'input'),
    'baseline.schema.json': make('A baseline', baselineSchema, 'input'),
    'report.schema.json': make('clawback --format json', reportSchema, 'output'),
    'report-lines.schema.json': make('A line of clawback --format jsonl', reportLineSchema, 'output'),
  };
`;

const { schemas, book, action } = await bundled(source);
const pages = Object.entries(schemas).map(([name, schema]) => [`docs/${name}`, `${JSON.stringify(schema, null, 2)}\n`]);
pages.push(['docs/rules.md', rulesPage(book)]);
pages.push(['action.yml', actionFile(action)]);
pages.push(['docs/action.md', actionTables(readOrEmpty(join(root, 'docs/action.md')), action)]);
const stale = [];
for (const [name, text] of pages) {
  const path = join(root, name);
  if (!check) writeFileSync(path, text);
  else if (readOrEmpty(path) !== text) stale.push(name);
}
if (stale.length > 0) {
  console.error(`not current: ${stale.join(', ')}: run "npm run docs"`);
  process.exitCode = 1;
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
