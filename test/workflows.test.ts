import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

type Step = { uses?: string; run?: string; with?: Record<string, unknown>; if?: string };
type Job = { permissions?: unknown; 'timeout-minutes'?: unknown; environment?: unknown; if?: string; steps: Step[] };
type Workflow = { name: string; on: Record<string, unknown>; permissions?: unknown; jobs: Record<string, Job> };

/** Text that whoever opens a pull request or pushes a branch chooses; all of `github.event` is taken for it. */
const CHOSEN_BY_OTHERS =
  /\bgithub\s*(?:\.\s*|\[\s*['"])(?:event\b(?!_)|head_ref|base_ref|ref_name|ref\b|actor|triggering_actor)/;
const EXPRESSION = /\$\{\{[\s\S]*?\}\}/g;
const PINNED = /^\s*-?\s*uses:\s+(?!\.\/)\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** Clawback itself: from the checkout here, by a placeholder in what users copy. */
const isClawback = (uses: string): boolean => uses === './' || uses.startsWith('OWNER/clawback@');

const FILES = ['.github/workflows', 'docs/workflows'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
);
const stepsOf = (workflow: Workflow): Step[] => Object.values(workflow.jobs).flatMap((job) => job.steps);

describe.each(FILES)('%s', (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const steps = stepsOf(workflow);

  it('is a workflow: a name, events and jobs', () => {
    expect(file).toMatch(/\.yml$/);
    expect(workflow).toMatchObject({ name: expect.any(String), on: expect.any(Object), jobs: expect.any(Object) });
    expect(steps.length).toBeGreaterThan(0);
  });

  it('pins each action of others by a commit, and says its version', () => {
    const loose = text
      .split('\n')
      .filter((line) => /^\s*-?\s*uses:/.test(line) && !PINNED.test(line))
      .filter((line) => !isClawback(/uses:\s+(\S+)/.exec(line)![1]!));
    expect(loose).toEqual([]);
    // Every `uses` stands on a line of its own, where the check above sees it.
    expect(text.match(/^\s*-?\s*uses:/gm) ?? []).toHaveLength(steps.filter((step) => step.uses).length);
  });

  it('takes Clawback from the checkout here, and tells users to pin it', () => {
    const lines = text.split('\n').filter((line) => /uses:\s+(?:\.\/|OWNER\/)/.test(line));
    const wanted = file.startsWith('docs/') ? /uses: OWNER\/clawback@v1 # pin it by SHA$/ : /uses: \.\/ #/;
    for (const line of lines) expect(line).toMatch(wanted);
    if (file.startsWith('docs/')) expect(lines).toHaveLength(1);
  });

  it('says for each job what its token may do, and when it is stopped', () => {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const permissions = job.permissions ?? workflow.permissions;
      expect(permissions, name).toBeTypeOf('object');
      expect(job['timeout-minutes'], name).toBeTypeOf('number');
    }
    // Writing is a job's right, never a whole workflow's.
    expect(Object.values((workflow.permissions ?? {}) as object)).not.toContain('write');
  });

  it('writes into no script what somebody else may have chosen', () => {
    for (const { run = '' } of steps)
      for (const [expression] of run.matchAll(EXPRESSION)) expect(expression).not.toMatch(CHOSEN_BY_OTHERS);
  });

  it('leaves no token behind in a checkout', () => {
    for (const step of steps)
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
  });

  it('passes to Clawback only what action.yml knows', () => {
    const known = Object.keys((parse(read('action.yml')) as { inputs: object }).inputs);
    const passed = steps.filter(({ uses }) => uses && isClawback(uses)).flatMap((step) => Object.keys(step.with ?? {}));
    expect(passed.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the workflows together', () => {
  const all = FILES.map((file) => ({ file, text: read(file), workflow: parse(read(file)) as Workflow }));

  it('the pattern for what others choose knows the forms', () => {
    for (const bad of ['github.event.issue.title', 'github.head_ref', "github['event']", 'github.event', 'github.ref'])
      expect(bad).toMatch(CHOSEN_BY_OTHERS);
    for (const good of ['github.event_name', 'github.repository', 'github.run_id', 'github.event_path'])
      expect(good).not.toMatch(CHOSEN_BY_OTHERS);
  });

  it('none runs on pull_request_target', () => {
    for (const { file, workflow } of all) expect(Object.keys(workflow.on), file).not.toContain('pull_request_target');
  });

  it('what a workflow_run follows exists beside it, and nothing of the proposal is checked out or read', () => {
    const followers = all.filter(({ workflow }) => 'workflow_run' in workflow.on);
    expect(followers).toHaveLength(2);
    for (const { file, workflow } of followers) {
      const folder = file.slice(0, file.lastIndexOf('/'));
      const names = all.filter((other) => other.file.startsWith(folder)).map((other) => other.workflow.name);
      expect(names).toEqual(expect.arrayContaining((workflow.on.workflow_run as { workflows: string[] }).workflows));
      for (const { uses = '', run, with: inputs = {} } of stepsOf(workflow)) {
        expect(run).toBeUndefined();
        expect(uses).toMatch(/^(?:actions\/checkout@|\.\/$|OWNER\/clawback@)/);
        for (const name of ['ref', 'repository', 'allow-unsafe-pr-checkout']) expect(inputs).not.toHaveProperty(name);
      }
    }
  });

  it('what revokes runs on events that allow it, in a protected environment', () => {
    const revoking = all.flatMap(({ file, workflow }) =>
      Object.values(workflow.jobs)
        .filter((job) => job.steps.some((step) => step.with?.revoke === 'confirmed'))
        .map((job) => ({ file, job, events: Object.keys(workflow.on) })),
    );
    expect(revoking.map(({ file }) => file)).toEqual(['docs/workflows/revoke.yml']);
    for (const { job, events } of revoking) {
      expect(job.environment).toBe('clawback-revoke');
      expect(['push', 'schedule', 'workflow_dispatch']).toEqual(expect.arrayContaining(events));
    }
  });

  it('secrets are named in revoke.yml only', () => {
    const named = all.filter(({ text }) => /\$\{\{\s*secrets\b/.test(text)).map(({ file }) => file);
    expect(named).toEqual(['docs/workflows/revoke.yml']);
  });
});

describe('what a release has to know of its tag', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** A repository of a version, with tags; `ask` runs release.yml's script in it. */
  function repository(
    version: string,
    tags: string[],
    changelog = `# Changelog\n\n## [${version}] - today\n\n- A thing.\n`,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'clawback-release-'));
    folders.push(folder);
    const env: NodeJS.ProcessEnv = { ...process.env, GITHUB_REPOSITORY: 'acme/clawback' };
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
    const home = { type: 'git', url: 'git+https://github.com/acme/clawback.git' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version, repository: home }));
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', 'commit', '-qm', 'a');
    for (const tag of tags) git('-c', 'tag.gpgsign=false', 'tag', tag);
    const ask = (command: string, tag: string, home = env.GITHUB_REPOSITORY) => {
      const script = join(ROOT, '.github/scripts/release.mjs');
      const options = { cwd: folder, encoding: 'utf8', env: { ...env, GITHUB_REPOSITORY: home } } as const;
      return spawnSync(process.execPath, [script, command, tag], options);
    };
    return { ask, head: git('rev-parse', 'HEAD').trim() };
  }

  const facts = (version: string, tags: string[]): string[] =>
    repository(version, tags).ask('facts', `v${version}`).stdout.trim().split('\n').slice(1);

  it('the newest version is npm\'s "latest", and the major tag moves to it', () => {
    const { ask, head } = repository('1.10.0', ['v1.9.0', 'v0.3.1', 'v1', 'v1.10.0']);
    const answer = ask('facts', 'v1.10.0');
    expect(answer.stderr).toBe('');
    expect(answer.stdout.trim().split('\n')).toEqual([
      `commit=${head}`,
      'major=v1',
      'newest=true',
      'newest-of-major=true',
      'dist-tag=latest',
    ]);
  });

  it('a mend of an older major is not the latest, and moves its own major tag', () => {
    expect(facts('1.4.1', ['v1.4.0', 'v1.4.1', 'v2.0.0'])).toEqual([
      'major=v1',
      'newest=false',
      'newest-of-major=true',
      'dist-tag=release-1',
    ]);
  });

  it('a mend of an older line moves nothing', () => {
    expect(facts('1.4.1', ['v1.4.1', 'v1.10.0'])).toEqual([
      'major=v1',
      'newest=false',
      'newest-of-major=false',
      'dist-tag=release-1',
    ]);
  });

  it('gives the section of the tag, and nothing of the next', () => {
    const changelog =
      '# Changelog\n\n## [Unreleased]\n\n- Later.\n\n## [1.2.0] - day\n\n### Added\n\n- This.\n\n## [1.1.0]\n\n- Old.\n';
    const { ask } = repository('1.2.0', ['v1.2.0'], changelog);
    expect(ask('notes', 'v1.2.0').stdout).toBe('### Added\n\n- This.\n');
  });

  it('refuses what does not fit together, and says what', () => {
    const { ask } = repository('1.2.0', []);
    const empty = repository('1.2.0', [], '## [1.2.0]\n\n## [1.1.0]\n\n- Old.\n');
    const without = repository('1.2.0', [], '## [1.2.0-rc.1]\n\n- Nearly.\n');
    const refusals: [ReturnType<typeof ask>, string][] = [
      [ask('facts', 'v1.3.0'), 'package.json says 1.2.0'],
      [ask('facts', 'v1.2.0-rc.1'), 'pre-releases'],
      [ask('facts', 'v1.2.0\nnewest=true'), 'vMAJOR.MINOR.PATCH'],
      [ask('facts', 'v1.2.0', 'other/clawback'), 'not the address of other/clawback'],
      [ask('facts', 'v1.2.0', 'me/clawback'), 'npm would refuse it'],
      [empty.ask('facts', 'v1.2.0'), 'is empty'],
      [without.ask('notes', 'v1.2.0'), 'has no section "## [1.2.0]"'],
      [ask('else', 'v1.2.0'), 'say "facts" or "notes"'],
    ];
    for (const [answer, why] of refusals) {
      expect(answer.stderr).toContain(why);
      expect(answer.status).toBe(1);
      expect(answer.stdout).toBe('');
    }
  });
});
