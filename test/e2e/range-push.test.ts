import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, cliPath, type JsonReport, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `KEY=${key}\n`;
const none = '0'.repeat(40);

/** A repository, and a remote that has what there is so far. */
function pushed(): { repository: TestRepository; base: string } {
  const repository = new TestRepository();
  const base = repository.commitFile('start.txt', 'start\n');
  const remote = new TestRepository({ bare: true });
  repository.git('remote', 'add', 'origin', remote.path);
  repository.git('push', '-q', '-u', 'origin', 'main');
  return { repository, base };
}

const sincePush = (repository: TestRepository, stdin = '') =>
  report(['range', '--since-push'], { cwd: repository.path, stdin });

describe('told by git what will be pushed, range --since-push scans', () => {
  it('a new branch: what no remote has', async () => {
    const { repository } = pushed();
    repository.git('checkout', '-q', '-b', 'topic');
    const commit = repository.commitFile('a.env', secret);
    repository.commitFile('a.env', '# clean\n');
    const head = repository.git('rev-parse', 'HEAD');
    const { findings, scan, run } = await sincePush(repository, `refs/heads/topic ${head} refs/heads/topic ${none}\n`);
    expect(run.code).toBe(1);
    expect(scan).toMatchObject({ kind: 'range', complete: true, commits: 2 });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5, commit, present: false }] }]);
  });

  it('an updated branch: what came since the id that the remote has, though no branch tracks it', async () => {
    const repository = new TestRepository();
    repository.commitFile('known.env', `KEY=${anthropicKey('known')}\n`);
    const base = repository.git('rev-parse', 'HEAD');
    const commit = repository.commitFile('a.env', secret);
    const { findings, scan } = await sincePush(repository, `refs/heads/main ${commit} refs/heads/main ${base}\n`);
    expect(scan.commits).toBe(1);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('a branch that is forced over commits which are not here: what no remote has', async () => {
    const { repository } = pushed();
    const commit = repository.commitFile('a.env', secret);
    const { findings, scan } = await sincePush(
      repository,
      `refs/heads/main ${commit} refs/heads/main ${'1'.repeat(40)}\n`,
    );
    expect(scan).toMatchObject({ complete: true, commits: 1 });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit }] }]);
  });

  it('a deleted branch: nothing', async () => {
    const { repository, base } = pushed();
    repository.commitFile('a.env', secret);
    const { findings, scan, run } = await sincePush(repository, `(delete) ${none} refs/heads/old ${base}\n`);
    expect(run.code).toBe(0);
    expect(scan).toMatchObject({ complete: true, commits: 0 });
    expect(findings).toEqual([]);
  });

  it('several refs at once, each commit once', async () => {
    const { repository, base } = pushed();
    const first = repository.commitFile('a.env', secret);
    repository.git('checkout', '-q', '-b', 'topic');
    const second = repository.commitFile('b.env', `KEY=${anthropicKey('2')}\n`);
    const { findings, scan } = await sincePush(
      repository,
      [
        `refs/heads/main ${first} refs/heads/main ${base}`,
        `refs/heads/topic ${second} refs/heads/topic ${none}`,
        `(delete) ${none} refs/heads/gone ${base}`,
        '',
      ].join('\n'),
    );
    expect(scan.commits).toBe(2);
    expect(findings.map((finding) => finding.places)).toMatchObject([
      [{ path: 'a.env', commit: first }],
      [{ path: 'b.env', commit: second }],
    ]);
  });

  it('a tag with a message', async () => {
    const { repository } = pushed();
    repository.git('tag', '-a', '-m', `release\n\nwith ${key}`, 'v1');
    const object = repository.git('rev-parse', 'refs/tags/v1');
    const { findings, scan } = await sincePush(repository, `refs/tags/v1 ${object} refs/tags/v1 ${none}\n`);
    expect(scan).toMatchObject({ complete: true, commits: 0 });
    expect(findings).toMatchObject([
      {
        places: [
          { kind: 'tag-message', path: '', line: 3, column: 6, object, commit: '', author: 'Ada', present: true },
        ],
      },
    ]);
  });

  it('a tag on a tag: the message of the inner one goes out too', async () => {
    const { repository } = pushed();
    repository.git('tag', '-a', '-m', `inner ${key}`, 'inner');
    const inner = repository.git('rev-parse', 'refs/tags/inner');
    repository.git('tag', '-a', '-m', 'outer', 'outer', 'inner');
    const outer = repository.git('rev-parse', 'refs/tags/outer');
    const { findings } = await sincePush(repository, `refs/tags/outer ${outer} refs/tags/outer ${none}\n`);
    expect(findings).toMatchObject([{ places: [{ kind: 'tag-message', line: 1, column: 7, object: inner }] }]);
  });

  it('a tag on a commit that no branch has', async () => {
    const { repository } = pushed();
    repository.git('checkout', '-q', '--detach');
    const commit = repository.commitFile('a.env', secret);
    repository.git('tag', 'v1');
    repository.git('checkout', '-q', 'main');
    const { findings } = await sincePush(repository, `refs/tags/v1 ${commit} refs/tags/v1 ${none}\n`);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('a tag straight on a blob', async () => {
    const { repository } = pushed();
    const object = repository.store(secret);
    repository.git('tag', 'key', object);
    const { findings, scan, run } = await sincePush(repository, `refs/tags/key ${object} refs/tags/key ${none}\n`);
    expect(scan.complete).toBe(true);
    expect(findings).toMatchObject([{ places: [{ kind: 'file', path: '', line: 1, column: 5, object, commit: '' }] }]);
    expect(run.code).toBe(1);
  });

  it('a tag with a message on a blob', async () => {
    const { repository } = pushed();
    const object = repository.store(secret);
    repository.git('tag', '-a', '-m', 'a key', 'key', object);
    const tag = repository.git('rev-parse', 'refs/tags/key');
    const { findings } = await sincePush(repository, `refs/tags/key ${tag} refs/tags/key ${none}\n`);
    expect(findings).toMatchObject([{ places: [{ kind: 'file', line: 1, column: 5, object, commit: '' }] }]);
  });

  it('notes', async () => {
    const { repository, base } = pushed();
    repository.git('notes', 'add', '-m', `note ${key}`);
    const commit = repository.git('rev-parse', 'refs/notes/commits');
    const { findings } = await sincePush(repository, `refs/notes/commits ${commit} refs/notes/commits ${none}\n`);
    expect(findings).toMatchObject([
      { places: [{ kind: 'note', path: base, line: 1, column: 6, commit, present: true }] },
    ]);
  });

  it('a commit that was named by its message, with spaces', async () => {
    const { repository, base } = pushed();
    const commit = repository.commitFile('a.env', secret, 'add the settings');
    // githooks(5): what is no ref is given as it was written, as in git push origin "HEAD^{/add the}:refs/heads/main".
    const line = `HEAD^{/add the settings} ${commit} refs/heads/main ${base}\n`;
    const { findings } = await sincePush(repository, line);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit }] }]);
  });
});

describe('told nothing, range --since-push scans what HEAD has and no remote has:', () => {
  it('all that was not pushed', async () => {
    const { repository } = pushed();
    const commit = repository.commitFile('a.env', secret);
    repository.commitFile('b.txt', 'b\n');
    const { findings, scan } = await sincePush(repository);
    expect(scan.commits).toBe(2);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('nothing where all was pushed', async () => {
    const { repository } = pushed();
    repository.commitFile('a.env', secret);
    repository.git('push', '-q');
    const { findings, scan, run } = await sincePush(repository);
    expect(run.code).toBe(0);
    expect(scan).toMatchObject({ complete: true, commits: 0 });
    expect(findings).toEqual([]);
  });

  it('everything where there is no remote', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile('a.env', secret);
    repository.commitFile('b.txt', 'b\n');
    const { findings, scan } = await sincePush(repository);
    expect(scan.commits).toBe(2);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit }] }]);
  });

  it('nothing before the first commit', async () => {
    const { scan, run } = await sincePush(new TestRepository());
    expect(run.code).toBe(0);
    expect(scan).toMatchObject({ complete: true, commits: 0 });
  });
});

it.each([
  { what: 'words', stdin: 'this is no push\n' },
  { what: 'too few ids', stdin: `refs/heads/main ${none}\n` },
  { what: 'short ids', stdin: 'refs/heads/main 1234567 refs/heads/main 7654321\n' },
  { what: 'an id that does not exist', stdin: `refs/heads/main ${'1'.repeat(40)} refs/heads/main ${none}\n` },
  { what: 'a secret', stdin: `${key}\n` },
])('input that is $what is one line, and exit 2', async ({ stdin }) => {
  const { repository } = pushed();
  const run = await clawback(['range', '--since-push'], { cwd: repository.path, stdin });
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toMatch(/^clawback: [^\n]+\n$/);
  expect(run.err).not.toContain(key.slice(20));
});

describe('in a real pre-push hook', () => {
  /** The same, with the hook installed, and the report that it wrote. */
  function hooked(): { repository: TestRepository; last: () => JsonReport | null } {
    const { repository } = pushed();
    const file = join(temporaryFolder(), 'report.json');
    const command = `'${process.execPath}' '${cliPath()}' range --since-push --format json --output '${file}'`;
    repository.hook('pre-push', `#!/bin/sh\nexec ${command}\n`);
    return { repository, last: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null) };
  }

  it('a push with a leak in its middle is stopped', () => {
    const { repository, last } = hooked();
    const commit = repository.commitFile('a.env', secret);
    repository.commitFile('a.env', '# clean\n');
    expect(repository.attempt('push', 'origin', 'main').code).not.toBe(0);
    expect(last()?.findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: false }] }]);
  });

  it('a clean push goes out', () => {
    const { repository, last } = hooked();
    repository.commitFile('b.txt', 'b\n');
    expect(repository.attempt('push', 'origin', 'main').code).toBe(0);
    expect(last()?.scan).toMatchObject({ complete: true, commits: 1 });
  });

  it('a leak that the remote has already stops no later push', () => {
    const { repository } = hooked();
    repository.commitFile('a.env', secret);
    expect(repository.attempt('push', '--no-verify', 'origin', 'main').code).toBe(0);
    repository.commitFile('a.env', `# a comment\n${secret}`);
    expect(repository.attempt('push', 'origin', 'main').code).toBe(0);
  });

  it('a tag whose message holds a leak is stopped', () => {
    const { repository, last } = hooked();
    repository.git('tag', '-a', '-m', `release with ${key}`, 'v1');
    expect(repository.attempt('push', 'origin', 'v1').code).not.toBe(0);
    expect(last()?.findings).toMatchObject([{ places: [{ kind: 'tag-message', line: 1, column: 14 }] }]);
  });

  it('a branch can be deleted, though HEAD holds a leak', () => {
    const { repository } = hooked();
    expect(repository.attempt('push', 'origin', 'main:refs/heads/old').code).toBe(0);
    repository.commitFile('a.env', secret);
    expect(repository.attempt('push', 'origin', ':refs/heads/old').code).toBe(0);
  });

  it('a push from a linked work tree is stopped', () => {
    const { repository } = hooked();
    const path = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '-b', 'topic', path);
    const linked = TestRepository.at(path);
    linked.commitFile('a.env', secret);
    expect(linked.attempt('push', 'origin', 'topic').code).not.toBe(0);
  });
});
