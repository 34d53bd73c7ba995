import { chmodSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';

const key = anthropicKey();

/** Three commits: an old secret that was removed, and one that the tip has. */
function source(): TestRepository {
  const repository = new TestRepository();
  repository.git('config', 'uploadpack.allowFilter', 'true');
  repository.commitFile('old.env', `GROQ=${groqKey()}\n`);
  repository.commitFile('old.env', '# clean\n');
  repository.commitFile('src/new.env', `KEY=${key}\n`);
  return repository;
}

function cleanSource(): TestRepository {
  const repository = new TestRepository();
  repository.git('config', 'uploadpack.allowFilter', 'true');
  repository.commitFile('a.txt', 'a\n');
  repository.commitFile('a.txt', 'b\n');
  return repository;
}

describe('a shallow clone', () => {
  it('is never audited as complete: what is there is scanned, and the exit code is 2', async () => {
    const clone = source().clone('--depth', '1');
    const { findings, scan, run } = await report(['audit'], { cwd: clone.path });
    expect(run.code).toBe(2);
    expect(scan).toMatchObject({ complete: false, commits: 1 });
    expect(scan.skipped).toMatchObject([{ why: expect.stringContaining('shallow'), incomplete: true }]);
    expect(scan.skipped[0]!.why).toContain('git fetch --unshallow');
    expect(findings).toMatchObject([
      {
        places: [
          {
            path: 'src/new.env',
            line: 1,
            column: 5,
            commit: clone.git('rev-parse', 'HEAD'),
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });

  it('is told of at a terminal too', async () => {
    const { code, out } = await clawback(['audit'], { cwd: cleanSource().clone('--depth', '1').path });
    expect(code).toBe(2);
    expect(out).toMatch(/^not scanned: .*shallow.*$/m);
    expect(out).toContain('INCOMPLETE');
  });

  it('has the exit code of its findings with --allow-incomplete', async () => {
    const leaking = await report(['audit', '--allow-incomplete'], { cwd: source().clone('--depth', '1').path });
    expect(leaking.run.code).toBe(1);
    expect(leaking.scan.complete).toBe(false);
    const clean = await report(['audit', '--allow-incomplete'], { cwd: cleanSource().clone('--depth', '1').path });
    expect(clean.run.code).toBe(0);
    expect(clean.scan.complete).toBe(false);
  });

  it('is complete once it is deepened', async () => {
    const clone = source().clone('--depth', '1');
    clone.git('fetch', '-q', '--unshallow');
    const { findings, scan, run } = await report(['audit'], { cwd: clone.path });
    expect(run.code).toBe(1);
    expect(scan).toMatchObject({ complete: true, commits: 3, skipped: [] });
    expect(findings).toHaveLength(2);
  });

  it('has no complete range that reaches where it was cut off', async () => {
    const origin = source();
    const clone = origin.clone('--depth', '2');
    clone.git('checkout', '-q', '--orphan', 'base');
    clone.commitFile('base.txt', 'base\n');
    const { scan, run } = await report(['range', 'base..main'], { cwd: clone.path });
    expect(run.code).toBe(2);
    expect(scan.complete).toBe(false);
    expect(scan.skipped).toMatchObject([{ count: 1, why: expect.stringContaining('shallow'), incomplete: true }]);
  });

  it('has a complete range where both ends and all between are there', async () => {
    const clone = source().clone('--depth', '2');
    const { findings, scan, run } = await report(['range', 'HEAD~1..HEAD'], { cwd: clone.path });
    expect(run.code).toBe(1);
    expect(scan).toMatchObject({ complete: true, commits: 1, skipped: [] });
    expect(findings).toMatchObject([{ places: [{ path: 'src/new.env', commit: clone.git('rev-parse', 'HEAD') }] }]);
  });

  it('says how to get a base that is not there', async () => {
    const clone = source().clone('--depth', '1');
    const run = await clawback(['range', 'HEAD~2..HEAD'], { cwd: clone.path });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: [^\n]*"HEAD~2"[^\n]*git fetch --unshallow[^\n]*\n$/);
  });

  it('has staged changes like any other', async () => {
    const clone = cleanSource().clone('--depth', '1');
    clone.stage('a.env', `KEY=${key}\n`);
    const { findings, scan, run } = await report(['staged'], { cwd: clone.path });
    expect(run.code).toBe(1);
    expect(scan.complete).toBe(true);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5 }] }]);
  });
});

const filters = [
  { what: 'without contents', filter: 'blob:none' },
  { what: 'without folders', filter: 'tree:0' },
  { what: 'without large files', filter: 'blob:limit=10' },
];

describe('a partial clone', () => {
  it.each(filters)('$what is never audited as complete', async ({ filter }) => {
    const origin = source();
    origin.commit(`see ${anthropicKey('message')}`);
    const clone = origin.clone(`--filter=${filter}`, '--no-checkout');
    const { findings, scan, run } = await report(['audit'], { cwd: clone.path });
    expect(run.code).toBe(2);
    expect(scan).toMatchObject({ complete: false, commits: 4 });
    expect(scan.skipped).toMatchObject([{ why: expect.stringContaining('partial clone'), incomplete: true }]);
    expect(findings).toMatchObject([
      { places: [{ kind: 'commit-message', line: 1, column: 5, commit: clone.git('rev-parse', 'HEAD') }] },
    ]);
  });

  it('counts what is missing', async () => {
    const clone = source().clone('--filter=blob:none', '--no-checkout');
    const { scan } = await report(['audit'], { cwd: clone.path });
    expect(scan.skipped).toMatchObject([{ count: 3, incomplete: true }]);
  });

  it('has what was checked out scanned', async () => {
    const clone = source().clone('--filter=blob:none');
    const { findings, scan, run } = await report(['audit'], { cwd: clone.path });
    expect(run.code).toBe(2);
    expect(scan.skipped).toMatchObject([{ why: expect.stringContaining('partial clone'), incomplete: true }]);
    expect(findings).toMatchObject([
      { places: [{ path: 'src/new.env', line: 1, column: 5, commit: clone.git('rev-parse', 'HEAD'), present: true }] },
    ]);
  });

  it('has the exit code of its findings with --allow-incomplete', async () => {
    const origin = cleanSource();
    const clean = origin.clone('--filter=blob:none', '--no-checkout');
    expect((await report(['audit', '--allow-incomplete'], { cwd: clean.path })).run.code).toBe(0);
    origin.commit(`see ${key}`);
    const leaking = origin.clone('--filter=blob:none', '--no-checkout');
    expect((await report(['audit', '--allow-incomplete'], { cwd: leaking.path })).run.code).toBe(1);
  });

  it('has no complete range either: each path that is not there is named', async () => {
    const clone = source().clone('--filter=blob:none', '--no-checkout');
    const { scan, run } = await report(['range', 'HEAD~2..HEAD'], { cwd: clone.path });
    expect(run.code).toBe(2);
    expect(scan.complete).toBe(false);
    expect(scan.skipped.map((skip) => skip.what).sort()).toEqual(['old.env', 'src/new.env']);
  });

  it('without folders has no complete range either', async () => {
    const clone = source().clone('--filter=tree:0', '--no-checkout');
    const { scan, run } = await report(['range', 'HEAD~1..HEAD'], { cwd: clone.path });
    expect(run.code).toBe(2);
    expect(scan.complete).toBe(false);
  });
});

describe('nothing is ever fetched:', () => {
  /** A partial clone of a remote that writes down when it is asked for anything. */
  function watched(filter: string): { clone: TestRepository; asked: () => boolean } {
    const origin = source();
    const clone = origin.clone(`--filter=${filter}`, '--no-checkout');
    const log = join(temporaryFolder(), 'asked');
    const script = join(temporaryFolder(), 'upload-pack');
    writeFileSync(script, `#!/bin/sh\necho asked >> '${log}'\nexec git upload-pack "$@"\n`);
    chmodSync(script, 0o755);
    clone.git('config', 'remote.origin.uploadpack', script);
    return { clone, asked: () => existsSync(log) };
  }

  it('the watched remote does answer git itself', () => {
    const { clone, asked } = watched('blob:none');
    clone.git('cat-file', '-p', 'HEAD:src/new.env');
    expect(asked()).toBe(true);
  });

  it.each(filters.slice(0, 2))('audit, range and staged in a partial clone $what', async ({ filter }) => {
    const { clone, asked } = watched(filter);
    for (const args of [['audit'], ['range', 'HEAD~1..HEAD'], ['staged']]) await clawback(args, { cwd: clone.path });
    expect(asked()).toBe(false);
  });

  it('an audit ends though the remote is gone', async () => {
    const origin = source();
    const clone = origin.clone('--filter=blob:none', '--no-checkout');
    const moved = `${origin.path}-moved`;
    renameSync(origin.path, moved);
    const { scan, run } = await report(['audit'], { cwd: clone.path });
    renameSync(moved, origin.path);
    expect(run.code).toBe(2);
    expect(scan).toMatchObject({ complete: false, commits: 3 });
    expect(run.err).not.toMatch(/fatal|fetch-pack|repository/);
  });

  it('a remote that would run a program is not asked', async () => {
    const repository = cleanSource();
    const ran = join(temporaryFolder(), 'ran');
    repository.git('config', 'core.repositoryFormatVersion', '1');
    repository.git('config', 'extensions.partialClone', 'evil');
    repository.git('config', 'remote.evil.url', `ext::sh -c "touch% '${ran}'"`);
    repository.git('config', 'remote.evil.promisor', 'true');
    repository.git('config', 'protocol.ext.allow', 'always');
    repository.stageObject('gone.env', '1'.repeat(40));
    const tree = repository.git('write-tree', '--missing-ok');
    repository.git('update-ref', 'HEAD', repository.git('commit-tree', '-m', 'gone', '-p', 'HEAD', tree));
    for (const args of [['audit'], ['range', 'HEAD~1..HEAD']]) {
      const { run } = await report(args, { cwd: repository.path });
      expect(run.code).toBe(2);
    }
    expect(existsSync(ran)).toBe(false);
  });
});
