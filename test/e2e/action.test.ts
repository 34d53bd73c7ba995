import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { cleanEnvironment } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

/** Runs the built action as a runner does: everything comes in the environment. */
function runAction(workspace: string, event: string, payload: object, inputs: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const eventPath = join(folder, 'event.json');
  const outputPath = join(folder, 'output');
  writeFileSync(eventPath, JSON.stringify(payload));
  writeFileSync(outputPath, '');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(inject('dist'), 'action.js')], {
    cwd: workspace,
    encoding: 'utf8',
    env: cleanEnvironment({
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_OUTPUT: outputPath,
      GITHUB_REPOSITORY: 'acme/app',
      GITHUB_WORKSPACE: workspace,
      ...inputs,
    }),
  });
  return { status, stdout, stderr, output: readFileSync(outputPath, 'utf8') };
}

const proposal = (base: string, head: string): object => ({
  pull_request: { base: { sha: base }, head: { sha: head } },
});

describe('the action', () => {
  it('finds what a pull request brought, annotates the file, and fails the job', () => {
    const repository = new TestRepository();
    const base = repository.commitFile('app.py', 'import os\n');
    const head = repository.commitFile('app.py', `import os\nKEY = "${anthropicKey()}"\n`);
    const { status, stdout, output } = runAction(repository.path, 'pull_request', proposal(base, head));
    expect(status).toBe(1);
    expect(stdout).toContain('::error title=Leaked Anthropic API key,file=app.py,line=2::');
    expect(output).toMatch(/findings-count.*\n1\n/);
    expect(output).toMatch(/complete.*\ntrue\n/);
    const masked = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(masked.join('\n')).not.toContain(anthropicKey().slice(20, 30));
  });

  it('is silent about what the base had already', () => {
    const repository = new TestRepository();
    const base = repository.commitFile('app.py', `KEY = "${anthropicKey()}"\n`);
    const head = repository.commitFile('other.py', 'import os\n');
    expect(runAction(repository.path, 'pull_request', proposal(base, head)).status).toBe(0);
  });

  it('does not let a pull request silence itself', () => {
    const repository = new TestRepository();
    const base = repository.commitFile('app.py', 'import os\n');
    repository.write('.clawbackignore', '**\n');
    repository.write('.clawback.yaml', 'paths: { exclude: ["**"] }\n');
    const head = repository.commitFile('app.py', `KEY = "${anthropicKey()}"\n`);
    expect(runAction(repository.path, 'pull_request', proposal(base, head)).status).toBe(1);
  });

  it('fails where a range cannot be read, and says so', () => {
    const repository = new TestRepository();
    const head = repository.commitFile('app.py', 'import os\n');
    const { status, stdout } = runAction(repository.path, 'pull_request', proposal('1'.repeat(40), head));
    expect(status).toBe(1);
    expect(stdout).toContain('::error::clawback: no commit is named');
  });

  it('brings the rest of a shallow checkout', () => {
    const origin = new TestRepository();
    const base = origin.commitFile('app.py', 'import os\n');
    origin.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
    origin.git('rm', '-q', 'key.py');
    const head = origin.commit('take it out again');
    const folder = temporaryFolder();
    origin.git('clone', '-q', '--depth=1', `file://${origin.path}`, folder);
    const { status, stdout } = runAction(folder, 'push', { before: base, after: head });
    expect(stdout).toContain('key.py');
    expect(status).toBe(1);
  });

  it('scans the whole history on a schedule', () => {
    const repository = new TestRepository();
    repository.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
    repository.git('rm', '-q', 'key.py');
    repository.commit('take it out');
    expect(runAction(repository.path, 'schedule', {}).status).toBe(1);
  });
});
