import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonReport, report } from '../support/clawback.ts';
import { refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const line = (seed: string): string => `key = ${groqKey(seed)}\n`;
const pathsIn = ({ findings }: JsonReport): string[] =>
  findings.flatMap((finding) => finding.places.map(({ path }) => path)).sort();

/** A folder with secrets that no scan of another folder may come upon. */
function elsewhere(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file.txt'), line('elsewhere'));
  return folder;
}

const makeFolder = { inside: () => new TestRepository().path, outside: temporaryFolder };

describe.each(['inside', 'outside'] as const)('a link that is come upon, %s a repository,', (where) => {
  it('is not followed out of the tree', async () => {
    const folder = makeFolder[where]();
    const other = elsewhere();
    symlinkSync(join(other, 'file.txt'), join(folder, 'to-file'));
    symlinkSync(other, join(folder, 'to-folder'));
    symlinkSync('/dev/zero', join(folder, 'to-device'));
    symlinkSync(`${'../'.repeat(40)}etc/passwd`, join(folder, 'to-system'));
    const { findings, scan, run } = await report(['scan'], { cwd: folder });
    expect(findings).toEqual([]);
    expect(scan).toMatchObject({ objects: 4, complete: true, skipped: [] });
    expect(run.code).toBe(0);
  });

  it('is not followed in the tree: the file counts where it is', async () => {
    const folder = makeFolder[where]();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/file.txt'), line('real'));
    symlinkSync('real/file.txt', join(folder, 'link-to-file'));
    symlinkSync('real', join(folder, 'link-to-folder'));
    expect(pathsIn(await report(['scan'], { cwd: folder }))).toEqual(['real/file.txt']);
  });

  it('does no harm where it leads nowhere or to itself', async () => {
    const folder = makeFolder[where]();
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('loop', join(folder, 'loop'));
    symlinkSync('.', join(folder, 'here'));
    const { scan, run } = await report(['scan'], { cwd: folder });
    expect(scan).toMatchObject({ objects: 3, complete: true });
    expect(run.code).toBe(0);
  });

  it('has its target for content, as git stores it', async () => {
    const folder = makeFolder[where]();
    symlinkSync(`/srv/${groqKey('target')}`, join(folder, 'link'));
    const { findings } = await report(['scan'], { cwd: folder });
    expect(findings).toMatchObject([{ places: [{ kind: 'file', path: 'link', line: 1, column: 6 }] }]);
  });
});

describe('a link that is named', () => {
  it('leads to the file that is scanned', async () => {
    const repository = new TestRepository();
    repository.write('real.txt', line('real'));
    repository.link('link', 'real.txt');
    expect(pathsIn(await report(['scan', 'link'], { cwd: repository.path }))).toEqual(['real.txt']);
  });

  it('may lead out of the tree: whoever names it means it', async () => {
    const repository = new TestRepository();
    repository.link('link', join(elsewhere(), 'file.txt'));
    expect((await report(['scan', 'link'], { cwd: repository.path })).findings).toHaveLength(1);
  });

  it('leads to the folder that is scanned', async () => {
    const folder = temporaryFolder();
    symlinkSync(elsewhere(), join(folder, 'link'));
    expect(pathsIn(await report(['scan', 'link'], { cwd: folder }))).toEqual(['link/file.txt']);
  });

  it('must lead somewhere', async () => {
    const folder = temporaryFolder();
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('loop', join(folder, 'loop'));
    for (const name of ['dangling', 'loop'])
      expect(await refused(['scan', name], { cwd: folder })).toMatch(new RegExp(`^cannot scan ${name}: `));
  });
});

it('a repository that is reached through a link is scanned as itself', async () => {
  const repository = new TestRepository();
  repository.write('sub/file.txt', line('sub'));
  const folder = temporaryFolder();
  symlinkSync(repository.path, join(folder, 'link'));
  expect(pathsIn(await report(['scan'], { cwd: join(folder, 'link/sub') }))).toEqual(['sub/file.txt']);
  expect(pathsIn(await report(['scan', join(folder, 'link/sub')], { cwd: '/' }))).toEqual(['sub/file.txt']);
});

it('a tracked folder that became a link leads nowhere: its files are gone', async () => {
  const repository = new TestRepository();
  repository.commitFile('folder/file.txt', 'clean\n');
  rmSync(join(repository.path, 'folder'), { recursive: true });
  repository.link('folder', elsewhere());
  const { findings, scan } = await report(['scan'], { cwd: repository.path });
  expect(findings).toEqual([]);
  expect(scan.skipped).toMatchObject([{ what: 'deleted files', count: 1, incomplete: false }]);
});

it('a tracked file that became a link is scanned as a link', async () => {
  const repository = new TestRepository();
  repository.commitFile('file.txt', 'clean\n');
  const other = elsewhere();
  renameSync(join(repository.path, 'file.txt'), join(repository.path, 'old.txt'));
  repository.link('file.txt', join(other, 'file.txt'));
  expect((await report(['scan'], { cwd: repository.path })).findings).toEqual([]);
});
