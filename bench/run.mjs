// Measures whole processes: Clawback, git itself, and any peer on the PATH, in turns, several times
// over, and prints medians and ratios of this one run.
//
//   npm run bench -- --repo PATH [--runs 5] [--jobs N] [--range BASE..HEAD] [--save NAME]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    runs: { type: 'string', default: '5' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    range: { type: 'string' },
    save: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
if (!values.repo || !existsSync(values.repo)) {
  console.error('bench: name a repository that exists: npm run bench -- --repo PATH');
  process.exit(2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const repo = resolve(values.repo);
const runs = Number(values.runs);
const git = (...args) =>
  spawnSync('git', ['-C', repo, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 }).stdout.trim();

// Half of the newest commits on the first-parent line, at most 200 of them, unless a range is named.
const line = git('rev-list', '--first-parent', '--max-count=400', 'HEAD').split('\n');
const range = values.range ?? `${line[Math.floor((line.length - 1) / 2)]}..${line[0]}`;

const tree = mkdtempSync(join(tmpdir(), 'clawback-bench-'));
// Not /dev/null: gitleaks deletes the file before it writes it.
const peerReport = `${tree}.json`;
process.on('exit', () => {
  rmSync(tree, { recursive: true, force: true });
  rmSync(peerReport, { force: true });
});
spawnSync('sh', ['-c', `git -C "$1" archive HEAD | tar -x -C "$2"`, 'sh', repo, tree]);

/** Every contestant: what it is compared with in its group is the first of the group. */
const groups = {
  'whole history': [
    [
      'git cat-file --batch',
      'git',
      ['-C', repo, 'cat-file', '--batch', '--batch-all-objects', '--unordered', '--buffer'],
    ],
    ['git log -p -U0 --all', 'git', ['-C', repo, 'log', '-p', '-U0', '--all']],
    [
      'clawback audit',
      process.execPath,
      [cli, 'audit', repo, '--jobs', values.jobs, '--format', 'json', '--allow-incomplete'],
    ],
    [
      'clawback audit, 1 job',
      process.execPath,
      [cli, 'audit', repo, '--jobs', '1', '--format', 'json', '--allow-incomplete'],
    ],
    ...peer('gitleaks', [
      'git',
      '--no-banner',
      '--exit-code',
      '0',
      '--report-format',
      'json',
      '--report-path',
      peerReport,
      repo,
    ]),
    ...peer('betterleaks', [
      'git',
      '--no-banner',
      '--exit-code',
      '0',
      '--report-format',
      'json',
      '--report-path',
      peerReport,
      repo,
    ]),
    ...peer('trufflehog', ['git', '--no-verification', '--no-update', '--json', `file://${repo}`]),
    ...peer('kingfisher', ['scan', '--no-validate', '--format', 'json', repo]),
  ],
  [`range of ${git('rev-list', '--count', range)} commits`]: [
    ['git log -p -U0', 'git', ['-C', repo, 'log', '-p', '-U0', range]],
    [
      'clawback range',
      process.execPath,
      [cli, 'range', range, '--jobs', values.jobs, '--format', 'json', '--allow-incomplete'],
      repo,
    ],
    ...peer('gitleaks', [
      'git',
      '--no-banner',
      '--exit-code',
      '0',
      '--log-opts',
      range,
      '--report-format',
      'json',
      '--report-path',
      peerReport,
      repo,
    ]),
  ],
  'files of HEAD': [
    ['cat every file', 'sh', ['-c', 'find "$1" -type f -print0 | xargs -0 cat', 'sh', tree]],
    [
      'clawback scan',
      process.execPath,
      [cli, 'scan', tree, '--jobs', values.jobs, '--format', 'json', '--allow-incomplete'],
    ],
    ...peer('gitleaks', [
      'dir',
      '--no-banner',
      '--exit-code',
      '0',
      '--report-format',
      'json',
      '--report-path',
      peerReport,
      tree,
    ]),
    ...peer('betterleaks', [
      'dir',
      '--no-banner',
      '--exit-code',
      '0',
      '--report-format',
      'json',
      '--report-path',
      peerReport,
      tree,
    ]),
    ...peer('trufflehog', ['filesystem', '--no-verification', '--no-update', '--json', tree]),
    ...peer('kingfisher', ['scan', '--no-validate', '--format', 'json', tree]),
  ],
};

const wanted = Object.entries(groups).filter(([title]) => title.includes(values.only));
const report = [facts(), ...wanted.map(([title, contestants]) => measure(title, contestants))].join('\n\n');
console.log(report);
if (values.save) {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${values.save}.md`), `${report}\n`);
}

/** A peer's entry, if the machine has it. */
function peer(name, args) {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  if (!found) return [];
  const version = spawnSync(found, [name === 'gitleaks' || name === 'betterleaks' ? 'version' : '--version'], {
    encoding: 'utf8',
  });
  const label = `${name} ${/\d+\.\d+[\w.]*/.exec(version.stdout + version.stderr)?.[0] ?? ''}`.trim();
  return [[label, found, args]];
}

/** Runs the contestants in turns, so that a slow minute of the machine meets all of them. */
function measure(title, contestants) {
  const times = contestants.map(() => []);
  const memory = contestants.map(() => 0);
  const notes = new Set();
  for (let run = 0; run < runs; run += 1) {
    contestants.forEach(([name, command, args, cwd], index) => {
      const { seconds, kilobytes, code } = time(command, args, cwd);
      times[index].push(seconds);
      memory[index] = Math.max(memory[index], kilobytes);
      if (code > 1) notes.add(`${name} ended with exit code ${code}`);
    });
  }
  const medians = times.map((list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]);
  const rows = contestants.map(([name], index) => {
    const spread = `${Math.min(...times[index]).toFixed(2)} to ${Math.max(...times[index]).toFixed(2)}`;
    const peak = memory[index] > 0 ? `${Math.round(memory[index] / 1024)} MB` : '';
    return `| ${name} | ${medians[index].toFixed(2)} s | ${spread} | ${(medians[index] / medians[0]).toFixed(2)} | ${peak} |`;
  });
  const head = `### ${title}\n\n| what | median | from, to | ratio to the first | peak memory |\n|---|---|---|---|---|`;
  const tail = [...notes].map((note) => `\n${note}.`).join('');
  return `${head}\n${rows.join('\n')}${tail ? `\n${tail}` : ''}`;
}

/** Wall time of a whole process, its output thrown away, and its peak memory where GNU time is there. */
function time(command, args, cwd) {
  const gnuTime = existsSync('/usr/bin/time');
  const [file, all] = gnuTime ? ['/usr/bin/time', ['-f', '%M', command, ...args]] : [command, args];
  const started = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(file, all, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error) throw new Error(`${command} ${args.join(' ')} in ${cwd}: ${error.message}`);
  return { seconds, kilobytes: gnuTime ? Number(stderr.trimEnd().split('\n').at(-1)) || 0 : 0, code: status ?? 128 };
}

/** What the numbers are numbers of. No path: a recorded run names the repository by its save name. */
function facts() {
  const objects = Object.fromEntries(
    git('count-objects', '-v')
      .split('\n')
      .map((row) => row.split(': ')),
  );
  const folderSize = (folder) =>
    readdirSync(folder, { recursive: true }).reduce((sum, name) => {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      return sum + (stat?.isFile() ? stat.size : 0);
    }, 0);
  return [
    `## ${values.save ?? 'bench'}`,
    '',
    `- ${git('rev-list', '--all', '--count')} commits, ${Number(objects['in-pack']) + Number(objects.count)} objects, packs of ${(Number(objects['size-pack']) / 1024).toFixed(0)} MB; files of HEAD ${(folderSize(tree) / 1e6).toFixed(0)} MB`,
    `- ${git('--version')}, node ${process.version}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; ${runs} runs in turns, output thrown away`,
  ].join('\n');
}
