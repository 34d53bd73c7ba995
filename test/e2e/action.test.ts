import { describe, expect, it } from 'vitest';
import { runAction } from '../support/action.ts';
import { clawback } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const proposal = (base: string, head: string): object => ({
  pull_request: { base: { sha: base }, head: { sha: head } },
});

describe('the action', () => {
  it('finds what a pull request brought, annotates the file, and fails the job', async () => {
    const repository = new TestRepository();
    const base = repository.commitFile('app.py', 'import os\n');
    const head = repository.commitFile('app.py', `import os\nKEY = "${anthropicKey()}"\n`);
    const { status, stdout, output } = await runAction(repository.path, 'pull_request', proposal(base, head));
    expect(status).toBe(1);
    expect(stdout).toContain('::error title=Leaked Anthropic API key,file=app.py,line=2::');
    expect(output).toMatch(/findings-count.*\n1\n/);
    expect(output).toMatch(/complete.*\ntrue\n/);
    const masked = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(masked.join('\n')).not.toContain(anthropicKey().slice(20, 30));
  });

  it('is silent about what the base had already', async () => {
    const repository = new TestRepository();
    const base = repository.commitFile('app.py', `KEY = "${anthropicKey()}"\n`);
    const head = repository.commitFile('other.py', 'import os\n');
    expect((await runAction(repository.path, 'pull_request', proposal(base, head))).status).toBe(0);
  });

  it('does not let a pull request silence itself', async () => {
    const repository = new TestRepository();
    const base = repository.commitFile('app.py', 'import os\n');
    repository.write('.clawbackignore', '**\n');
    repository.write('.clawback.yaml', 'paths: { exclude: ["**"] }\n');
    const head = repository.commitFile('app.py', `KEY = "${anthropicKey()}"\n`);
    expect((await runAction(repository.path, 'pull_request', proposal(base, head))).status).toBe(1);
  });

  it('does not let a pull request silence itself by files that the workflow names', async () => {
    const repository = new TestRepository();
    repository.commitFile('known.json', '{"version":1,"key":"none","findings":[]}\n');
    const base = repository.commitFile('settings.yaml', 'report: { min-confidence: high }\n');
    repository.write('settings.yaml', 'paths: { exclude: ["**"] }\n');
    repository.write('app.py', `KEY = "${anthropicKey()}"\n`);
    expect((await clawback(['baseline', '--output', 'known.json'], { cwd: repository.path })).code).toBe(0);
    const head = repository.commit('silence');
    for (const inputs of [{ 'INPUT_BASELINE-FILE': 'known.json' }, { 'INPUT_CONFIG-FILE': 'settings.yaml' }])
      expect((await runAction(repository.path, 'pull_request', proposal(base, head), inputs)).status).toBe(1);
  });

  it('fails where a range cannot be read, and says so', async () => {
    const repository = new TestRepository();
    const head = repository.commitFile('app.py', 'import os\n');
    const { status, stdout } = await runAction(repository.path, 'pull_request', proposal('1'.repeat(40), head));
    expect(status).toBe(2);
    expect(stdout).toContain('::error::clawback: no commit is named');
  });

  it('brings the rest of a shallow checkout', async () => {
    const origin = new TestRepository();
    const base = origin.commitFile('app.py', 'import os\n');
    origin.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
    origin.git('rm', '-q', 'key.py');
    const head = origin.commit('take it out again');
    const folder = temporaryFolder();
    origin.git('clone', '-q', '--depth=1', `file://${origin.path}`, folder);
    const { status, stdout } = await runAction(folder, 'push', { before: base, after: head });
    expect(stdout).toContain('key.py');
    expect(status).toBe(1);
  });

  it('scans the whole history on a schedule', async () => {
    const repository = new TestRepository();
    repository.commitFile('key.py', `KEY = "${anthropicKey()}"\n`);
    repository.git('rm', '-q', 'key.py');
    repository.commit('take it out');
    expect((await runAction(repository.path, 'schedule', {})).status).toBe(1);
  });
});
