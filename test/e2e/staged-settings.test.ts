import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, cliPath, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `KEY=${key}\n`;

function leaking(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.write('src/a.env', secret);
  repository.git('add', '-A');
  return repository;
}

/** Whether a commit gets past a real hook. */
function passes(repository: TestRepository): boolean {
  repository.hook('pre-commit', `#!/bin/sh\nexec '${process.execPath}' '${cliPath()}' staged\n`);
  return repository.attempt('commit', '-q', '-m', 'a commit').code === 0;
}

describe('the repository says what its commits may hold, with', () => {
  it('nothing said, nothing', () => {
    expect(passes(leaking())).toBe(false);
  });

  it('a path that is excluded', async () => {
    const repository = leaking();
    repository.write('.clawback.yaml', 'paths: { exclude: ["src/**"] }\n');
    const { scan } = await report(['staged'], { cwd: repository.path });
    expect(scan.skipped).toMatchObject([{ what: 'excluded paths', count: 1, incomplete: false }]);
    expect(passes(repository)).toBe(true);
  });

  it('a path that is not included', () => {
    const repository = leaking();
    repository.write('.clawback.yaml', 'paths: { include: ["lib/**"] }\n');
    expect(passes(repository)).toBe(true);
  });

  it('a rule that is off', () => {
    const repository = leaking();
    repository.write('.clawback.yaml', 'rules: { disable: [anthropic-api-key, generic-secret] }\n');
    expect(passes(repository)).toBe(true);
  });

  it('another rule that is off', () => {
    const repository = leaking();
    repository.write('.clawback.yaml', 'rules: { disable: [groq-api-key, generic-secret] }\n');
    expect(passes(repository)).toBe(false);
  });

  it('severities that fail, of which it is none', () => {
    const repository = leaking();
    repository.write('.clawback.yaml', 'report: { fail-on: [low] }\n');
    expect(passes(repository)).toBe(true);
  });

  it('a fingerprint that is ignored, in a hook that runs from the top', async () => {
    const repository = leaking();
    const { findings } = await report(['staged'], { cwd: repository.path });
    repository.write('.clawbackignore', `${findings[0]!.fingerprint} # a test key\n`);
    const { suppressed } = await report(['staged'], { cwd: join(repository.path, 'src') });
    expect(suppressed).toMatchObject([
      { by: 'ignore-file', reason: 'a test key', places: [{ path: 'src/a.env', line: 1, column: 5 }] },
    ]);
    expect(passes(repository)).toBe(true);
  });

  it('a glob that is ignored', () => {
    const repository = leaking();
    repository.write('.clawbackignore', 'src/*.env # not here\n');
    expect(passes(repository)).toBe(true);
  });

  it('an inline comment', () => {
    const repository = leaking();
    repository.write('src/a.env', `KEY=${key} # clawback:allow -- a test key\n`);
    repository.git('add', '-A');
    expect(passes(repository)).toBe(true);
  });

  it('a linked work tree that has settings of its own', async () => {
    const repository = leaking();
    repository.write('.clawback.yaml', 'paths: { exclude: ["**"] }\n');
    const path = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '--detach', path);
    const linked = TestRepository.at(path);
    linked.stage('src/a.env', secret);
    expect((await report(['staged'], { cwd: path })).findings).toMatchObject([{ places: [{ path: 'src/a.env' }] }]);
    linked.write('.clawback.yaml', 'paths: { exclude: ["**"] }\n');
    expect((await report(['staged'], { cwd: path })).findings).toEqual([]);
  });

  it('settings that cannot be read: nothing is committed', () => {
    const repository = leaking();
    repository.write('src/a.env', '# clean\n');
    repository.git('add', '-A');
    repository.write('.clawback.yaml', 'paths: 5\n');
    expect(passes(repository)).toBe(false);
  });
});

describe('GIT_INDEX_FILE names the index that counts', () => {
  function twoIndexes(): { repository: TestRepository; other: string } {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    const other = join(repository.path, '.git/other-index');
    repository.gitWith({ env: { GIT_INDEX_FILE: other } }, 'read-tree', 'HEAD');
    return { repository, other };
  }

  it('where it holds a secret that the usual one does not', async () => {
    const { repository, other } = twoIndexes();
    const id = repository.store(secret);
    repository.gitWith(
      { env: { GIT_INDEX_FILE: other } },
      'update-index',
      '--add',
      '--cacheinfo',
      `100644,${id},other.env`,
    );
    expect((await report(['staged'], { cwd: repository.path })).findings).toEqual([]);
    const { findings } = await report(['staged'], { cwd: repository.path, env: { GIT_INDEX_FILE: other } });
    expect(findings).toMatchObject([{ places: [{ path: 'other.env', line: 1, column: 5, object: id }] }]);
  });

  it('where the usual one holds a secret and it does not', async () => {
    const { repository, other } = twoIndexes();
    repository.stage('usual.env', secret);
    expect((await report(['staged'], { cwd: repository.path })).run.code).toBe(1);
    const { findings, run } = await report(['staged'], { cwd: repository.path, env: { GIT_INDEX_FILE: other } });
    expect(findings).toEqual([]);
    expect(run.code).toBe(0);
  });

  it('where it is named from the top, as git commit -a names it', async () => {
    const { repository, other } = twoIndexes();
    const id = repository.store(`GROQ=${groqKey()}\n`);
    const env = { GIT_INDEX_FILE: other };
    repository.gitWith({ env }, 'update-index', '--add', '--cacheinfo', `100644,${id},other.env`);
    const { findings } = await report(['staged'], {
      cwd: repository.path,
      env: { GIT_INDEX_FILE: '.git/other-index' },
    });
    expect(findings).toMatchObject([{ rule: 'groq-api-key', places: [{ path: 'other.env' }] }]);
  });
});

describe('where nothing can be staged, staged is one line, and exit 2:', () => {
  it('a folder that is no repository', async () => {
    const run = await clawback(['staged'], { cwd: temporaryFolder() });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: not a git repository: [^\n]+\n$/);
  });

  it('an index that is broken', async () => {
    const repository = leaking();
    repository.write('.git/index', 'not an index');
    const run = await clawback(['staged'], { cwd: repository.path });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/^clawback: [^\n]+\n$/);
  });
});

it('an index with nothing new in it is clean', async () => {
  const repository = new TestRepository();
  repository.commitFile('a.env', secret);
  const { findings, scan, run } = await report(['staged'], { cwd: repository.path });
  expect(run.code).toBe(0);
  expect(findings).toEqual([]);
  expect(scan).toMatchObject({ kind: 'staged', complete: true, objects: 0, skipped: [] });
});
