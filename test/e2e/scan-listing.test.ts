import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonReport, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const line = (seed: string): string => `key = ${groqKey(seed)}\n`;
const pathsIn = ({ findings }: JsonReport): string[] =>
  findings.flatMap((finding) => finding.places.map(({ path }) => path)).sort();

describe('a scan in a repository looks at what git lists', () => {
  it('takes tracked files, untracked ones and the state that is on disk', async () => {
    const repository = new TestRepository();
    repository.commitFile('tracked.txt', line('tracked'));
    repository.commitFile('changed.txt', 'nothing yet\n');
    repository.write('changed.txt', line('changed'));
    repository.write('deep/er/untracked.txt', line('untracked'));
    const scan = await report(['scan'], { cwd: repository.path });
    expect(pathsIn(scan)).toEqual(['changed.txt', 'deep/er/untracked.txt', 'tracked.txt']);
    expect(scan.scan).toMatchObject({ kind: 'scan', objects: 3, commits: 0, complete: true, skipped: [] });
  });

  it('says nothing of a secret that is only in the index or in the history', async () => {
    const repository = new TestRepository();
    repository.commitFile('file.txt', line('history'));
    repository.write('file.txt', line('index'));
    repository.git('add', '-A');
    repository.write('file.txt', 'clean\n');
    expect((await report(['scan'], { cwd: repository.path })).findings).toEqual([]);
  });

  it('leaves ignored files out, whichever file ignores them', async () => {
    const repository = new TestRepository();
    repository.write('.gitignore', '*.log\n');
    repository.write('nested/.gitignore', 'local/\n');
    repository.write('.git/info/exclude', 'private.txt\n');
    for (const path of ['a.log', 'nested/local/b', 'private.txt']) repository.write(path, line(path));
    const scan = await report(['scan'], { cwd: repository.path });
    expect(scan.findings).toEqual([]);
    expect(scan.scan.objects).toBe(2);
  });

  it('takes a tracked file although a pattern ignores it', async () => {
    const repository = new TestRepository();
    repository.commitFile('kept.log', line('kept'));
    repository.commitFile('.gitignore', '*.log\n');
    expect(pathsIn(await report(['scan'], { cwd: repository.path }))).toEqual(['kept.log']);
  });

  it('brings ignored files in with --all-files, and never the git folder', async () => {
    const repository = new TestRepository();
    repository.write('.gitignore', '*.log\nbuild/\n');
    repository.write('a.log', line('log'));
    repository.write('build/out.txt', line('build'));
    repository.write('.git/description', line('description'));
    expect(pathsIn(await report(['scan', '--all-files'], { cwd: repository.path }))).toEqual([
      'a.log',
      'build/out.txt',
    ]);
  });

  it('counts tracked files that are deleted, and is complete without them', async () => {
    const repository = new TestRepository();
    repository.write('a.txt', 'a\n');
    repository.write('b.txt', 'b\n');
    repository.commitFile('c.txt', line('c'));
    rmSync(join(repository.path, 'a.txt'));
    rmSync(join(repository.path, 'b.txt'));
    const { scan, run } = await report(['scan'], { cwd: repository.path });
    expect(scan.skipped).toEqual([
      {
        what: 'deleted files',
        why: 'they are tracked, but not in the work tree',
        count: 2,
        incomplete: false,
      },
    ]);
    expect(scan).toMatchObject({ objects: 1, complete: true });
    expect(run.code).toBe(1);
  });

  it('takes a file in the middle of a merge once', async () => {
    const repository = new TestRepository();
    repository.commitFile('file.txt', 'base\n');
    repository.git('checkout', '-q', '-b', 'other');
    repository.commitFile('file.txt', 'theirs\n');
    repository.git('checkout', '-q', 'main');
    repository.commitFile('file.txt', line('ours'));
    expect(() => repository.git('merge', '-q', 'other')).toThrow();
    const { findings, scan } = await report(['scan'], { cwd: repository.path });
    expect(scan.objects).toBe(1);
    expect(findings).toMatchObject([{ occurrences: 1, places: [{ path: 'file.txt', line: 2, column: 7 }] }]);
  });

  it('names the blob that a file would be, in the format of the repository', async () => {
    for (const objectFormat of ['sha1', 'sha256'] as const) {
      const repository = new TestRepository({ objectFormat });
      repository.commitFile('file.txt', line('blob'));
      const { findings } = await report(['scan'], { cwd: repository.path });
      expect(findings[0]!.places[0]).toMatchObject({ object: repository.blob('HEAD', 'file.txt'), commit: '' });
    }
  });
});
