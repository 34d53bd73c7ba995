import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const secret = `key = ${groqKey()}\n`;

describe('what a scan leaves out on purpose is counted, and it stays complete', () => {
  it('submodules: they are repositories of their own', async () => {
    const library = new TestRepository();
    library.commitFile('file.txt', secret);
    const repository = new TestRepository();
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'lib');
    repository.commit();
    const { scan, findings, run } = await report(['scan'], { cwd: repository.path });
    expect(findings).toEqual([]);
    expect(scan.skipped).toEqual([
      {
        what: 'submodules',
        why: 'they are repositories of their own: scan them by themselves',
        count: 1,
        incomplete: false,
      },
    ]);
    expect(run.code).toBe(0);
    const inside = await report(['scan', 'lib'], { cwd: repository.path });
    expect(inside.findings).toMatchObject([{ places: [{ path: 'file.txt' }] }]);
  });

  it('repositories that lie in this one', async () => {
    const repository = new TestRepository();
    for (const name of ['one', 'two']) {
      mkdirSync(join(repository.path, name));
      new TestRepository({ path: join(repository.path, name) }).commitFile('file.txt', secret);
    }
    const { scan, findings, run } = await report(['scan'], { cwd: repository.path });
    expect(findings).toEqual([]);
    expect(scan.skipped).toEqual([
      { what: 'other repositories in this one', why: 'scan them by themselves', count: 2, incomplete: false },
    ]);
    expect(run.code).toBe(0);
  });

  it('what Git LFS keeps elsewhere', async () => {
    const repository = new TestRepository();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
    repository.write('model.bin', pointer);
    repository.write('almost.bin', `${pointer}${secret}`);
    const { scan, findings } = await report(['scan'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'almost.bin' }] }]);
    expect(scan.skipped).toEqual([
      { what: 'Git LFS pointer', why: 'its content is not in the repository', count: 1, incomplete: false },
    ]);
  });

  it('media and compressed formats, by their first bytes and not by their names', async () => {
    const folder = temporaryFolder();
    const png = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n\0\0\0\rIHDR'), Buffer.from(secret)]);
    const xz = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.from(secret)]);
    writeFileSync(join(folder, 'one.png'), png);
    writeFileSync(join(folder, 'two.txt'), png);
    writeFileSync(join(folder, 'three.xz'), xz);
    writeFileSync(join(folder, 'text.png'), secret);
    writeFileSync(join(folder, 'BZh.txt'), `BZh is how it begins\n${secret}`);
    const { scan, findings, run } = await report(['scan'], { cwd: folder });
    expect(findings.flatMap(({ places }) => places.map(({ path }) => path))).toEqual(['BZh.txt', 'text.png']);
    const why = 'media and compressed formats are not scanned';
    expect(scan.skipped).toEqual([
      { what: 'PNG image', why, count: 2, incomplete: false },
      { what: 'xz file', why, count: 1, incomplete: false },
    ]);
    expect(run.code).toBe(1);
  });
});

it('the text report counts everything that was left out in one line', async () => {
  const repository = new TestRepository();
  repository.write('model.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`);
  repository.write('a.gif', Buffer.from('GIF89a\x01\0\x01\0'));
  repository.write('vendor/x.txt', secret);
  repository.write('.clawback.yaml', 'paths: { exclude: ["vendor/**"] }\n');
  const { out, code } = await clawback(['scan'], { cwd: repository.path });
  expect(out).toContain('left out: 1 × excluded paths, 1 × GIF image, 1 × Git LFS pointer\n');
  expect(code).toBe(0);
});
