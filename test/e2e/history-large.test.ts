import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { watchedGit } from '../support/git-calls.ts';
import { TestPack } from '../support/pack.ts';
import { startClawback } from '../support/processes.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';

const secret = `KEY=${anthropicKey()}\n`;
const none = '0'.repeat(40);
const each = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** How long a scan may take here that used to take minutes. */
const PATIENCE = 15_000;

/** Stages one object at many paths at once. */
function stageEach(repository: TestRepository, id: string, paths: string[]): void {
  const input = paths.map((path) => `100644 ${id}\t${path}\n`).join('');
  repository.gitWith({ input }, 'update-index', '--index-info');
}

describe('an audit comes to its end over', () => {
  it('an index with more entries than a function takes arguments', async () => {
    const repository = new TestRepository();
    const id = repository.store('nothing\n');
    stageEach(
      repository,
      id,
      each(150_000, (index) => `d/${index}`),
    );
    const { scan, run } = await report(['audit'], { cwd: repository.path });
    expect(scan).toMatchObject({ complete: true, skipped: [] });
    expect(run.code).toBe(0);
  });

  it('a commit with more parents than a function takes arguments', async () => {
    const repository = new TestRepository();
    const pack = new TestPack();
    const tree = pack.addTree('a.env', pack.add('blob', secret));
    const root = pack.addCommit(tree);
    const many = pack.addCommit(
      tree,
      each(150_000, () => root),
    );
    pack.store(repository);
    repository.git('update-ref', 'refs/heads/main', many);
    const { findings, run } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit: root, present: true }] }]);
    expect(run.code).toBe(1);
  });

  it('one secret that stands at many paths', async () => {
    const repository = new TestRepository();
    const paths = each(30_000, (index) => `d${index % 100}/${index}.env`);
    stageEach(repository, repository.store(secret), paths);
    repository.commitStaged();
    const { ended } = startClawback(['audit', '--format', 'json'], { cwd: repository.path, patience: PATIENCE });
    const run = await ended;
    expect(run.signal).toBeNull();
    const { findings } = JSON.parse(run.out);
    expect(findings).toHaveLength(1);
    expect(findings[0].places.length + findings[0].placesOmitted).toBe(paths.length);
  });

  it('many branches, and many paths that none of them has any more', async () => {
    const repository = new TestRepository();
    const pack = new TestPack();
    // A name may be as long as it likes where it is never checked out.
    const name = (index: number): string => `${String(index).padStart(4, '0')}${'x'.repeat(8000)}.env`;
    const leak = Buffer.from(pack.add('blob', secret), 'hex');
    const entries = each(260, (index) => Buffer.concat([Buffer.from(`100644 ${name(index)}\0`), leak]));
    const root = pack.addCommit(pack.add('tree', Buffer.concat(entries)));
    const clean = pack.addTree('a.txt', pack.add('blob', 'clean\n'));
    const tips = each(260, (index) => pack.addCommit(clean, [root], `tip ${index}\n`));
    pack.store(repository);
    const input = tips.map((id, index) => `create refs/heads/b${index} ${id}\n`).join('');
    repository.gitWith({ input }, 'update-ref', '--stdin');
    const { findings, run } = await report(['audit'], { cwd: repository.path });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.places).toHaveLength(260);
    expect(findings[0]!.places.every(({ present, commit }) => !present && commit === root)).toBe(true);
    expect(run.code).toBe(1);
  });

  it('tags on tags, whose innermost is on a commit that nothing else leads to', async () => {
    const repository = new TestRepository();
    const { commit, outer } = tagRow(repository, 30);
    repository.git('update-ref', 'refs/tags/outer', outer);
    const { findings } = await report(['audit'], { cwd: repository.path });
    const places = findings.flatMap((finding) => finding.places);
    expect(places).toContainEqual(expect.objectContaining({ path: 'a.env', commit, reachable: true, present: true }));
    expect(places).toContainEqual(
      expect.objectContaining({ kind: 'tag-message', ref: 'refs/tags/outer', reachable: true, present: true }),
    );
  });
});

/** A row of tags: the innermost has a secret in its message, and is on a commit with another. */
function tagRow(repository: TestRepository, length: number): { commit: string; inner: string; outer: string } {
  const pack = new TestPack();
  const commit = pack.addCommit(pack.addTree('a.env', pack.add('blob', secret)));
  const inner = pack.addTag(commit, 'commit', `inner ${groqKey()}\n`);
  let outer = inner;
  for (let row = 1; row < length; row += 1) outer = pack.addTag(outer, 'tag', `tag ${row}\n`);
  pack.store(repository);
  return { commit, inner, outer };
}

describe('a push', () => {
  it('of a tag on tags on a tag is followed to its end', async () => {
    const repository = new TestRepository();
    const { commit, inner, outer } = tagRow(repository, 30);
    const stdin = `refs/tags/outer ${outer} refs/tags/outer ${none}\n`;
    const { findings, scan, run } = await report(['range', '--since-push'], { cwd: repository.path, stdin });
    expect(scan).toMatchObject({ complete: true, commits: 1 });
    const places = findings.flatMap((finding) => finding.places);
    expect(places).toContainEqual(expect.objectContaining({ path: 'a.env', commit }));
    expect(places).toContainEqual(expect.objectContaining({ kind: 'tag-message', object: inner }));
    expect(run.code).toBe(1);
  });

  it('of very many refs is scanned like any other', async () => {
    const repository = new TestRepository();
    const base = repository.commitFile('a.txt', 'a\n');
    const commit = repository.commitFile('a.env', secret);
    const lines = each(30_000, (index) => `refs/heads/b${index} ${commit} refs/heads/b${index} ${base}\n`);
    const args = ['range', '--since-push', '--format', 'json'];
    const run = await startClawback(args, { cwd: repository.path, stdin: lines.join(''), patience: PATIENCE }).ended;
    expect(run.signal).toBeNull();
    const { findings, scan } = JSON.parse(run.out);
    expect(scan).toMatchObject({ complete: true, commits: 1 });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });
});

describe('git is not started once for each parent of', () => {
  const parents = 60;

  /** A commit that merges many branches, each with a file of its own, and brings a secret and a name that is one. */
  function merged(): { repository: TestRepository; base: string; tips: string[]; tree: string; merge: string } {
    const repository = new TestRepository();
    const pack = new TestPack();
    const base = pack.addCommit(pack.addTree('start.txt', pack.add('blob', 'start\n')));
    const tips = each(parents, (index) =>
      pack.addCommit(pack.addTree(`${index}.txt`, pack.add('blob', `${index}\n`)), [base]),
    );
    const leak = Buffer.from(pack.add('blob', secret), 'hex');
    const names = ['a.env', `${groqKey()}.txt`];
    const tree = pack.add('tree', Buffer.concat(names.flatMap((name) => [Buffer.from(`100644 ${name}\0`), leak])));
    const merge = pack.addCommit(tree, tips);
    pack.store(repository);
    return { repository, base, tips, tree, merge };
  }

  it('a commit of a range', async () => {
    const { repository, tips, merge } = merged();
    const { env, calls } = watchedGit();
    repository.git('update-ref', 'refs/heads/main', merge);
    const { findings } = await report(['range', `${tips[0]}..${merge}`], { cwd: repository.path, env });
    expect(findings.map((finding) => finding.places[0])).toMatchObject([
      { kind: 'file', path: 'a.env', commit: merge },
      { kind: 'filename', commit: merge },
    ]);
    expect(calls().length).toBeLessThan(parents);
  });

  it('a merge that is being made, but to compare it with each', async () => {
    const { repository, tips, tree } = merged();
    const { env, calls } = watchedGit();
    repository.git('update-ref', 'refs/heads/main', tips[0]!);
    repository.git('read-tree', tree);
    // One of them is named over and over.
    repository.write('.git/MERGE_HEAD', each(parents, () => `${tips[1]}\n`).join('') + tips.slice(1, 5).join('\n'));
    const { findings } = await report(['staged'], { cwd: repository.path, env });
    expect(findings).toHaveLength(2);
    expect(calls().length).toBeLessThan(parents / 2);
  });
});

describe('what a parent of many has is nothing new:', () => {
  it('a file that was moved, and a folder that is named like a key', async () => {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    for (const name of ['one', 'two', 'three']) {
      repository.git('checkout', '-q', '-b', name, 'main');
      repository.commitFile(`${name}.txt`, `${name}\n`);
    }
    repository.stage('old/place.env', secret);
    repository.stage(`\r${groqKey()}\n/a.txt`, 'a\n');
    repository.commitStaged();
    repository.git('checkout', '-q', '-f', 'main');
    repository.commitFile('main.txt', 'main\n');
    repository.git('merge', '-q', '--no-commit', '-s', 'ours', 'one', 'two', 'three');
    repository.stage('new/place.env', secret);
    repository.stage(`\r${groqKey()}\n/b.txt`, 'b\n');
    expect((await report(['staged'], { cwd: repository.path })).findings).toEqual([]);
    const merge = repository.commitStaged();
    const range = await report(['range', `${merge}~1..${merge}`, `--format`, 'json'], { cwd: repository.path });
    const commits = range.findings.flatMap(({ places }) => places.map(({ commit }) => commit));
    expect(commits).not.toContain(merge);
  });
});
