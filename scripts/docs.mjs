// Writes the generated parts of docs/: JSON Schemas of what Clawback reads and prints, and the page of
// all rules. With --check it changes nothing, and fails where a file is not current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';
import { rulesPage } from './rules-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const source = `
  import rules from 'clawback:rules';
  import texts from 'clawback:rule-texts';
  import apis from 'clawback:apis';
  import { z } from 'zod';
  import { baselineSchema } from './src/app/baseline.ts';
  import { configSchema } from './src/app/config.ts';
  import { reportLineSchema, reportSchema } from './src/report/schema.ts';
  import { providerSchema } from './src/rules/schema.ts';
  const make = (title, schema, io) => ({ title, ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) });
  export const book = { rules, texts, apis };
  export const schemas = {
    'config.schema.json': make('.clawback.yaml', configSchema, 'input'),
    'rules.schema.json': make('A file of rules/', providerSchema, 'input'),
    'baseline.schema.json': make('A baseline', baselineSchema, 'input'),
    'report.schema.json': make('clawback --format json', reportSchema, 'output'),
    'report-lines.schema.json': make('A line of clawback --format jsonl', reportLineSchema, 'output'),
  };
`;

const { schemas, book } = await bundled(source);
const pages = Object.entries(schemas).map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]);
pages.push(['rules.md', rulesPage(book)]);
const stale = [];
for (const [name, text] of pages) {
  const path = join(root, 'docs', name);
  if (!check) writeFileSync(path, text);
  else if (readOrEmpty(path) !== text) stale.push(`docs/${name}`);
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
