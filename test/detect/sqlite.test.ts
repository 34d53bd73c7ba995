import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, type Column, columnsOf as columnsIn, isSqlite, spanInFile } from '../../src/detect/sqlite.ts';
import { characters } from '../support/secrets.ts';
import {
  databaseOf,
  encodeText,
  FORM,
  type Form,
  hasPython,
  logOf,
  pythonDatabase,
  readByPython,
  recordOf,
  type Value,
  varint,
} from '../support/sqlite.ts';

const DECODERS = {
  utf8: new TextDecoder('utf-8'),
  utf16le: new TextDecoder('utf-16le'),
  utf16be: new TextDecoder('utf-16be'),
};

/** A column with its bytes. */
type Read = Column & { bytes: Uint8Array };

const columnsOf = (file: Uint8Array): Read[] =>
  [...columnsIn(file)].map((column) => ({ ...column, bytes: bytesOf(file, column) }));

const text = ({ bytes, encoding }: Read): string => DECODERS[encoding].decode(bytes);

/** Every text that is read out of a file, but those of the schema. */
function texts(file: Uint8Array): string[] {
  return columnsOf(file)
    .filter((column) => column.isText)
    .map(text)
    .filter((one) => !/^(?:table$|CREATE (?:TABLE|INDEX) )/.test(one));
}

/** A text of so many letters that is like no other. */
const prose = (length: number, seed: string): string => characters('abcdefghijklmnopqrstuvwxyz ', length, seed);

/** Whether a column is what stands in the file where it says, no byte of it twice. */
function isHonest(file: Uint8Array, { bytes, pieces }: Read): boolean {
  const joined = Buffer.concat(pieces.map(({ start, end }) => file.subarray(start, end)));
  const sorted = [...pieces].sort((a, b) => a.start - b.start);
  return (
    joined.equals(bytes) &&
    pieces.every(({ at, start, end }, i) => start < end && at === (i === 0 ? 0 : sizeOf(pieces.slice(0, i)))) &&
    sorted.every(({ start }, i) => i === 0 || sorted[i - 1]!.end <= start)
  );
}

const sizeOf = (pieces: { start: number; end: number }[]): number =>
  pieces.reduce((sum, { start, end }) => sum + end - start, 0);

/** The values of a row that are given: texts and blobs of eight bytes or more. */
function given(row: Value[], encoding: Form['encoding']): Buffer[] {
  return row
    .flatMap((value) =>
      typeof value === 'string'
        ? [encodeText(value, encoding)]
        : value instanceof Uint8Array
          ? [Buffer.from(value)]
          : [],
    )
    .filter((bytes) => bytes.length >= 8);
}

const hexes = (list: Uint8Array[]): string[] => list.map((bytes) => Buffer.from(bytes).toString('hex')).sort();

/** What the table of a written database holds: the schema is not counted. */
function rowsColumns(file: Uint8Array): Read[] {
  return columnsOf(file).filter((column) => !/^(?:table$|CREATE TABLE t \()/.test(text(column)));
}

const form = fc.record({
  pageSize: fc.constantFrom(512, 1024, 4096, 65536),
  reserved: fc.constantFrom(0, 12, 32),
  encoding: fc.constantFrom('utf8', 'utf16le', 'utf16be'),
  kind: fc.constantFrom('table', 'index'),
  chains: fc.constantFrom('forward', 'backward'),
} as const);

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.uint8Array({ maxLength: 30 }),
  fc.constantFrom(0, 1, -7, 123_456, null),
  fc.nat(3000).map((length) => prose(length, 'long')),
);

const row = fc.array(value, { minLength: 1, maxLength: 8 });

describe('the columns of a database', () => {
  it('are given one by one, although nothing lies between them', () => {
    const file = databaseOf([
      ['operator', 'first-token', 'second-token'],
      ['a node..', 'third-token', 'fourth-token'],
    ]);
    expect(file.includes('first-tokensecond-token')).toBe(true);
    expect(texts(file)).toEqual(['a node..', 'third-token', 'fourth-token', 'operator', 'first-token', 'second-token']);
  });

  it('are given whatever the form of the database and the length of the values', () => {
    fc.assert(
      fc.property(form, row, (form, row) => {
        const file = databaseOf([row], form);
        const columns = rowsColumns(file);
        expect(hexes(columns.map(({ bytes }) => bytes))).toEqual(hexes(given(row, form.encoding)));
        expect(columns.every((column) => isHonest(file, column))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are given on both sides of every length at which a value begins to overflow', () => {
    for (const kind of ['table', 'index'] as const) {
      for (let length = 20; length < 1100; length += 1) {
        const one = prose(length, 'border');
        expect(texts(databaseOf([[one]], { kind, reserved: length % 2 ? 8 : 0 }))).toEqual([one]);
      }
    }
  });

  it('are given with what they are: text in the encoding of the database, or a blob', () => {
    const file = databaseOf([['жук и паук', Buffer.from('eight letters')]], { encoding: 'utf16be' });
    expect(rowsColumns(file).map((column) => [column.isText, column.encoding, text(column)])).toEqual([
      [true, 'utf16be', 'жук и паук'],
      [false, 'utf16be', DECODERS.utf16be.decode(Buffer.from('eight letters'))],
    ]);
  });

  it('of fewer than eight bytes are not given: they hold no secret', () => {
    expect(texts(databaseOf([['1234567', '12345678', '']]))).toEqual(['12345678']);
  });

  it('are given in a record of so many columns that their types overflow', () => {
    const row = Array.from({ length: 600 }, (_, i) => `column ${i} of many`);
    expect(texts(databaseOf([row]))).toEqual(row);
  });

  it('are given of the schema too, which stands behind the header of the file', () => {
    const all = columnsOf(databaseOf([['some text']])).map(text);
    expect(all).toEqual(['CREATE TABLE t (c0)', 'some text']);
  });

  it('are given in a row with a negative number, which takes nine bytes', () => {
    const record = recordOf(['some text']);
    const cell = [record.length, ...Array(9).fill(255), ...record];
    expect(texts(withPage([0x0d, 0, 0, ...big(1), ...big(20), 0, ...big(20), ...Array(10).fill(0), ...cell]))).toEqual([
      'some text',
    ]);
  });

  it('are the same for SQLite itself, in what is written here', { skip: !hasPython }, () => {
    for (const kind of ['table', 'index'] as const) {
      for (const chains of ['forward', 'backward'] as const) {
        for (const encoding of ['utf8', 'utf16le'] as const) {
          const rows = [
            ['a first row', prose(2000, kind)],
            ['b second row', prose(40, chains)],
          ];
          const file = databaseOf(rows, { kind, chains, encoding, reserved: 12 });
          expect(readByPython(file)).toEqual({ check: 'ok', rows });
          expect(texts(file).sort()).toEqual(rows.flat().sort());
        }
      }
    }
  });
});

describe('a place in a column', () => {
  const long = prose(1500, 'place');

  it('is found in the file', () => {
    for (const chains of ['forward', 'backward'] as const) {
      const file = databaseOf([['before..', long]], { chains });
      const column = rowsColumns(file).find(({ bytes }) => bytes.length === long.length)!;
      expect(column.pieces.length).toBe(4);
      for (const { at, start, end } of column.pieces) {
        for (const offset of [at, at + 1, at + end - start - 5]) {
          const span = spanInFile(column, { start: offset, end: offset + 5 });
          expect(file.toString('latin1', span.start, span.end)).toBe(long.slice(offset, offset + 5));
        }
        expect(spanInFile(column, { start: at, end: at + end - start })).toEqual({ start, end });
      }
    }
  });

  it('that goes on in another page ends where the first page does', () => {
    const file = databaseOf([['before..', long]]);
    const column = rowsColumns(file).find(({ bytes }) => bytes.length === long.length)!;
    const [first, second] = column.pieces;
    expect(spanInFile(column, { start: second!.at - 3, end: second!.at + 9 })).toEqual({
      start: first!.end - 3,
      end: first!.end,
    });
  });
});

describe('a write-ahead log', () => {
  const before = databaseOf([['the key', `old ${prose(1200, 'old')}`]]);
  const after = databaseOf([['the key', `new ${prose(1200, 'new')}`]]);
  const pages = [1, 2, 3, 4];
  const values = (file: Uint8Array): string[] => texts(file).map((one) => `${one.slice(0, 4)}${one.length}`);

  it('gives the columns of every page in it', () => {
    const file = logOf(before, [pages]);
    expect(values(file)).toEqual(['old 1204']);
    expect(columnsOf(file).every((column) => isHonest(file, column))).toBe(true);
  });

  it('gives each version with the pages that it goes on in', () => {
    const second = logOf(after, [[2, 3, 4]]).subarray(32);
    expect(texts(Buffer.concat([logOf(before, [pages]), second]))).toEqual([...texts(before), ...texts(after)]);
  });

  it('gives a version that goes on in pages of an earlier transaction', () => {
    expect(texts(logOf(before, [[3, 4], [2]]))).toEqual(texts(before));
  });

  it('reads what is left of an older log by itself', () => {
    const newer = logOf(after, [[1, 2]], 512, 2);
    const older = logOf(before, [pages], 512, 1).subarray(32);
    const [cut, whole] = texts(Buffer.concat([newer, older]));
    expect(texts(after)[0]!.startsWith(cut!)).toBe(true);
    expect(whole).toBe(texts(before)[0]);
    const [, cutToo] = texts(Buffer.concat([logOf(after, [pages], 512, 2), logOf(before, [[2]]).subarray(32)]));
    expect(texts(before)[0]!.startsWith(cutToo!)).toBe(true);
  });

  it('gives of a value as much as is in it, where pages are only in the database', () => {
    const [cut, ...others] = texts(logOf(before, [[2, 3]]));
    expect(others).toEqual([]);
    expect(cut!.length).toBeGreaterThan(500);
    expect(texts(before)[0]!.startsWith(cut!)).toBe(true);
  });

  it('knows the encoding if it holds the first page', () => {
    const file = databaseOf([['wide text']], { encoding: 'utf16le' });
    expect(texts(logOf(file, [[1, 2]]))).toEqual(['wide text']);
    expect(columnsOf(logOf(file, [[2]])).map(({ encoding }) => encoding)).toEqual(['utf8']);
  });
});

describe.skipIf(!hasPython)('a database made by SQLite (skipped where there is no python3)', () => {
  const rows = Array.from({ length: 400 }, (_, i) => [`key ${i}`.padEnd(12, '.'), prose(i * 7 + 8, `real ${i}`)]);
  const insert = [
    "db.execute('BEGIN')",
    "db.executemany('INSERT INTO t VALUES (?, ?)', given)",
    "db.execute('COMMIT')",
  ].join('\n');
  const make = (pragma: string, table: string, more = ''): Buffer =>
    pythonDatabase([`db.execute("${pragma}")`, `db.execute("${table}")`, insert, more].join('\n'), 'db.sqlite', rows);
  const all = rows.flat().sort();

  it.each([
    'page_size = 512',
    'page_size = 4096',
    'page_size = 65536',
    "encoding = 'UTF-16le'",
    "encoding = 'UTF-16be'",
    'auto_vacuum = FULL',
  ])('with %s gives all its values', (pragma) => {
    const tables = make(`PRAGMA ${pragma}`, 'CREATE TABLE t (a, b)');
    expect(texts(tables).sort()).toEqual(all);
    const withoutRowid = make(`PRAGMA ${pragma}`, 'CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID');
    expect(texts(withoutRowid).sort()).toEqual(all);
  });

  it('gives what an index holds once more', () => {
    const indexed = make('PRAGMA page_size = 512', 'CREATE TABLE t (a, b)', "db.execute('CREATE INDEX i ON t (b)')");
    const longer = rows.map((row) => row[1]!);
    expect(texts(indexed).sort()).toEqual([...all, ...longer].sort());
  });

  it('gives values of megabytes', () => {
    const long = [prose(3 << 20, 'megabytes'), prose(50, 'short')];
    const script = "db.execute('CREATE TABLE t (a, b)')\ndb.executemany('INSERT INTO t VALUES (?, ?)', [given])";
    const file = pythonDatabase(script, 'db.sqlite', long);
    expect(texts(file)).toEqual(long);
    expect(columnsOf(file).every((column) => isHonest(file, column))).toBe(true);
  });

  it('gives what stands in a log and not yet in the database', () => {
    const script = [
      "db.execute('PRAGMA journal_mode = WAL')",
      "db.execute('PRAGMA wal_autocheckpoint = 0')",
      "db.execute('CREATE TABLE t (a, b)')",
      insert,
      "db.execute('UPDATE t SET b = ? WHERE a = ?', (given[0][1] * 90, given[0][0]))",
      "shutil.copy('db.sqlite-wal', 'log')",
    ].join('\n');
    const log = pythonDatabase(script, 'log', rows);
    const seen = new Set(texts(log));
    expect([...all, rows[0]![1]!.repeat(90)].filter((one) => !seen.has(one))).toEqual([]);
    expect(columnsOf(log).every((column) => isHonest(log, column))).toBe(true);
  });

  it('gives what a log still holds from before it was begun anew', () => {
    const script = [
      "db.execute('PRAGMA journal_mode = WAL')",
      "db.execute('CREATE TABLE t (a, b)')",
      insert,
      "db.execute('PRAGMA wal_checkpoint(RESTART)')",
      `db.execute("INSERT INTO t VALUES ('the newest row', 'its value')")`,
      "shutil.copy('db.sqlite-wal', 'log')",
    ].join('\n');
    const seen = new Set(texts(pythonDatabase(script, 'log', rows)));
    expect(seen.has('the newest row')).toBe(true);
    expect(all.filter((one) => seen.has(one)).length).toBeGreaterThan(all.length * 0.9);
  });

  it('gives what was deleted, as long as its page was not used again', () => {
    const file = make('PRAGMA secure_delete = 0', 'CREATE TABLE t (a, b)', "db.execute('DROP TABLE t')");
    const seen = new Set(texts(file));
    expect(all.filter((one) => seen.has(one)).length).toBeGreaterThan(all.length * 0.8);
  });

  it('gives what can be read of it when it is cut anywhere, and never fails', () => {
    const file = make('PRAGMA page_size = 512', 'CREATE TABLE t (a, b)');
    const known = new Set(all);
    for (let length = 0; length <= file.length; length += 997) {
      const cut = file.subarray(0, length);
      for (const one of texts(cut)) if (!known.has(one)) expect(all.some((whole) => whole.startsWith(one))).toBe(true);
    }
    const half = texts(file.subarray(0, file.length >> 1));
    expect(half.filter((one) => known.has(one)).length).toBeGreaterThan(all.length * 0.3);
  });

  it('never fails, and gives no more than five times its size, whatever is changed in it', () => {
    const files = [
      make('PRAGMA page_size = 512', 'CREATE TABLE t (a, b)').subarray(0, 60_000),
      make("PRAGMA encoding = 'UTF-16le'", 'CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID').subarray(0, 60_000),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...files), changes(60_000), (file, changed) => {
        expectSound(applied(file, changed));
      }),
      { numRuns: 200 },
    );
  });
});

type Change = { at: number; bytes: Uint8Array };

const changes = (size: number): fc.Arbitrary<Change[]> =>
  fc.array(
    fc.record({ at: fc.oneof(fc.nat(size), fc.nat(200)), bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
    { maxLength: 40 },
  );

function applied(file: Uint8Array, changed: Change[]): Buffer {
  const copy = Buffer.from(file);
  for (const { at, bytes } of changed) if (at + bytes.length <= copy.length) copy.set(bytes, at);
  return copy;
}

function expectSound(file: Uint8Array): void {
  let given = 0;
  for (const column of columnsOf(file)) {
    given += column.bytes.length;
    if (!isHonest(file, column)) expect.fail('a column is not what stands in the file');
  }
  expect(given).toBeLessThanOrEqual(file.length * 5);
}

/** How often bytes are read one by one while a file is gone through. */
function bytesRead(file: Uint8Array): number {
  let count = 0;
  const watched = new Proxy(file, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) count += 1;
      const found = Reflect.get(target, key, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
  for (const _ of columnsIn(watched));
  return count;
}

/** A database whose second page is overwritten from its start. */
function withPage(start: number[], options: Partial<Form> = {}, pages = 2): Buffer {
  const pageSize = options.pageSize ?? FORM.pageSize;
  const file = Buffer.alloc(pageSize * pages);
  databaseOf([], options).copy(file);
  file.set(start, pageSize);
  return file;
}

const big = (at: number): number[] => [at >> 8, at & 255];

describe('a hostile file', () => {
  it('of any bytes behind the beginning of a database or a log is read without failing', () => {
    const magic = fc.constantFrom(databaseOf([]).subarray(0, 100), logOf(databaseOf([]), []));
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 5000 }), (start, rest) => {
        expectSound(Buffer.concat([start, rest]));
      }),
    );
  });

  it('that is changed or cut anywhere is read without failing', () => {
    const rows = [
      ['some text', prose(1300, 'changed'), Buffer.alloc(50, 'x')],
      ['other text', prose(60, 'changed'), 12],
    ];
    const database = databaseOf(rows, { pageSize: 1024 });
    const files = [
      database,
      databaseOf(rows, { pageSize: 1024, kind: 'index', chains: 'backward' }),
      logOf(database, [[1, 2], [3], [4]], 1024),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...files), changes(4000), fc.nat(6000), (file, changed, length) => {
        expectSound(applied(file.subarray(0, length), changed));
      }),
      { numRuns: 2000 },
    );
  });

  it('with a page size or reserved bytes that cannot be is not read', () => {
    for (const [at, bytes] of [
      [16, [0, 0]],
      [16, [1, 0]],
      [16, [2, 1]],
      [20, [33]],
    ] as const) {
      const file = databaseOf([['some text']]);
      file.set(bytes, at);
      expect(texts(file)).toEqual([]);
    }
    expect(texts(databaseOf([['some text']], { reserved: 33 }))).toEqual([]);
    expect(texts(databaseOf([['some text']], { reserved: 32 }))).toEqual(['some text']);
  });

  it('with cells that overlap, or lie outside the page, gives each byte once', () => {
    const file = databaseOf([['some text'], ['more text']]);
    const pointers = 512 + 8;
    for (const pointer of [file.readUInt16BE(pointers), 0, 8, 511, 60_000]) {
      const spoilt = Buffer.from(file);
      spoilt.writeUInt16BE(pointer, pointers + 2);
      expect(texts(spoilt)).toEqual(['some text']);
    }
  });

  it('with a cell that would go on behind its page is passed over', () => {
    const record = recordOf(['a text of some length']);
    const page = [
      0x0d,
      0,
      0,
      ...big(1),
      ...big(500),
      0,
      ...big(500),
      ...Array(490).fill(0),
      record.length,
      1,
      ...record,
    ];
    expect(texts(withPage(page, {}, 3))).toEqual([]);
  });

  it('with types that do not add up to the size of their record is passed over there', () => {
    for (const change of [-2, 2]) {
      const file = databaseOf([['some text'], ['more text']]);
      const type = file.readUInt16BE(512 + 8) + 512 + 3;
      file[type]! += change;
      expect(texts(file)).toEqual(['more text']);
    }
  });

  it('that is cut within a chain of pages gives what comes before, and nothing from behind', () => {
    const one = prose(1400, 'cut');
    const file = databaseOf([[one]], { chains: 'backward' });
    const [cut] = texts(file.subarray(0, file.length - 100));
    expect(cut).toBe(one.slice(0, cut!.length));
    expect(cut!.length).toBeLessThan(one.length - 100);
  });

  it('with a chain of pages that loops gives each page once', () => {
    const file = databaseOf([[prose(1400, 'loop')]]);
    file.writeUInt32BE(3, 512 * 2);
    const [looped] = texts(file);
    expect(looped).toBe(prose(1400, 'loop').slice(0, looped!.length));
    expect(looped!.length).toBeGreaterThan(512);
    expect(looped!.length).toBeLessThan(1024);
  });

  it('with a thousand records that go on in the same pages gives these four times', () => {
    const cell = databaseOf([[prose(20_000, 'shared')]]);
    const own = cell.subarray(512 + cell.readUInt16BE(512 + 8), 1024);
    const leaf = Buffer.alloc(512);
    leaf.set([0x0d, 0, 0, ...big(Math.floor(460 / (own.length + 2)))], 0);
    for (let i = 0; i < leaf.readUInt16BE(3); i += 1) {
      leaf.writeUInt16BE(512 - own.length * (i + 1), 8 + i * 2);
      own.copy(leaf, 512 - own.length * (i + 1));
    }
    const file = Buffer.concat([cell, ...Array.from({ length: 1000 }, () => leaf)]);
    expect(leaf.readUInt16BE(3)).toBeGreaterThan(1);
    expect(texts(file)).toEqual(Array.from({ length: 4 }, () => prose(20_000, 'shared')));
    expectSound(file);
  });

  it('whose lengths lie takes no more memory than it has bytes', () => {
    const types = [5, ...varint(2 ** 31 - 100)];
    const record = [...varint(2 ** 31 - 8), 1, types.length + 1, ...types];
    const file = withPage([0x0d, 0, 0, ...big(1), ...big(400), 0, ...big(20), ...Array(10).fill(0), ...record]);
    expectSound(file);
  });

  it('is read in proportion to its size, however its cells are laid', () => {
    const pageSize = 65536;
    const overlapping = (kind: number, step: number): Buffer => {
      const count = Math.floor((pageSize - 8) / (2 + step));
      const pointers = Array.from({ length: count }, (_, i) => big(8 + count * 2 + i * step)).flat();
      const page = withPage([kind, 0, 0, ...big(count), 0, 0, 0, ...pointers], { pageSize });
      // A record of 32,000 bytes, of which 30,000 are types, begins wherever one is looked for.
      const cell = [...varint(32_000), ...varint(30_000)];
      for (let at = pageSize + 8 + count * 2; at + 4 < page.length - 40_000; at += Math.max(step, cell.length)) {
        page.set(cell, at);
      }
      return page;
    };
    const files = [overlapping(0x0d, 1), overlapping(0x0d, 6), overlapping(0x0a, 1), overlapping(0x02, 6)];
    expect(files.map((file) => bytesRead(file) < file.length * 12)).toEqual([true, true, true, true]);
  });
});

describe('what is a database', () => {
  it('is told by its first bytes', () => {
    const file = databaseOf([]);
    expect(isSqlite(file)).toBe(true);
    expect(isSqlite(logOf(file, []))).toBe(true);
    const other = logOf(file, []);
    other[3] = 0x83;
    expect(isSqlite(other)).toBe(true);
    expect(isSqlite(file.subarray(0, 99))).toBe(false);
    expect(isSqlite(file.subarray(1))).toBe(false);
    expect(isSqlite(Buffer.from('SQLite format 3 is what this text is about'.repeat(9)))).toBe(false);
    expect(columnsOf(Buffer.alloc(2000))).toEqual([]);
  });
});
