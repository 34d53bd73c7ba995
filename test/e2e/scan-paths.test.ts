import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, type JsonReport, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const line = (seed: string): string => `key = ${groqKey(seed)}\n`;
const pathsIn = ({ findings }: JsonReport): string[] =>
  findings.flatMap((finding) => finding.places.map(({ path }) => path)).sort();

function repositoryWith(...paths: string[]): TestRepository {
  const repository = new TestRepository();
  for (const path of paths) repository.write(path, line(path));
  return repository;
}

describe('a scan of paths', () => {
  it('takes files and folders beside each other, and what both name only once', async () => {
    const { path } = repositoryWith('a/one', 'a/two', 'b/three', 'four');
    const scan = await report(['scan', 'a/one', 'b', 'a', './b/three'], { cwd: path });
    expect(pathsIn(scan)).toEqual(['a/one', 'a/two', 'b/three']);
    expect(scan.scan.objects).toBe(3);
  });

  it('tells paths from the top of the repository, wherever it runs', async () => {
    const { path } = repositoryWith('top', 'sub/one', 'sub/below/two');
    const below = join(path, 'sub/below');
    expect(pathsIn(await report(['scan'], { cwd: below }))).toEqual(['sub/below/two']);
    expect(pathsIn(await report(['scan', '..'], { cwd: below }))).toEqual(['sub/below/two', 'sub/one']);
    expect(pathsIn(await report(['scan', '../one'], { cwd: below }))).toEqual(['sub/one']);
    expect(pathsIn(await report(['scan', join(path, 'top')], { cwd: '/' }))).toEqual(['top']);
  });

  it('takes a file that is named although it is ignored', async () => {
    const repository = repositoryWith('secret.log', 'build/out');
    repository.write('.gitignore', '*.log\nbuild/\n');
    expect(pathsIn(await report(['scan', 'secret.log', 'build/out'], { cwd: repository.path }))).toEqual([
      'build/out',
      'secret.log',
    ]);
  });

  it('takes a folder that is named although it is ignored, or everything in it', async () => {
    const repository = repositoryWith(
      'node/deep/one',
      'node/two',
      ':(top)/three',
      'venv/four',
      'src/five',
      'src/six.log',
    );
    repository.write('.gitignore', 'node/\n:*/\n*.log\n');
    repository.write('venv/.gitignore', '*\n');
    const scan = (...paths: string[]) => report(['scan', ...paths], { cwd: repository.path });
    expect(pathsIn(await scan())).toEqual(['src/five']);
    expect(pathsIn(await scan('node'))).toEqual(['node/deep/one', 'node/two']);
    expect(pathsIn(await scan('node/deep', ':(top)', 'venv'))).toEqual([':(top)/three', 'node/deep/one', 'venv/four']);
    expect(pathsIn(await scan('src'))).toEqual(['src/five']);
    const inside = await report(['scan'], { cwd: join(repository.path, 'node/deep') });
    expect(pathsIn(inside)).toEqual(['node/deep/one']);
  });

  it('takes all of an ignored folder, of which git tracks a part', async () => {
    const repository = repositoryWith('build/tracked', 'build/other');
    repository.write('.gitignore', 'build/\n');
    repository.git('add', '-f', 'build/tracked');
    expect(pathsIn(await report(['scan'], { cwd: repository.path }))).toEqual(['build/tracked']);
    expect(pathsIn(await report(['scan', 'build'], { cwd: repository.path }))).toEqual([
      'build/other',
      'build/tracked',
    ]);
  });

  it('takes a path as it is spelt, not as a pattern', async () => {
    const { path } = repositoryWith('a*/one', 'ab/two', ':(top)/three', '[x]/four', 'x/five');
    expect(pathsIn(await report(['scan', 'a*', ':(top)', '[x]'], { cwd: path }))).toEqual([
      ':(top)/three',
      '[x]/four',
      'a*/one',
    ]);
  });

  it('takes what stands behind "--" as a path', async () => {
    const { path } = repositoryWith('--reveal');
    const run = await clawback(['scan', '--format', 'json', '--', '--reveal'], { cwd: path });
    expect(pathsIn(JSON.parse(run.out))).toEqual(['--reveal']);
    expect(run.out).not.toContain(groqKey('--reveal'));
  });

  it('takes the repository of the path, not the one that it runs in', async () => {
    const here = repositoryWith('here');
    const there = repositoryWith('there');
    there.write('.gitignore', 'ignored\n');
    there.write('ignored', line('ignored'));
    expect(pathsIn(await report(['scan', there.path], { cwd: here.path }))).toEqual(['there']);
    const env = { GIT_DIR: join(here.path, '.git'), GIT_WORK_TREE: here.path };
    expect(pathsIn(await report(['scan', there.path], { cwd: here.path, env }))).toEqual(['there']);
  });

  it('takes a file of the same name in each of two repositories', async () => {
    const folder = temporaryFolder();
    for (const name of ['one', 'two']) {
      mkdirSync(join(folder, name));
      new TestRepository({ path: join(folder, name) }).write('src/app.py', line(name));
    }
    const scan = await report(['scan', 'one', 'two'], { cwd: folder });
    expect(scan.scan.objects).toBe(2);
    expect(scan.findings).toHaveLength(2);
  });

  it('takes files beside a repository and in it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'app.py'), line('outside'));
    mkdirSync(join(folder, 'inner'));
    new TestRepository({ path: join(folder, 'inner') }).write('app.py', line('inside'));
    expect((await report(['scan', 'app.py', 'inner'], { cwd: folder })).findings).toHaveLength(2);
  });

  it('takes a file in a folder that is no repository by its path from here', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/one'), line('one'));
    expect(pathsIn(await report(['scan', 'sub/one'], { cwd: folder }))).toEqual(['sub/one']);
  });
});
