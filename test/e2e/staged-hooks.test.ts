import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliPath, type JsonReport } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, githubToken, groqKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `# settings\nKEY=${key}\n`;
const place = { line: 2, column: 5, commit: '', reachable: true, present: true };

type Hooked = {
  repository: TestRepository;
  /** Commits, and gives what the hook reported. */
  commit: (...args: string[]) => { passed: boolean; report: JsonReport };
};

/** A repository in which a real pre-commit hook runs the program. */
function hooked(start = true): Hooked {
  const repository = new TestRepository();
  if (start) repository.commitFile('start.txt', 'start\n');
  const file = join(temporaryFolder(), 'report.json');
  const command = `'${process.execPath}' '${cliPath()}' staged --format json --output '${file}'`;
  repository.hook('pre-commit', `#!/bin/sh\nexec ${command}\n`);
  return { repository, commit: committer(repository, file) };
}

function committer(repository: TestRepository, file: string): Hooked['commit'] {
  return (...args) => {
    const { code, out } = repository.attempt('commit', '-q', '-m', 'a commit', ...args);
    if (!existsSync(file)) throw new Error(`the hook wrote no report: ${out}`);
    return { passed: code === 0, report: JSON.parse(readFileSync(file, 'utf8')) };
  };
}

describe('a commit is stopped by what it would bring:', () => {
  it('git commit', () => {
    const { repository, commit } = hooked();
    repository.write('src/a.env', secret);
    repository.git('add', '-A');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.scan).toMatchObject({ kind: 'staged', complete: true, objects: 1, commits: 0 });
    const object = repository.git('rev-parse', ':src/a.env');
    expect(report.findings).toMatchObject([{ places: [{ kind: 'file', path: 'src/a.env', object, ...place }] }]);
  });

  it('git commit -a', () => {
    const { repository, commit } = hooked();
    repository.write('start.txt', secret);
    const { passed, report } = commit('-a');
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'start.txt', ...place }] }]);
  });

  it('git commit FILE', () => {
    const { repository, commit } = hooked();
    repository.write('start.txt', secret);
    const { passed, report } = commit('start.txt');
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'start.txt', ...place }] }]);
  });

  it('git commit FILE, which leaves what else is staged for later', () => {
    const { repository, commit } = hooked();
    repository.stage('later.env', `GROQ=${groqKey()}\n`);
    repository.write('start.txt', 'an edit\n');
    const { passed, report } = commit('start.txt');
    expect(report.findings).toEqual([]);
    expect(passed).toBe(true);
    expect(commit().passed).toBe(false);
  });

  it('git commit --include FILE, which takes it along', () => {
    const { repository, commit } = hooked();
    repository.stage('first.env', `GROQ=${groqKey()}\n`);
    repository.write('start.txt', secret);
    const { passed, report } = commit('--include', 'start.txt');
    expect(passed).toBe(false);
    expect(report.findings.map((finding) => finding.places[0]!.path)).toEqual(['first.env', 'start.txt']);
  });

  it('a part of a file, as git add -p stages it', () => {
    const { repository, commit } = hooked();
    repository.commitFile('a.env', 'one\ntwo\nthree\n');
    repository.write('a.env', `one\nKEY=${key}\ntwo\nthree\n`);
    const patch = repository.git('diff');
    repository.write('a.env', 'one\ntwo\nthree\nfour\n');
    repository.gitWith({ input: `${patch}\n` }, 'apply', '--cached');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });

  it('the other part of a file may go', () => {
    const { repository, commit } = hooked();
    repository.commitFile('a.env', 'one\ntwo\nthree\n');
    repository.write('a.env', 'one\ntwo\nthree\nfour\n');
    const patch = repository.git('diff');
    repository.write('a.env', `one\nKEY=${key}\ntwo\nthree\nfour\n`);
    repository.gitWith({ input: `${patch}\n` }, 'apply', '--cached');
    const { passed, report } = commit();
    expect(report.findings).toEqual([]);
    expect(passed).toBe(true);
  });

  it('the first commit of all', () => {
    const { repository, commit } = hooked(false);
    repository.write('src/a.env', secret);
    repository.git('add', '-A');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.scan.complete).toBe(true);
    expect(report.findings).toMatchObject([{ places: [{ path: 'src/a.env', ...place }] }]);
  });

  it('the first commit of all, which is clean', () => {
    const { repository, commit } = hooked(false);
    repository.write('a.txt', 'a\n');
    repository.git('add', '-A');
    expect(commit().passed).toBe(true);
  });

  it('the first commit of all, with SHA-256 ids', () => {
    const repository = new TestRepository({ objectFormat: 'sha256' });
    const file = join(temporaryFolder(), 'report.json');
    repository.hook(
      'pre-commit',
      `#!/bin/sh\nexec '${process.execPath}' '${cliPath()}' staged --format json --output '${file}'\n`,
    );
    repository.stage('a.env', secret);
    const { passed, report } = committer(repository, file)();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });

  it('the first commit of a branch with a history of its own', () => {
    const { repository, commit } = hooked();
    repository.git('checkout', '-q', '--orphan', 'other');
    repository.write('start.txt', secret);
    const { passed, report } = commit('-a');
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'start.txt', ...place }] }]);
  });

  it.each([
    { how: 'git commit', args: [], add: true },
    { how: 'git commit -a', args: ['-a'], add: false },
    { how: 'git commit FILE', args: ['start.txt'], add: false },
  ])('in a linked work tree: $how', ({ args, add }) => {
    const { repository } = hooked();
    const path = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '-b', 'topic', path);
    const linked = TestRepository.at(path);
    const file = join(temporaryFolder(), 'report.json');
    repository.hook(
      'pre-commit',
      `#!/bin/sh\nexec '${process.execPath}' '${cliPath()}' staged --format json --output '${file}'\n`,
    );
    linked.write('start.txt', secret);
    if (add) linked.git('add', '-A');
    const { passed, report } = committer(linked, file)(...args);
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'start.txt', ...place }] }]);
  });

  it('from a folder below the top', () => {
    const { repository } = hooked();
    repository.write('src/a.env', secret);
    repository.git('add', '-A');
    expect(repository.attempt('-C', 'src', 'commit', '-q', '-m', 'a commit').code).not.toBe(0);
  });

  it('with GIT_DIR and GIT_WORK_TREE from outside', () => {
    const { repository } = hooked();
    repository.write('a.env', secret);
    repository.git('add', '-A');
    const elsewhere = TestRepository.at(temporaryFolder());
    const flags = [`--git-dir=${repository.path}/.git`, `--work-tree=${repository.path}`];
    expect(elsewhere.attempt(...flags, 'commit', '-q', '-m', 'a commit').code).not.toBe(0);
  });
});

describe('git commit --amend', () => {
  it('with a new secret is stopped', () => {
    const { repository, commit } = hooked();
    repository.commitFile('b.txt', 'b\n');
    repository.write('a.env', secret);
    repository.git('add', '-A');
    const { passed, report } = commit('--amend');
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });

  it('that takes a secret out again is let through', () => {
    const { repository, commit } = hooked();
    repository.stage('a.env', secret);
    repository.git('commit', '-q', '--no-verify', '-m', 'a slip');
    repository.stage('a.env', '# settings\n');
    const { passed, report } = commit('--amend');
    expect(report.findings).toEqual([]);
    expect(passed).toBe(true);
  });
});

describe('the commit that ends a conflict', () => {
  function conflict(): Hooked {
    const made = hooked();
    const { repository } = made;
    repository.git('checkout', '-q', '-b', 'topic');
    repository.stage('theirs.env', `GROQ=${groqKey()}\n`);
    repository.stage('start.txt', 'their start\n');
    repository.git('commit', '-q', '--no-verify', '-m', 'theirs');
    repository.git('reset', '-q', '--hard');
    repository.git('checkout', '-q', 'main');
    repository.commitFile('start.txt', 'our start\n');
    expect(repository.attempt('merge', 'topic').code).not.toBe(0);
    return made;
  }

  it('with a secret is stopped', () => {
    const { repository, commit } = conflict();
    repository.write('start.txt', secret);
    const { passed, report } = commit('-a');
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'start.txt', ...place }] }]);
  });

  it('is let through where only the other side holds a secret', () => {
    const { repository, commit } = conflict();
    repository.write('start.txt', 'our start and theirs\n');
    const { passed, report } = commit('-a');
    expect(report.findings).toEqual([]);
    expect(passed).toBe(true);
    expect(repository.git('rev-list', '--parents', '--no-walk', 'HEAD').split(' ')).toHaveLength(3);
  });
});

describe('what the index holds decides, not the work tree:', () => {
  it('a secret that is staged, and taken out of the file since', () => {
    const { repository, commit } = hooked();
    repository.write('a.env', secret);
    repository.git('add', '-A');
    repository.write('a.env', '# settings\n');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });

  it('a secret that is only in the work tree', () => {
    const { repository, commit } = hooked();
    repository.write('a.env', '# settings\n');
    repository.git('add', '-A');
    repository.write('a.env', secret);
    expect(commit().passed).toBe(true);
  });

  it('a file that was announced only (git add -N)', () => {
    const { repository, commit } = hooked();
    repository.write('a.env', secret);
    repository.git('add', '-N', 'a.env');
    repository.write('start.txt', 'an edit\n');
    repository.git('add', 'start.txt');
    const { passed, report } = commit();
    expect(report.scan.complete).toBe(true);
    expect(passed).toBe(true);
  });

  it('a file that was announced, and is taken along by -a', () => {
    const { repository, commit } = hooked();
    repository.write('a.env', secret);
    repository.git('add', '-N', 'a.env');
    const { passed, report } = commit('-a');
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });
});

describe('what kind of entry it is does not matter:', () => {
  it('a symbolic link whose target is a secret', () => {
    const { repository, commit } = hooked();
    repository.link('current', `/srv/${githubToken()}`);
    repository.git('add', '-A');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ kind: 'file', path: 'current', line: 1, column: 6 }] }]);
  });

  it('a symbolic link that becomes a file', () => {
    const { repository, commit } = hooked();
    repository.link('settings', 'start.txt');
    repository.commit();
    repository.stage('settings', secret);
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'settings', ...place }] }]);
  });

  it('a submodule: its commit is no object of this repository', () => {
    const { repository, commit } = hooked();
    repository.stageObject('deps/sub', '1'.repeat(40), '160000');
    const { passed, report } = commit();
    expect(report.scan).toMatchObject({ complete: true, skipped: [] });
    expect(passed).toBe(true);
  });

  it('a submodule that becomes a file', () => {
    const { repository, commit } = hooked();
    repository.stageObject('sub', '1'.repeat(40), '160000');
    repository.git('commit', '-q', '--no-verify', '-m', 'a submodule');
    repository.stage('sub', secret);
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.scan).toMatchObject({ complete: true, skipped: [] });
    expect(report.findings).toMatchObject([{ places: [{ path: 'sub', ...place }] }]);
  });

  it('a file that git is told not to diff', () => {
    const { repository, commit } = hooked();
    repository.commitFile('.gitattributes', '* -diff\n');
    repository.write('a.env', secret);
    repository.git('add', '-A');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });

  it('a file in UTF-16', () => {
    const { repository, commit } = hooked();
    repository.write('a.env', Buffer.from(`\ufeff${secret}`, 'utf16le'));
    repository.git('add', '-A');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([{ places: [{ path: 'a.env', ...place }] }]);
  });

  it('a file whose name is a secret', () => {
    const { repository, commit } = hooked();
    repository.write(`${githubToken()}.txt`, 'nothing here\n');
    repository.git('add', '-A');
    const { passed, report } = commit();
    expect(passed).toBe(false);
    expect(report.findings).toMatchObject([
      {
        places: [
          { kind: 'filename', path: `${githubToken().slice(0, 4)}…(40).txt`, line: 1, column: 1, present: true },
        ],
      },
    ]);
  });

  it('a renamed file that holds a known secret brings nothing new', () => {
    const { repository, commit } = hooked();
    repository.stage('a.env', secret);
    repository.git('commit', '-q', '--no-verify', '-m', 'a slip');
    repository.git('reset', '-q', '--hard');
    repository.git('mv', 'a.env', 'b.env');
    const { passed, report } = commit();
    expect(report.findings).toEqual([]);
    expect(passed).toBe(true);
  });

  it('a deleted file brings nothing', () => {
    const { repository, commit } = hooked();
    repository.stage('a.env', secret);
    repository.git('commit', '-q', '--no-verify', '-m', 'a slip');
    repository.git('rm', '-q', '--cached', 'a.env');
    const { passed, report } = commit();
    expect(report.findings).toEqual([]);
    expect(passed).toBe(true);
  });
});
