import { execFileSync } from 'node:child_process';
import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { watchedGit } from '../support/git-calls.ts';
import { TestPack } from '../support/pack.ts';
import { startClawback } from '../support/processes.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `KEY=${key}\n`;
const none = '0'.repeat(40);

function started(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  return repository;
}

/** An index of a version that is yet to come. */
const strangeIndex = Buffer.from('DIRC\0\0\0\x09\0\0\0\x01', 'latin1');

describe('an index that git cannot read', () => {
  it('makes an audit incomplete, and is named', async () => {
    const repository = started();
    repository.write('.git/index', strangeIndex);
    const { scan, run } = await report(['audit'], { cwd: repository.path });
    expect(scan.skipped).toMatchObject([
      { what: 'the index of the main work tree', why: expect.stringContaining('could not be read'), incomplete: true },
    ]);
    expect(run.code).toBe(2);
  });

  it('is named with its work tree, and hides no other index', async () => {
    const repository = started();
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '--detach', linked);
    repository.stage('a.env', secret);
    writeFileSync(TestRepository.at(linked).git('rev-parse', '--git-path', 'index'), strangeIndex);
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', present: true }] }]);
    expect(scan.skipped).toMatchObject([{ what: 'the index of the work tree "linked"', incomplete: true }]);
  });

  it.each([
    { when: 'after the first commit', make: started },
    { when: 'before it', make: () => new TestRepository() },
  ])('has no staged changes to scan, $when', async ({ make }) => {
    const repository = make();
    repository.write('.git/index', strangeIndex);
    const run = await clawback(['staged'], { cwd: repository.path });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: [^\n]*index[^\n]*\n$/);
  });
});

describe('a tag on a tree, of which a folder is gone,', () => {
  function tagged(): { repository: TestRepository; tree: string } {
    const repository = started();
    repository.stage('a.env', secret);
    repository.stage('gone/b.env', 'b\n');
    const tree = repository.git('write-tree');
    repository.git('tag', 'tree', tree);
    repository.git('reset', '-q', '--hard');
    unlinkSync(repository.objectFile(repository.git('rev-parse', `${tree}:gone`)));
    return { repository, tree };
  }

  it('makes a push incomplete: what can be read of it is scanned', async () => {
    const { repository, tree } = tagged();
    const stdin = `refs/tags/tree ${tree} refs/tags/tree ${none}\n`;
    const { findings, scan, run } = await report(['range', '--since-push'], { cwd: repository.path, stdin });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env' }] }]);
    expect(scan.skipped).toMatchObject([
      { what: `tree ${tree}`, why: 'git cannot read all of its folders: see "git fsck"', incomplete: true },
    ]);
    expect(run.code).toBe(2);
  });

  it('makes an audit incomplete', async () => {
    const { repository, tree } = tagged();
    const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', ref: 'refs/tags/tree' }] }]);
    expect(scan.skipped.map(({ what }) => what)).toContain(`tree ${tree}`);
    expect(run.code).toBe(2);
  });
});

describe('an audit is incomplete where git lists its objects', () => {
  it('and tells of an error first, and of much else after it', async () => {
    const repository = started();
    repository.write('.git/objects/info/alternates', `/${'x'.repeat(5000)}\n`);
    const { scan, run } = await report(['audit'], { cwd: repository.path });
    expect(scan.complete).toBe(false);
    expect(run.code).toBe(2);
  });

  it('and gives up', async () => {
    const repository = new TestRepository();
    repository.store('a dangling object\n');
    // An index of several packs with no parts: gitformat-pack(5).
    mkdirSync(join(repository.path, '.git/objects/pack'), { recursive: true });
    const header = Buffer.from('MIDX\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1');
    repository.write('.git/objects/pack/multi-pack-index', Buffer.concat([header, Buffer.alloc(40)]));
    const { scan, run } = await report(['audit'], { cwd: repository.path });
    const skip = { what: 'some objects', why: 'git could not list them: see "git fsck"', incomplete: true };
    expect(scan.skipped).toContainEqual(skip);
    expect(run.code).toBe(2);
  });
});

it('a commit whose folders are too deep for git is named where an audit finds something', async () => {
  const repository = new TestRepository();
  const pack = new TestPack();
  const leak = pack.add('blob', secret);
  let tree = pack.addTree('a.env', leak);
  // Git 2.39 overflows its stack at some 10,000; newer ones stop at 2048 (core.maxTreeDepth).
  for (let depth = 0; depth < 20_000; depth += 1) tree = pack.addTree('a', tree, '40000');
  const deep = pack.addCommit(tree);
  const plain = pack.addCommit(pack.addTree('b.env', pack.add('blob', `KEY=${anthropicKey('2')}\n`)), [deep]);
  pack.store(repository);
  repository.git('update-ref', 'refs/heads/main', plain);
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(findings).toHaveLength(2);
  expect(scan.skipped.map(({ what }) => what)).toContain(`commit ${deep}`);
  expect(run.code).toBe(2);
});

describe('places are told as far as git knows them, where', () => {
  it('the tree that holds nothing is nowhere stored', async () => {
    const repository = new TestRepository();
    const empty = repository.git('hash-object', '-t', 'tree', '/dev/null');
    const first = repository.git('commit-tree', '-m', 'nothing', empty);
    repository.git('update-ref', 'refs/heads/main', first);
    const commit = repository.commitFile('a.env', secret);
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
    expect(scan).toMatchObject({ complete: true, skipped: [] });
  });

  it('garbage collection took a folder of a commit that nothing leads to', async () => {
    const repository = started();
    const commit = repository.commitFile('a.env', secret);
    repository.git('checkout', '-q', '--detach');
    repository.commitFile('src/dropped.txt', 'dropped\n');
    const folder = repository.git('rev-parse', 'HEAD:src');
    repository.git('checkout', '-q', 'main');
    repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
    unlinkSync(repository.objectFile(folder));
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
    expect(scan).toMatchObject({ complete: true, skipped: [] });
  });

  it('the trees were never fetched: git is not asked of each commit', async () => {
    const repository = started();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    for (let number = 0; number < 30; number += 1) repository.commitFile('a.txt', `${number}\n`);
    const clone = repository.clone('--filter=tree:0', '--no-checkout');
    clone.stage('a.env', secret);
    const { env, calls } = watchedGit();
    const { findings, scan } = await report(['audit'], { cwd: clone.path, env });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit: '', present: true }] }]);
    expect(scan.complete).toBe(false);
    expect(calls().length).toBeLessThan(30);
  });
});

it('a pipe in the place of MERGE_HEAD is told of, not waited for', async () => {
  const repository = started();
  execFileSync('mkfifo', [join(repository.path, '.git/MERGE_HEAD')]);
  const { ended } = startClawback(['staged'], { cwd: repository.path, patience: 10_000 });
  const run = await ended;
  expect(run).toMatchObject({ code: 2, signal: null, out: '' });
  expect(run.err).toMatch(/^clawback: [^\n]*MERGE_HEAD[^\n]*\n$/);
});
