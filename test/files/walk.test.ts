import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkFolder } from '../../src/files/walk.ts';
import { temporaryFolder } from '../support/repository.ts';

/** Bytes as one character each, as the walk gives names. */
const raw = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

function folderWith(...paths: (string | Buffer)[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    const file = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path as string)]);
    mkdirSync(file.subarray(0, file.lastIndexOf('/')), { recursive: true });
    writeFileSync(file, '');
  }
  return folder;
}

describe('walkFolder', () => {
  it('lists every file once, sorted by bytes, with names as bytes', async () => {
    const { files, unreadable } = await walkFolder(folderWith('b', 'a/b', 'a.b', '.c', 'a/.d/e', 'zoë', 'Z'));
    expect(files).toEqual(['.c', 'Z', 'a.b', 'a/.d/e', 'a/b', 'b', raw('zoë')]);
    expect(unreadable).toEqual([]);
  });

  it('lists names that are not UTF-8, of files and of folders', async () => {
    const bad = Buffer.from([0x63, 0xe9, 0xff]);
    const folder = folderWith(
      bad,
      Buffer.concat([Buffer.from('sub/'), bad]),
      Buffer.concat([bad, Buffer.from('x/plain')]),
      Buffer.concat([bad, Buffer.from('x/'), bad, Buffer.from('/y')]),
      'sub/plain',
      'sub/\ufffd',
    );
    expect((await walkFolder(folder)).files).toEqual(
      [
        'c\xe9\xff',
        'c\xe9\xffx/c\xe9\xff/y',
        'c\xe9\xffx/plain',
        'sub/c\xe9\xff',
        'sub/plain',
        raw('sub/\ufffd'),
      ].sort(),
    );
  });

  it('leaves git’s own folders out, whatever else is named like them', async () => {
    const bad = Buffer.from('\xe9/.git/config', 'latin1');
    const folder = folderWith(
      '.git/config',
      'a/.git/HEAD',
      'a/.gitignore',
      '.github/x',
      'git/x',
      '.hg/x',
      '.svn/x',
      bad,
    );
    expect((await walkFolder(folder)).files).toEqual(['.github/x', 'a/.gitignore', 'git/x']);
  });

  it('lists links without following them', async () => {
    const folder = folderWith('real/file');
    symlinkSync('real', join(folder, 'link'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('.', join(folder, 'real/loop'));
    expect((await walkFolder(folder)).files).toEqual(['dangling', 'link', 'real/file', 'real/loop']);
  });

  it('finds a file under any name', async () => {
    const part = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 6 })
      .map((text) => text.replace(/[/\0\ud800-\udfff]/g, '-'))
      .filter((text) => !/^\.{1,2}$|^\.(?:git|hg|svn)$/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 3 }), async (parts) => {
        const path = parts.join('/');
        const folder = folderWith(path);
        expect((await walkFolder(folder)).files).toEqual([raw(path)]);
      }),
      { numRuns: 200 },
    );
  });
});
