import { renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, githubToken } from '../support/secrets.ts';

const key = anthropicKey();

/** Makes two branches from one start, and merges one into the other without committing. */
function startMerge(repository: TestRepository): { ours: string; theirs: string } {
  repository.commitFile('start.txt', 'start\n');
  repository.git('checkout', '-q', '-b', 'topic');
  const theirs = repository.commitFile('theirs.txt', 'theirs\n');
  repository.git('checkout', '-q', 'main');
  const ours = repository.commitFile('ours.txt', 'ours\n');
  repository.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
  return { ours, theirs };
}

describe('audit names the merge that brought', () => {
  it('a new file that is in neither parent', async () => {
    const repository = new TestRepository();
    startMerge(repository);
    const merge = repository.commitFile('config/evil.env', `KEY=${key}\n`);
    expect(repository.git('rev-list', '--parents', '--no-walk', merge).split(' ')).toHaveLength(3);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [{ path: 'config/evil.env', line: 1, column: 5, commit: merge, reachable: true, present: true }],
      },
    ]);
  });

  it('a change of a file that both parents have alike', async () => {
    const repository = new TestRepository();
    startMerge(repository);
    const merge = repository.commitFile('start.txt', `start\nKEY=${key}\n`);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'start.txt', line: 2, column: 5, commit: merge }] }]);
  });

  it('a change of a file that only one parent has', async () => {
    const repository = new TestRepository();
    startMerge(repository);
    const merge = repository.commitFile('theirs.txt', `theirs\nKEY=${key}\n`);
    repository.commitFile('theirs.txt', 'theirs\n');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'theirs.txt', line: 2, column: 5, commit: merge, reachable: true, present: false }] },
    ]);
  });

  it('an octopus of three branches', async () => {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    for (const branch of ['one', 'two', 'three']) {
      repository.git('checkout', '-q', '-b', branch, 'main');
      repository.commitFile(`${branch}.txt`, `${branch}\n`);
    }
    repository.git('checkout', '-q', 'main');
    repository.commitFile('ours.txt', 'ours\n');
    repository.git('merge', '-q', '--no-commit', 'one', 'two', 'three');
    const merge = repository.commitFile('octopus.env', `\nKEY=${key}\n`);
    expect(repository.git('rev-list', '--parents', '--no-walk', merge).split(' ')).toHaveLength(5);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'octopus.env', line: 2, column: 5, commit: merge }] }]);
  });
});

it('what a branch brought to a merge is told of the branch, not of the merge', async () => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('checkout', '-q', '-b', 'topic');
  const topic = repository.commitFile('topic.env', `KEY=${key}\n`);
  repository.git('checkout', '-q', 'main');
  repository.commitFile('ours.txt', 'ours\n');
  repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([{ occurrences: 1, places: [{ path: 'topic.env', commit: topic, present: true }] }]);
});

describe('a change of type', () => {
  it('from a symbolic link to a file brings what the file holds', async () => {
    const repository = new TestRepository();
    repository.link('settings', 'elsewhere');
    repository.commit();
    unlinkSync(join(repository.path, 'settings'));
    const commit = repository.commitFile('settings', `KEY=${key}\n`);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'file', path: 'settings', line: 1, column: 5, commit, present: true }] },
    ]);
  });

  it('from a file to a symbolic link takes nothing out of the history', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile('settings', `KEY=${key}\n`);
    unlinkSync(join(repository.path, 'settings'));
    repository.link('settings', 'elsewhere');
    repository.commit();
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'settings', commit, reachable: true, present: false }] }]);
  });

  it('from a submodule to a file brings what the file holds', async () => {
    const repository = new TestRepository();
    repository.stageObject('sub', '1'.repeat(40), '160000');
    repository.commitStaged();
    repository.stage('sub', `KEY=${key}\n`);
    const commit = repository.commitStaged();
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(scan.complete).toBe(true);
    expect(findings).toMatchObject([{ places: [{ path: 'sub', line: 1, column: 5, commit, present: true }] }]);
  });

  it('to executable brings nothing new', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile('run.sh', `KEY=${key}\n`);
    repository.git('update-index', '--chmod=+x', 'run.sh');
    repository.commitStaged();
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ occurrences: 1, places: [{ path: 'run.sh', commit, present: true }] }]);
  });
});

it('the target of a symbolic link may be a secret', async () => {
  const repository = new TestRepository();
  repository.link('current', `/srv/${githubToken()}`);
  const commit = repository.commit();
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([
    { rule: 'github-pat', places: [{ kind: 'file', path: 'current', line: 1, column: 6, commit, present: true }] },
  ]);
});

it('a secret that was added and removed inside one branch is still in the history', async () => {
  const repository = new TestRepository();
  repository.commitFile('app.py', 'print(1)\n');
  repository.git('checkout', '-q', '-b', 'topic');
  const commit = repository.commitFile('app.py', `print(1)\nKEY = "${key}"\n`);
  repository.commitFile('app.py', 'print(1)\n');
  repository.git('checkout', '-q', 'main');
  repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([
    { places: [{ path: 'app.py', line: 2, column: 8, commit, reachable: true, present: false }] },
  ]);
});

it('a secret in many versions and at several paths has a place for each path, and the first commit of each', async () => {
  const repository = new TestRepository();
  const first = repository.commitFile('a.env', `KEY=${key}\n`);
  repository.commitFile('a.env', `# a comment\nKEY=${key}\n`);
  const copied = repository.commitFile('b.env', `# a comment\nKEY=${key}\n`);
  unlinkSync(join(repository.path, 'a.env'));
  repository.commit();
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([
    {
      occurrences: 2,
      places: [
        { path: 'a.env', line: 1, column: 5, commit: first, present: false },
        { path: 'b.env', line: 2, column: 5, commit: copied, present: true },
      ],
    },
  ]);
});

it('a renamed file is told of at both of its paths', async () => {
  const repository = new TestRepository();
  const first = repository.commitFile('old.env', `KEY=${key}\n`);
  renameSync(join(repository.path, 'old.env'), join(repository.path, 'new.env'));
  const renamed = repository.commit();
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([
    {
      occurrences: 1,
      places: [
        { path: 'old.env', commit: first, present: false },
        { path: 'new.env', commit: renamed, present: true },
      ],
    },
  ]);
});

it('the commit that brought it first is found by ancestry, not by a clock that was wrong', async () => {
  const repository = new TestRepository();
  repository.write('a.env', `KEY=${key}\n`);
  repository.git('add', '-A');
  repository.gitWith({ env: { GIT_COMMITTER_DATE: '1900000000 +0000' } }, 'commit', '-q', '-m', 'from the future');
  const first = repository.git('rev-parse', 'HEAD');
  repository.git('rm', '-q', 'a.env');
  repository.commitStaged();
  repository.commitFile('a.env', `KEY=${key}\n`, 'back again');
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit: first, present: true }] }]);
});

it('two branches that bring the same file on their own have the older one named', async () => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('checkout', '-q', '-b', 'one');
  const first = repository.commitFile('a.env', `KEY=${key}\n`);
  repository.git('checkout', '-q', '-b', 'two', 'main');
  repository.commitFile('a.env', `KEY=${key}\n`, 'the same again');
  repository.git('checkout', '-q', 'main');
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([{ occurrences: 1, places: [{ path: 'a.env', commit: first, present: true }] }]);
});

it('authors and dates are those of the commit, in its own time zone', async () => {
  const repository = new TestRepository();
  repository.write('a.env', `KEY=${key}\n`);
  repository.git('add', '-A');
  const env = { GIT_AUTHOR_NAME: 'Zoë “Z” Ω', GIT_AUTHOR_DATE: '1700000000 +0530' };
  repository.gitWith({ env }, 'commit', '-q', '-m', 'a commit');
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([{ places: [{ author: 'Zoë “Z” Ω', date: '2023-11-15T03:43:20+05:30' }] }]);
});
