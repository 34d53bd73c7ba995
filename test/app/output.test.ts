import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/app/output.ts';
import { ClawbackError } from '../../src/domain/errors.ts';
import { temporaryFolder } from '../support/repository.ts';

describe('writeWhole', () => {
  it('writes the text, every byte of it, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const text = `zoë 😀\n${'x'.repeat(3_000_000)}`;
    writeWhole(join(folder, 'a'), text);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('writes an empty text', () => {
    const folder = temporaryFolder();
    writeWhole(join(folder, 'a'), '');
    expect(statSync(join(folder, 'a')).size).toBe(0);
  });

  it('replaces a file instead of writing into it: whoever reads the old one reads it whole', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'old');
    const before = statSync(join(folder, 'a')).ino;
    writeWhole(join(folder, 'a'), 'new');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'a')).ino).not.toBe(before);
  });

  it('does not open a file to more people than it was open to', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'old', { mode: 0o600 });
    writeWhole(join(folder, 'a'), 'new');
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o600);
  });

  it('follows a link to its file', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/a'), 'old');
    symlinkSync('real/a', join(folder, 'link'));
    writeWhole(join(folder, 'link'), 'new');
    expect(readlinkSync(join(folder, 'link'))).toBe('real/a');
    expect(readFileSync(join(folder, 'real/a'), 'utf8')).toBe('new');
  });

  it.each([
    ['a folder', '.', 'EISDIR'],
    ['a place in no folder', 'no/such', 'ENOENT'],
    ['a place below a file', 'file/a', 'ENOTDIR'],
    ['a link to itself', 'loop', 'ELOOP'],
    ['a name that is too long', 'n'.repeat(300), 'ENAMETOOLONG'],
  ])('refuses %s, and leaves nothing behind', (_, name, code) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('loop', join(folder, 'loop'));
    const path = join(folder, name);
    const error = new ClawbackError('output', `cannot write ${path} (${code})`);
    expect(() => writeWhole(path, 'x')).toThrow(error);
    expect(readdirSync(folder).sort()).toEqual(['file', 'loop']);
  });
});
