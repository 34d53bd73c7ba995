// How long the action takes for a pull request of a hundred commits, from start to verdict, as a runner starts it: the
// built bundle, the checkout done, no API. Whole processes; beside it `git log -p` of the same range, in turns.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    node: { type: 'string', default: process.execPath },
    repo: { type: 'string' },
    save: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'clawback-bench-'));
const action = fileURLToPath(new URL('../dist/action.js', import.meta.url));
const git = (...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 }).trim();
try {
  // The last hundred commits of a real history, as if they were proposed.
  execFileSync('git', ['clone', '-q', '--no-hardlinks', values.repo, folder]);
  const head = git('rev-parse', 'HEAD');
  const base = git('rev-parse', `${git('rev-list', '--first-parent', '--max-count=100', 'HEAD').split('\n').at(-1)}^`);
  const commits = Number(git('rev-list', '--count', `${base}..${head}`));
  git('update-ref', 'refs/remotes/origin/main', base);
  // Nothing is fetched: all is here.
  git('remote', 'set-url', 'origin', 'https://github.com/acme/app');
  const pull = {
    number: 1,
    commits,
    base: { sha: base, ref: 'main', repo: { full_name: 'acme/app' } },
    head: { sha: head, repo: { full_name: 'acme/app' } },
  };
  const event = join(folder, '.git/event.json');
  writeFileSync(event, JSON.stringify({ pull_request: pull, repository: { default_branch: 'main' } }));
  const env = {
    PATH: process.env.PATH,
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_WORKSPACE: folder,
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_OUTPUT: join(folder, '.git/output'),
  };
  writeFileSync(env.GITHUB_OUTPUT, '');
  const time = (command, args, options) => {
    const started = performance.now();
    const { status } = spawnSync(command, args, { cwd: folder, stdio: 'ignore', ...options });
    return { seconds: (performance.now() - started) / 1000, status };
  };
  const rows = { 'the action': [], 'git log -p': [], 'node -e 0': [] };
  const statuses = new Set();
  for (let run = 0; run < Number(values.runs); run += 1) {
    const done = time(values.node, [action], { env });
    if (done.status !== 0 && done.status !== 1) throw new Error(`the action ended with ${done.status}`);
    statuses.add(done.status);
    rows['the action'].push(done.seconds);
    rows['git log -p'].push(time('git', ['log', '-p', `${base}..${head}`]).seconds);
    rows['node -e 0'].push(time(values.node, ['-e', '0']).seconds);
  }
  const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  const version = execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim();
  const lines = Object.entries(rows).map(
    ([name, list]) =>
      `| ${name} | ${middle(list).toFixed(2)} | ${Math.min(...list).toFixed(2)} to ${Math.max(...list).toFixed(2)} |`,
  );
  const table = `A pull request of ${commits} commits, Node ${version}, ${values.runs} runs in turns; exit codes of the action: ${[...statuses].join(', ')}.\n\n| | median, s | range |\n|---|---|---|\n${lines.join('\n')}\n`;
  console.log(table);
  if (values.save)
    writeFileSync(
      fileURLToPath(new URL(`results/${values.save}.md`, import.meta.url)),
      `# The action on a pull request\n\n${table}`,
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
