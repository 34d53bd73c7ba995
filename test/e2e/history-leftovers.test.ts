import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `# settings\nKEY=${key}\n`;
const at = { line: 2, column: 5 };

function started(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('a.env', '# settings\n');
  return repository;
}

/** Forgets what was, as time does. */
function expire(repository: TestRepository): void {
  repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
}

describe('audit finds a key in a stash', () => {
  it('that was staged: brought by the commit of the index', async () => {
    const repository = started();
    repository.write('a.env', secret);
    repository.git('add', '-A');
    repository.git('stash', '-q');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [
          { path: 'a.env', ...at, commit: repository.git('rev-parse', 'stash^2'), reachable: true, present: true },
        ],
      },
    ]);
  });

  it('that was staged, and taken out of the file before the stash', async () => {
    const repository = started();
    repository.write('a.env', secret);
    repository.git('add', '-A');
    repository.write('a.env', '# settings\n# and more\n');
    repository.git('stash', '-q');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'a.env', ...at, commit: repository.git('rev-parse', 'stash^2'), reachable: true }] },
    ]);
  });

  it('that was not staged: brought by the stash itself', async () => {
    const repository = started();
    repository.write('a.env', secret);
    repository.git('stash', '-q');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [
          { path: 'a.env', ...at, commit: repository.git('rev-parse', 'stash'), reachable: true, present: true },
        ],
      },
    ]);
  });

  it('that was not tracked: brought by the commit of the untracked files', async () => {
    const repository = started();
    repository.write('new/b.env', secret);
    repository.git('stash', '-q', '-u');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [{ path: 'new/b.env', ...at, commit: repository.git('rev-parse', 'stash^3'), reachable: true }],
      },
    ]);
  });

  it('that is not the newest, which only the reflog of stashes knows', async () => {
    const repository = started();
    repository.write('a.env', secret);
    repository.git('stash', '-q');
    repository.write('a.env', '# something else\n');
    repository.git('stash', '-q');
    const older = repository.git('rev-parse', 'stash@{1}');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'a.env', ...at, commit: older, reachable: true, present: false }] },
    ]);
  });

  it('that was dropped', async () => {
    const repository = started();
    repository.write('a.env', secret);
    repository.git('stash', '-q');
    const commit = repository.git('rev-parse', 'stash');
    repository.git('stash', 'drop', '-q');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', ...at, commit, reachable: false, present: false }] }]);
  });

  it('by the words it was given', async () => {
    const repository = started();
    repository.write('a.env', '# something else\n');
    repository.git('stash', 'push', '-q', '-m', `before ${key}`);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'commit-message', commit: repository.git('rev-parse', 'stash'), line: 1, column: 17 }] },
    ]);
  });
});

describe('audit finds a key that no branch has any more', () => {
  it('in a commit of a deleted branch that a reflog still knows', async () => {
    const repository = started();
    repository.git('checkout', '-q', '-b', 'topic');
    const commit = repository.commitFile('src/b.env', secret);
    repository.git('checkout', '-q', 'main');
    repository.git('branch', '-q', '-D', 'topic');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'src/b.env', ...at, commit, reachable: true, present: false }] },
    ]);
  });

  it('in a dangling commit that nothing knows', async () => {
    const repository = started();
    repository.git('checkout', '-q', '-b', 'topic');
    const commit = repository.commitFile('src/b.env', secret);
    repository.commitFile('src/c.txt', 'c\n');
    repository.git('checkout', '-q', 'main');
    repository.git('branch', '-q', '-D', 'topic');
    expire(repository);
    expect(repository.git('fsck', '--no-progress')).toContain('dangling commit');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        places: [
          { path: 'src/b.env', ...at, commit, author: 'Ada', line: 2, column: 5, reachable: false, present: false },
        ],
      },
    ]);
  });

  it('in a commit that was amended', async () => {
    const repository = started();
    const commit = repository.commitFile('a.env', secret);
    repository.write('a.env', '# settings\n# clean\n');
    repository.git('add', '-A');
    repository.git('commit', '-q', '--amend', '-m', 'clean');
    expire(repository);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', ...at, commit, reachable: false, present: false }] }]);
  });

  it('in a dangling blob, which has no name', async () => {
    const repository = started();
    const object = repository.store(secret);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'file', path: '', ...at, object, commit: '', reachable: false, present: false }] },
    ]);
  });

  it('in a dangling tree, which has its name', async () => {
    const repository = started();
    repository.stage('b.env', secret);
    repository.git('write-tree');
    repository.git('reset', '-q', '--hard');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'b.env', ...at, commit: '', reachable: false, present: false }] },
    ]);
  });
});

describe('audit finds a key that was only ever in an index', () => {
  it('and still is', async () => {
    const repository = started();
    const object = repository.stage('src/b.env', secret);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'src/b.env', ...at, object, commit: '', reachable: true, present: true }] },
    ]);
  });

  it('and was replaced there', async () => {
    const repository = started();
    const object = repository.stage('src/b.env', secret);
    repository.stage('src/b.env', '# clean\n');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ ...at, object, commit: '', reachable: false, present: false }] }]);
  });

  it('and was reset', async () => {
    const repository = started();
    const object = repository.stage('src/b.env', secret);
    repository.git('reset', '-q', '--hard');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ ...at, object, commit: '', reachable: false, present: false }] }]);
  });

  it('of a linked work tree, asked from the main one and from itself', async () => {
    const repository = started();
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '--detach', linked);
    const object = TestRepository.at(linked).stage('src/b.env', secret);
    for (const cwd of [repository.path, linked]) {
      const { findings } = await report(['audit'], { cwd });
      expect(findings).toMatchObject([
        { places: [{ path: 'src/b.env', ...at, object, commit: '', reachable: true, present: true }] },
      ]);
    }
  });

  it('of the main work tree, asked from a linked one', async () => {
    const repository = started();
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '--detach', linked);
    const object = repository.stage('src/b.env', secret);
    const { findings } = await report(['audit'], { cwd: linked });
    expect(findings).toMatchObject([
      { places: [{ path: 'src/b.env', ...at, object, commit: '', reachable: true, present: true }] },
    ]);
  });

  it('that is split in two files', async () => {
    const repository = started();
    repository.git('update-index', '--split-index');
    const object = repository.stage('src/b.env', secret);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'src/b.env', ...at, object, present: true }] }]);
  });

  it.each([1, 2, 3])('in stage %i of a merge that is not resolved', async (stage) => {
    const repository = started();
    const plain = repository.store('# one side\n');
    for (const other of [1, 2, 3].filter((number) => number !== stage)) {
      repository.stageObject('both.env', plain, '100644', other);
    }
    const object = repository.store(secret);
    repository.stageObject('both.env', object, '100644', stage);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'both.env', ...at, object, commit: '', reachable: true, present: true }] },
    ]);
  });
});

describe('audit finds a key behind a tag that points', () => {
  it('straight at a blob', async () => {
    const repository = started();
    const object = repository.store(secret);
    repository.git('tag', 'key', object);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        places: [
          { kind: 'file', path: '', ...at, object, commit: '', ref: 'refs/tags/key', reachable: true, present: true },
        ],
      },
    ]);
  });

  it('at a blob, with a message', async () => {
    const repository = started();
    const object = repository.store(secret);
    repository.git('tag', '-a', '-m', 'a public key', 'key', object);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'file', ...at, object, ref: 'refs/tags/key', reachable: true, present: true }] },
    ]);
  });

  it('at a tree', async () => {
    const repository = started();
    const object = repository.stage('src/b.env', secret);
    repository.git('tag', 'tree', repository.git('write-tree'));
    repository.git('reset', '-q', '--hard');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'file', path: 'src/b.env', ...at, object, commit: '', reachable: true, present: true }] },
    ]);
  });

  it('at a commit that no branch has', async () => {
    const repository = started();
    repository.git('checkout', '-q', '--detach');
    const commit = repository.commitFile('src/b.env', secret);
    repository.git('tag', 'v1');
    repository.git('checkout', '-q', 'main');
    expire(repository);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'src/b.env', ...at, commit, reachable: true, present: true }] },
    ]);
  });
});

it('a ref whose own name is a token is masked', async () => {
  const repository = started();
  const object = repository.store(secret);
  const name = anthropicKey('2');
  repository.git('tag', name, object);
  const { findings, run } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([{ places: [{ object, reachable: true }] }]);
  expect(run.out + run.err).not.toContain(name.slice(20));
});

it('a reflog that names commits which are rightly gone does not make an audit incomplete', async () => {
  const repository = started();
  const gone = repository.commitFile('src/b.env', '# nothing\n');
  repository.git('reset', '-q', '--hard', 'HEAD~1');
  expire(repository);
  repository.git('gc', '-q', '--prune=now');
  const log = join(repository.path, '.git/logs/HEAD');
  writeFileSync(log, `${gone} ${gone} Ada <ada@example.org> 1700000000 +0000\tcheckout: back\n`);
  const { scan, run } = await report(['audit'], { cwd: repository.path });
  expect(scan.complete).toBe(true);
  expect(run.code).toBe(0);
});
