// Measures whether the number of rules matters: whole processes of `scan` and `audit` with all rules and
// with ten (OpenClaw's and nine kinds of tokens), in turns, and prints medians and their ratio.
//
//   npm run bench:rules -- --repo PATH [--tree PATH] [--runs 5] [--save NAME]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    tree: { type: 'string' },
    runs: { type: 'string', default: '5' },
    save: { type: 'string' },
  },
});
if (![values.repo, values.tree].some((path) => path && existsSync(path))) {
  console.error('bench: name a repository or a folder that exists: npm run bench:rules -- --repo PATH --tree PATH');
  process.exit(2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');

/** The kinds beside OpenClaw's: tokens with a prefix of their own. */
const KEPT = [
  'anthropic-api-key',
  'openai-project-key',
  'github-pat',
  'groq-api-key',
  'xai-api-key',
  'huggingface-user-token',
  'replicate-api-token',
  'openrouter-api-key',
  'npm-access-token',
];
const listed = spawnSync(process.execPath, [cli, 'rules', 'list'], { encoding: 'utf8' }).stdout;
const ids = [...listed.matchAll(/^([a-z0-9]+(?:-[a-z0-9]+)*) {2,}\S/gm)].map(([, id]) => id);
const scratch = mkdtempSync(join(tmpdir(), 'clawback-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const ten = join(scratch, 'ten.yaml');
const all = join(scratch, 'all.yaml');
const others = ids.filter((id) => !KEPT.includes(id) && !id.startsWith('openclaw-'));
writeFileSync(ten, `rules:\n  disable:\n${others.map((id) => `    - "${id}"\n`).join('')}`);
writeFileSync(all, 'rules: {}\n');

const commands = [];
if (values.tree) commands.push(['scan', ['scan', resolve(values.tree)]]);
if (values.repo) commands.push(['audit', ['audit', resolve(values.repo), '--allow-incomplete']]);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const rows = [];
for (const [name, args] of commands) {
  const seconds = { all: [], ten: [] };
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const [set, config] of Object.entries({ all, ten })) {
      const from = process.hrtime.bigint();
      const done = spawnSync(
        process.execPath,
        [cli, ...args, '--config', config, '--format', 'json', '--output', join(scratch, 'out.json')],
        { encoding: 'utf8' },
      );
      if (done.status !== 0 && done.status !== 1) throw new Error(`${name} ended with ${done.status}: ${done.stderr}`);
      seconds[set].push(Number(process.hrtime.bigint() - from) / 1e9);
    }
  }
  const [a, t] = [median(seconds.all), median(seconds.ten)];
  rows.push(`| ${name} | ${a.toFixed(2)} | ${t.toFixed(2)} | ${(a / t).toFixed(2)} |`);
}
const table = [
  `All ${ids.length} rules, and ${ids.length - others.length} (OpenClaw's and nine kinds of tokens); medians of ${values.runs}.`,
  '',
  '| command | all rules, s | few rules, s | ratio |',
  '| --- | ---: | ---: | ---: |',
  ...rows,
].join('\n');
console.log(table);
if (values.save) {
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, `bench/results/rules-${values.save}.md`), `# How the number of rules matters\n\n${table}\n`);
}
