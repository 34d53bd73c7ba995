import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allowance } from '../../../src/detect/archive/allowance.ts';
import type { Entry } from '../../../src/detect/archive/entry.ts';
import { entriesOf, FORMATS } from '../../../src/detect/archive/open.ts';
import { type Packed, tarOf, zipOf } from '../../support/archives.ts';
import { groqKey } from '../../support/secrets.ts';
import { databaseOf } from '../../support/sqlite.ts';
import { engine } from '../scanning.ts';

const key = groqKey('archive');
const text = `first line\nkey = ${key}\n`;
const file: Packed = { name: 'inner/.env', content: text };
const other: Packed = { name: 'README.md', content: 'nothing in here\n' };

/** Where the key is found: the file's name in the archive, and its line. */
function places(bytes: Uint8Array): [string | undefined, number][] {
  const { candidates } = engine.scan(bytes);
  return candidates
    .filter(({ secret }) => secret.reveal() === key)
    .map(({ inside, start }) => [inside?.path, start.line]);
}

const IN_ENV = [['inner/.env', 2]];

describe('a ZIP archive', () => {
  it.each([
    ['deflated', zipOf([other, file])],
    ['stored', zipOf([other, { ...file, method: 0 }])],
    [
      'written to a pipe',
      zipOf([
        { ...other, streamed: true },
        { ...file, streamed: true },
      ]),
    ],
    ['with ZIP64 fields', zipOf([other, { ...file, large: true }])],
    ['with a comment', zipOf([other, file], { comment: 'a comment, with PK\x05\x06 in it' })],
    ['behind another archive', zipOf([other, file], { before: zipOf([other]) })],
  ])('is read: %s', (_, bytes) => {
    const scan = engine.scan(bytes);
    expect(places(bytes)).toEqual(IN_ENV);
    expect(scan.gaps).toBeUndefined();
    const { inside, span } = scan.candidates[0]!;
    expect(bytes.toString('latin1', inside!.offset, inside!.offset + 4)).toBe('PK\x03\x04');
    expect(text.slice(span.start, span.end)).toBe(key);
  });

  it('that was cut off is read as far as it goes, and told of', () => {
    const bytes = zipOf([other, file, { name: 'last', content: 'x'.repeat(99) }], { cut: true }).subarray(0, -2);
    expect(places(bytes)).toEqual(IN_ENV);
    expect(engine.scan(bytes).gaps).toMatchObject([{ inside: 'last' }, { inside: '' }]);
  });

  it('with one damaged file gives the others', () => {
    const bytes = zipOf([{ name: 'broken', content: 'text '.repeat(99) }, file]);
    bytes.fill(0xff, 40, 48);
    expect(places(bytes)).toEqual(IN_ENV);
    expect(engine.scan(bytes).gaps).toEqual([{ inside: 'broken', why: 'the archive is damaged here' }]);
  });

  it('counts what is encrypted or packed in another way, and stays complete', () => {
    const bytes = zipOf([{ ...file, encrypted: true }, { ...other, encrypted: true }, { ...other, method: 12 }, file]);
    const { gaps, leftOut } = engine.scan(bytes);
    expect(gaps).toBeUndefined();
    expect(leftOut).toEqual({ 'encrypted archive member': 2, 'archive member in another compression': 1 });
    expect(places(bytes)).toEqual(IN_ENV);
  });

  it('leaves pictures out, and what is compressed in a way that is not opened, and counts them', () => {
    const picture = Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0'), Buffer.from(text)]);
    const xz = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(50)]);
    const bytes = zipOf([
      { name: 'a.gif', content: picture },
      { name: 'b.xz', content: xz },
    ]);
    const leftOut = { 'GIF image': 1, 'xz file': 1 };
    expect(engine.scan(bytes)).toEqual({ candidates: [], skipped: null, capped: false, leftOut });
  });

  it('with a file that its directory does not list gives that too', () => {
    const [whole, empty] = [zipOf([file], { cut: true }), zipOf([])];
    empty.writeUInt32LE(whole.length, 16);
    expect(places(Buffer.concat([whole, empty]))).toEqual(IN_ENV);
  });

  it('is not whole where something follows its end', () => {
    const bytes = Buffer.concat([zipOf([file]), Buffer.from('\nmore')]);
    expect(places(bytes)).toEqual(IN_ENV);
    expect(engine.scan(bytes).gaps).toEqual([{ inside: '', why: 'the archive is damaged here' }]);
  });

  it('says twice whether a file is encrypted, or is damaged', () => {
    const bytes = zipOf([file]);
    bytes[bytes.lastIndexOf('PK\x01\x02') + 8]! |= 1;
    expect(places(bytes)).toEqual(IN_ENV);
    expect(engine.scan(bytes)).toMatchObject({ gaps: [{ inside: 'inner/.env' }] });
  });

  it('gives files of one name each for itself', () => {
    const { candidates } = engine.scan(zipOf([file, file]));
    expect(new Set(candidates.map(({ inside }) => inside!.member)).size).toBe(2);
  });

  it('that is empty is complete', () => {
    expect(engine.scan(zipOf([]))).toEqual({ candidates: [], skipped: null, capped: false });
  });
});

describe('a tar archive', () => {
  const long = `${'folder/'.repeat(20)}.env`;

  it.each([
    ['as POSIX has it', tarOf([other, file]), 'inner/.env'],
    ['with a long name', tarOf([other, { ...file, name: long }]), long],
    ['with a long name as GNU has it', tarOf([other, { ...file, name: long }], { names: 'gnu' }), long],
    ['with a long name as pax has it', tarOf([other, { ...file, name: long }], { names: 'pax' }), long],
  ])('is read: %s', (_, bytes, name) => {
    expect(places(bytes)).toEqual([[name, 2]]);
    expect(engine.scan(bytes).gaps).toBeUndefined();
  });

  it('that was cut off is read as far as it goes, and told of', () => {
    const bytes = tarOf([other, { ...file, content: text + '\n'.repeat(600) }]).subarray(0, 1536 + text.length + 9);
    expect(places(bytes)).toEqual(IN_ENV);
    expect(engine.scan(bytes).gaps).toMatchObject([{ inside: 'inner/.env' }]);
  });

  it('gives the content of files of every type; that of a link is no file', () => {
    expect(places(tarOf([{ ...file, type: 'Q' }]))).toEqual(IN_ENV);
    expect(places(tarOf([{ ...file, type: '2' }]))).toMatchObject([[undefined, expect.any(Number)]]);
  });

  it('goes on behind its end where another one follows', () => {
    expect(places(Buffer.concat([tarOf([other]), tarOf([file])]))).toEqual(IN_ENV);
  });

  it('has a file without a name', () => {
    expect(places(tarOf([{ ...file, name: '' }]))).toEqual([['member@0', 2]]);
  });
});

describe('a gzip file', () => {
  it('is read, and a tar archive in it', () => {
    expect(places(gzipSync(text))).toEqual([['content', 2]]);
    expect(places(gzipSync(tarOf([file])))).toEqual(IN_ENV);
  });

  it('has the name of what was packed, where it tells', () => {
    const plain = gzipSync(text);
    const named = Buffer.concat([
      plain.subarray(0, 3),
      Buffer.from([8]),
      plain.subarray(4, 10),
      Buffer.from('a/.npmrc\0'),
      plain.subarray(10),
    ]);
    expect(places(named)).toEqual([['.npmrc', 2]]);
  });

  it('may be several in one', () => {
    expect(places(Buffer.concat([gzipSync('line\n'), gzipSync(text)]))).toEqual([['content', 3]]);
  });

  it('that was cut off is read as far as it goes, and told of', () => {
    const bytes = gzipSync(text + Buffer.from(groqKey('filling').repeat(500)).toString('base64')).subarray(0, -200);
    expect(places(bytes)).toEqual([['content', 2]]);
    expect(engine.scan(bytes).gaps).toEqual([{ inside: 'content', why: 'the archive is cut off here' }]);
  });

  it('with a wrong checksum, or with something else behind it, is read, and told of', () => {
    const wrong = gzipSync(text);
    wrong[wrong.length - 6]! ^= 1;
    for (const bytes of [wrong, Buffer.concat([gzipSync(text), Buffer.from('what follows')])]) {
      expect(places(bytes)).toEqual([['content', 2]]);
      expect(engine.scan(bytes).gaps).toEqual([{ inside: 'content', why: 'the archive is damaged here' }]);
    }
    const encoded = `data: ${wrong.toString('base64')}`;
    expect(engine.scan(Buffer.from(encoded)).gaps).toEqual([
      { inside: 'encoded@6!/content', why: 'the archive is damaged here' },
    ]);
  });

  it('may end with zeros', () => {
    expect(engine.scan(Buffer.concat([gzipSync(text), Buffer.alloc(99)])).gaps).toBeUndefined();
  });
});

describe('what belongs to no file of an archive', () => {
  const comment = `a comment with ${key} in it`;
  const ended = zipOf([other]);

  it.each([
    ['the comment of a ZIP archive', zipOf([other], { comment })],
    ['what stands in front of one', zipOf([other], { before: Buffer.concat([ended, Buffer.from(comment)]) })],
    ['what stands behind one', Buffer.concat([ended, Buffer.from(comment)])],
    ['what stands behind a tar archive', Buffer.concat([tarOf([other]), Buffer.from(comment)])],
    ['the name of a file', tarOf([{ ...other, name: `${key}.txt` }])],
    ['what stands behind a gzip file', Buffer.concat([gzipSync('text'), Buffer.from(comment)])],
  ])('is searched as binary data: %s', (_, bytes) => {
    const { candidates } = engine.scan(bytes);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { span, inside } of candidates) {
      expect(inside).toBeUndefined();
      expect(bytes.toString('latin1', span.start, span.end)).toBe(key);
    }
  });
});

describe('archives in archives', () => {
  it('are opened four deep, and what is deeper is told of', () => {
    let bytes = zipOf([file]);
    for (let depth = 1; depth < 4; depth += 1) bytes = zipOf([{ name: `${depth}.zip`, content: bytes }]);
    expect(places(bytes)).toEqual([['3.zip!/2.zip!/1.zip!/inner/.env', 2]]);
    const deeper = zipOf([{ name: '4.zip', content: bytes }]);
    expect(places(deeper)).toEqual([]);
    expect(engine.scan(deeper).gaps).toMatchObject([{ inside: '4.zip!/3.zip!/2.zip!/1.zip' }]);
  });

  it('are decoded, and found in what is decoded', () => {
    const encoded = Buffer.from(text).toString('base64');
    const { candidates } = engine.scan(zipOf([{ name: 'a.yaml', content: `data: ${encoded}` }]));
    expect(candidates).toMatchObject([{ inside: { path: 'a.yaml' }, encodings: ['base64'], start: { line: 1 } }]);
  });
});

describe('an archive in a column of a database', () => {
  it('is opened; what is not opened is counted', () => {
    const xz = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(50)]);
    const bytes = databaseOf([
      ['first', gzipSync(text)],
      ['second', xz],
    ]);
    const at = bytes.indexOf(Buffer.from([0x1f, 0x8b, 8]));
    expect(places(bytes)).toEqual([[`column@${at}!/content`, 2]]);
    expect(engine.scan(bytes).leftOut).toEqual({ 'xz file': 1 });
  });
});

describe('an archive that means harm', () => {
  const limits = { member: 64 << 20, total: 256 << 20 };

  it('unpacks to no more than its share, and is told of', () => {
    const zeros = deflateRawSync(Buffer.alloc(limits.member + 1));
    const bomb = { name: 'bomb', content: Buffer.alloc(limits.member + 1) };
    expect(engine.scan(zipOf([bomb, file]))).toMatchObject({
      gaps: [{ inside: 'bomb', why: expect.stringContaining('larger') }],
      candidates: { length: 1 },
    });
    expect(zeros.length).toBeLessThan(1 << 20);
  });

  it('unpacks to no more than so many times its size', () => {
    const ratio = { name: 'ratio', content: Buffer.alloc(8 << 20) };
    expect(engine.scan(zipOf([ratio])).gaps).toMatchObject([{ inside: 'ratio' }]);
    expect(engine.scan(zipOf([{ name: 'small', content: Buffer.alloc(1 << 20) }])).gaps).toBeUndefined();
  });

  it('has no more in all than an object may have, however often its files share their bytes', () => {
    const allowance = new Allowance(1 << 20, 1000);
    const bytes = zipOf(Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(300_000, i) })));
    const entries = [...entriesOf('zip', bytes, allowance)];
    expect(entries.map(({ is }) => is)).toEqual(['member', 'member', 'member', 'gap', 'gap']);
  });

  it('has no files that share their bytes', () => {
    const [first, second] = ['a', 'b'].map((name) => ({ name, content: text }));
    const bytes = zipOf([first!, second!]);
    const last = bytes.lastIndexOf('PK\x01\x02');
    bytes.writeUInt32LE(0, last + 42);
    expect(engine.scan(bytes).gaps).toEqual([{ inside: 'b', why: 'the archive is damaged here' }]);
  });

  it('pays for what is damaged', () => {
    const bytes = zipOf(Array.from({ length: 9 }, (_, i) => ({ name: `${i}`, content: `${key} ${i}`.repeat(9) })));
    for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 1)) bytes[at + 31] = 0xff;
    const gaps = [...entriesOf('zip', bytes, new Allowance(10_000, 100))];
    expect(gaps.slice(0, 9).map((entry) => entry.is === 'gap' && entry.why)).toContain(
      'unpacked, it is larger than is looked at',
    );
  });

  it('has names no longer than are told', () => {
    const name = `${'folder/'.repeat(9000)}.env`;
    for (const bytes of [zipOf([{ ...file, name }]), tarOf([{ ...file, name }], { names: 'pax' })]) {
      const [[path]] = places(bytes) as [[string, number]];
      expect(path).toMatch(/^folder\/.*\/~[0-9a-f]{16}\/.*\/\.env$/);
      expect(path.length).toBeLessThanOrEqual(1024);
    }
  });

  it('has more gaps than are named, which are counted', () => {
    const broken = { name: 'broken', content: 'text', method: 8 };
    const bytes = zipOf(Array.from({ length: 120 }, () => broken));
    for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 1)) bytes[at + 36] = 0xff;
    const { gaps } = engine.scan(bytes);
    expect(gaps).toHaveLength(101);
    expect(gaps!.at(-1)).toEqual({ inside: '', why: '20 more parts of it could not be read' });
  });

  it('has no more files than are looked at', () => {
    const files = Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, content: '.' }));
    for (const [format, bytes] of [
      ['zip', zipOf(files)],
      ['tar', tarOf(files)],
    ] as const) {
      const entries = [...entriesOf(format, bytes, new Allowance(1 << 20, 10))];
      expect(entries.slice(10)).toEqual([{ is: 'gap', name: '', why: expect.stringContaining('more members') }]);
    }
  });

  it('never ends the program, whatever its bytes are', () => {
    const sources = [
      zipOf([other, file]),
      zipOf([{ ...file, large: true }]),
      tarOf([other, file], { names: 'pax' }),
      gzipSync(text),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.constantFrom(...FORMATS),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.nat(),
        (source, format, changes, length) => {
          const bytes = Buffer.from(source.subarray(0, 1 + (length % source.length)));
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          let size = 0;
          for (const entry of entriesOf(format, bytes, new Allowance(1 << 20, 100)) as Iterable<Entry>) {
            if (entry.is === 'member') size += entry.bytes.length;
          }
          expect(size).toBeLessThanOrEqual(2 << 20);
          engine.scan(bytes);
        },
      ),
    );
  });
});
