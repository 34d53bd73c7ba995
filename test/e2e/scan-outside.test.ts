import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonReport, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const line = (seed: string): string => `key = ${groqKey(seed)}\n`;
const pathsIn = ({ findings }: JsonReport): string[] =>
  findings.flatMap((finding) => finding.places.map(({ path }) => path)).sort();

/** A folder outside any repository, in which each of these files holds a secret of its own. */
function folderWith(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), line(path));
  }
  return folder;
}

describe('a scan outside a repository looks at every file', () => {
  it('takes nested folders and names with a dot in front', async () => {
    const folder = folderWith('plain.txt', '.env', '.config/.hidden/key', 'a/b/c/d/e/f/g/deep.txt');
    expect(pathsIn(await report(['scan'], { cwd: folder }))).toEqual([
      '.config/.hidden/key',
      '.env',
      'a/b/c/d/e/f/g/deep.txt',
      'plain.txt',
    ]);
  });

  it('leaves the folders of version control out, at any depth', async () => {
    const folder = folderWith('.git/config', 'sub/.git/logs/x', '.hg/store', 'sub/.svn/entries', 'sub/git/.gitkeep');
    expect(pathsIn(await report(['scan'], { cwd: folder }))).toEqual(['sub/git/.gitkeep']);
  });

  it('takes what a .gitignore names: there is no git to heed it', async () => {
    const folder = folderWith('local.txt');
    writeFileSync(join(folder, '.gitignore'), '*.txt\n');
    expect(pathsIn(await report(['scan'], { cwd: folder }))).toEqual(['local.txt']);
  });

  it('takes the files of a repository that lies in the folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'inner'));
    new TestRepository({ path: join(folder, 'inner') }).commitFile('file.txt', line('inner'));
    expect(pathsIn(await report(['scan'], { cwd: folder }))).toEqual(['inner/file.txt']);
  });

  it.each(['[a].txt', '{a,b}.txt', '!(x).txt', 'a*b?.txt', 'back\\slash.txt', '@(one|two)/file', ' ', '~', '\ttab'])(
    'takes a file named %j',
    async (name) => {
      expect(pathsIn(await report(['scan'], { cwd: folderWith(name) }))).toEqual([name]);
    },
  );

  it.each(['new\nline.txt', 'a\nfolder/file.txt', '\n', 'carriage\rreturn', 'line\u2028separator'])(
    'takes a file named %j, with a line break in its name',
    async (name) => {
      expect(pathsIn(await report(['scan'], { cwd: folderWith(name) }))).toEqual([name]);
    },
  );

  it('tells paths from the folder that we are in, and in full where the folder lies elsewhere', async () => {
    const folder = folderWith('sub/file.txt');
    expect(pathsIn(await report(['scan', 'sub'], { cwd: folder }))).toEqual(['sub/file.txt']);
    expect(pathsIn(await report(['scan', folder], { cwd: '/' }))).toEqual([join(folder, 'sub/file.txt').slice(1)]);
    expect(pathsIn(await report(['scan', folder], { cwd: temporaryFolder() }))).toEqual([join(folder, 'sub/file.txt')]);
  });

  it('finds nothing in an empty folder, and says that it is complete', async () => {
    const { scan, run } = await report(['scan'], { cwd: temporaryFolder() });
    expect(scan).toMatchObject({ objects: 0, bytes: 0, complete: true });
    expect(run.code).toBe(0);
  });
});
