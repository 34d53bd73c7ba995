import { describe, expect, it } from 'vitest';
import { isUtf16, sniff } from '../../src/detect/sniff.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';
import { engine, found } from './scanning.ts';

/** The beginning of a file as its format writes it, filled up with bytes such as its content has. */
function media(head: (number | string)[], length = 600): Uint8Array {
  const bytes = Buffer.concat(
    head.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))),
  );
  const filling = Buffer.from(Array.from({ length }, (_, i) => (i * 37) & 255));
  return Buffer.concat([bytes, filling, Buffer.from(groqKey('in media'))]);
}

const MEDIA: [string, Uint8Array][] = [
  ['PNG image', media([0x89, 'PNG\r\n\x1a\n'])],
  ['JPEG image', media([0xff, 0xd8, 0xff, 0xe0])],
  ['GIF image', media(['GIF89a'])],
  ['GIF image', media(['GIF87a'])],
  ['WebP image', media(['RIFF', 1, 2, 3, 4, 'WEBP'])],
  ['WAV audio', media(['RIFF', 1, 2, 3, 4, 'WAVE'])],
  ['AVI video', media(['RIFF', 1, 2, 3, 4, 'AVI '])],
  ['TIFF image', media(['II*', 0])],
  ['TIFF image', media(['MM', 0, '*'])],
  ['icon', media([0, 0, 1, 0])],
  ['BMP image', media(['BM', 1, 2, 3, 4, 0, 0, 0, 0])],
  ['Photoshop image', media(['8BPS', 0, 1])],
  ['MP4 or QuickTime video', media([0, 0, 0, 0x20, 'ftypisom'])],
  ['Matroska or WebM video', media([0x1a, 0x45, 0xdf, 0xa3])],
  ['Ogg media', media(['OggS', 0])],
  ['FLAC audio', media(['fLaC', 0])],
  ['MP3 audio', media(['ID3', 4, 0])],
  ['MP3 audio', media([0xff, 0xfb, 0x90])],
  ['WOFF font', media(['wOFF', 0])],
  ['WOFF2 font', media(['wOF2', 0])],
  ['TrueType font', media([0, 1, 0, 0, 0])],
  ['OpenType font', media(['OTTO', 0])],
  ['bzip2 file', media(['BZh9'])],
  ['xz file', media([0xfd, '7zXZ', 0])],
  ['zstd file', media([0x28, 0xb5, 0x2f, 0xfd])],
  ['LZ4 file', media([0x04, 0x22, 0x4d, 0x18])],
  ['7z archive', media(['7z', 0xbc, 0xaf, 0x27, 0x1c])],
  ['RAR archive', media(['Rar!\x1a\x07', 0])],
];

describe('media and compressed files', () => {
  it.each(MEDIA)('are left out by their first bytes, and named: %s', (what, bytes) => {
    expect(engine.scan(bytes)).toEqual({ candidates: [], skipped: what, capped: false });
  });

  it.each([
    'BM',
    'BMW = ',
    'ID3',
    'ID3 tags: ',
    'BZh',
    'BZhang: ',
    'OTTO',
    'OTTO=',
    'OggS',
    'fLaC',
    'wOFF',
    'wOF2',
    'GIF89a',
    '8BPS',
    'RIFF1234WEBP',
    'II*',
    'PK',
    '7z',
    'Rar!',
    'xxxxftyp',
  ])('are not what text is that merely begins with %j', (beginning) => {
    const key = anthropicKey('beginning');
    const bytes = Buffer.from(`${beginning}\ttext\r\nkey = "${key}"\n\f`);
    expect(engine.scan(bytes).skipped).toBeNull();
    expect(found(bytes)).toEqual([['anthropic-api-key', key]]);
  });

  it('are not what UTF-16 text is that begins with their letters', () => {
    const key = anthropicKey('wide beginning');
    for (const beginning of ['BM', 'ID3', 'OTTO']) {
      expect(found(Buffer.from(`${beginning}\nkey = "${key}"\n`, 'utf16le'))).toEqual([['anthropic-api-key', key]]);
    }
  });
});

describe('a Git LFS pointer', () => {
  const digest = 'ab12'.repeat(16);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${digest}\nsize 12345\n`;

  it('is left out, and named', () => {
    expect(sniff(Buffer.from(pointer))).toEqual({ is: 'skipped', what: 'Git LFS pointer' });
    const extended = pointer.replace('oid', `ext-0-foo sha256:${digest}\noid`);
    expect(sniff(Buffer.from(extended))).toMatchObject({ what: 'Git LFS pointer' });
  });

  it('is not a text that holds more, less, or a secret', () => {
    for (const text of [
      `${pointer}\n`,
      `${pointer}key=${anthropicKey()}\n\n`,
      pointer.replace('version', 'Version'),
      pointer.slice(0, 60),
      `${pointer}x ${'y'.repeat(1200)}\n`,
    ]) {
      expect(sniff(Buffer.from(text))).toEqual({ is: 'text' });
    }
  });

  it('hides no secret in a line that a pointer has no use for', () => {
    const key = anthropicKey('pointer');
    expect(found(`${pointer}x ${key}\n`)).toEqual([['anthropic-api-key', key]]);
  });
});

describe('text and binary', () => {
  it.each([
    ['nothing', '', 'text'],
    ['ASCII', 'a=b\n', 'text'],
    ['UTF-8', 'ключ=значение\n', 'text'],
    ['a zero byte', 'SQLite format 3\0', 'binary'],
  ])('are told apart as git does: %s is %s', (_, text, is) => {
    expect(sniff(Buffer.from(text))).toEqual({ is });
  });

  it('are told by the first 8,000 bytes', () => {
    expect(sniff(Buffer.from(`${'a'.repeat(7999)}\0`))).toEqual({ is: 'binary' });
    expect(sniff(Buffer.from(`${'a'.repeat(8000)}\0`))).toEqual({ is: 'text' });
  });

  it.each([
    ['little-endian', false],
    ['big-endian', true],
  ])('%s UTF-16 is text, with a byte order mark and without', (_, bigEndian) => {
    const wide = (text: string): Buffer => {
      const bytes = Buffer.from(text, 'utf16le');
      return bigEndian ? bytes.swap16() : bytes;
    };
    for (const text of ['\ufeffключ: значение', 'KEY=value\r\n', 'a', `${'KEY=value é\n'.repeat(2000)}`]) {
      expect(isUtf16(wide(text).subarray(0, 8000)), text.slice(0, 10)).toBe(true);
      expect(sniff(wide(text))).toEqual({ is: 'text' });
    }
  });

  it('a few zero bytes make no UTF-16', () => {
    for (const bytes of [
      Buffer.from('abc\0def\0ghi'),
      Buffer.alloc(100),
      Buffer.from(Array.from({ length: 64 }, (_, i) => i)),
    ]) {
      expect(isUtf16(bytes)).toBe(false);
    }
  });
});
