import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allowance } from '../../../src/detect/archive/allowance.ts';
import type { Entry } from '../../../src/detect/archive/entry.ts';
import { entriesOf, FORMATS } from '../../../src/detect/archive/open.ts';
import { type Packed, tarOf, zipOf } from '../../support/archives.ts';
import { groqKey } from '../../support/secrets.ts';
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

  it('leaves pictures out, and counts what is compressed in a way that is not opened', () => {
    const picture = Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0'), Buffer.from(text)]);
    const xz = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(50)]);
    const bytes = zipOf([
      { name: 'a.gif', content: picture },
      { name: 'b.xz', content: xz },
    ]);
    expect(engine.scan(bytes)).toEqual({ candidates: [], skipped: null, capped: false, leftOut: { 'xz file': 1 } });
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

  it('gives the content of files, not of links', () => {
    expect(engine.scan(tarOf([{ ...file, type: '2' }])).candidates).toEqual([]);
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
    expect(engine.scan(bytes).gaps).toEqual([{ inside: 'content', why: 'the archive is damaged here' }]);
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
