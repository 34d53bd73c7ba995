import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * SQLite databases for tests: small ones written byte by byte as the format says, so that every part
 * of it can be had and spoilt (https://www.sqlite.org/fileformat2.html), and real ones made by Python.
 */

export type Value = string | Uint8Array | number | null;

export type Form = {
  pageSize: number;
  /** Bytes at the end of each page that belong to extensions. */
  reserved: number;
  encoding: 'utf8' | 'utf16le' | 'utf16be';
  /** A table's leaf, or that of an index: a table WITHOUT ROWID. */
  kind: 'table' | 'index';
  /** Whether the pages that a value goes on in follow each other, or precede each other. */
  chains: 'forward' | 'backward';
};

export const FORM: Form = { pageSize: 512, reserved: 0, encoding: 'utf8', kind: 'table', chains: 'forward' };

const KINDS = { table: 0x0d, index: 0x0a } as const;

/** A database with one table, whose rows must fit on one page but for what overflows. */
export function databaseOf(rows: Value[][], options: Partial<Form> = {}): Buffer {
  const form = { ...FORM, ...options };
  // The names of very many columns would not fit on the first page; a record may have more than its table.
  const width = Math.min(rows[0]?.length ?? 1, 20);
  const names = Array.from(
    { length: width },
    (_, i) => `c${i}${i === 0 && form.kind === 'index' ? ' PRIMARY KEY' : ''}`,
  );
  const sql = `CREATE TABLE t (${names.join(', ')})${form.kind === 'index' ? ' WITHOUT ROWID' : ''}`;
  const overflow: Buffer[] = [];
  const schema = leafPage([['table', 't', 't', 2, sql]], { ...form, kind: 'table' }, 100, overflow);
  const root = leafPage(rows, form, 0, overflow);
  const pages = [schema, root, ...overflow];
  writeHeader(schema, form, pages.length);
  return Buffer.concat(pages);
}

/** A write-ahead log that holds these pages of a database, each group as one transaction. */
export function logOf(database: Buffer, transactions: number[][], pageSize = FORM.pageSize, salt = 1): Buffer {
  const header = Buffer.alloc(32);
  [0x377f0682, 3_007_000, pageSize, 0, salt, salt].forEach((word, i) => {
    header.writeUInt32BE(word, i * 4);
  });
  const frames = transactions.flatMap((pages) =>
    pages.map((page, i) => {
      const frame = Buffer.alloc(24);
      const size = i === pages.length - 1 ? database.length / pageSize : 0;
      [page, size, salt, salt].forEach((word, j) => {
        frame.writeUInt32BE(word, j * 4);
      });
      return Buffer.concat([frame, database.subarray((page - 1) * pageSize, page * pageSize)]);
    }),
  );
  return Buffer.concat([header, ...frames]);
}

function writeHeader(page: Buffer, form: Form, pages: number): void {
  page.write('SQLite format 3\0', 'latin1');
  page.writeUInt16BE(form.pageSize === 65536 ? 1 : form.pageSize, 16);
  page.set([1, 1, form.reserved, 64, 32, 32], 18);
  const words = {
    24: 1,
    28: pages,
    40: 1,
    44: 4,
    56: ['utf8', 'utf16le', 'utf16be'].indexOf(form.encoding) + 1,
    92: 1,
  };
  for (const [at, word] of Object.entries(words)) page.writeUInt32BE(word, Number(at));
  page.writeUInt32BE(3_040_001, 96);
}

function leafPage(rows: Value[][], form: Form, header: number, overflow: Buffer[]): Buffer {
  const page = Buffer.alloc(form.pageSize);
  const pointers = header + 8;
  let content = form.pageSize - form.reserved;
  rows.forEach((row, index) => {
    const cell = cellOf(row, index + 1, form, overflow);
    content -= cell.length;
    if (content < pointers + rows.length * 2) throw new Error('too much for one page');
    cell.copy(page, content);
    page.writeUInt16BE(content, pointers + index * 2);
  });
  page[header] = KINDS[form.kind];
  page.writeUInt16BE(rows.length, header + 3);
  page.writeUInt16BE(content === 65536 ? 0 : content, header + 5);
  return page;
}

function cellOf(row: Value[], id: number, form: Form, overflow: Buffer[]): Buffer {
  const record = recordOf(row, form.encoding);
  const usable = form.pageSize - form.reserved;
  const most = form.kind === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((record.length - least) % (usable - 4));
  const local = record.length <= most ? record.length : wanted <= most ? wanted : least;
  const head = [...varint(record.length), ...(form.kind === 'table' ? varint(id) : [])];
  const first = chain(record.subarray(local), form, overflow);
  const cell = Buffer.concat([Buffer.from(head), record.subarray(0, local), first]);
  return cell.length < 4 ? Buffer.concat([cell, Buffer.alloc(4 - cell.length)]) : cell;
}

/** Puts what is left of a record on pages of its own. @returns the first one's number, or nothing */
function chain(rest: Buffer, form: Form, overflow: Buffer[]): Buffer {
  const room = form.pageSize - form.reserved - 4;
  const count = Math.ceil(rest.length / room);
  const before = overflow.length;
  const number = (i: number): number =>
    i === count ? 0 : 3 + before + (form.chains === 'forward' ? i : count - 1 - i);
  for (let i = 0; i < count; i += 1) {
    const page = Buffer.alloc(form.pageSize);
    page.writeUInt32BE(number(i + 1));
    rest.copy(page, 4, i * room, (i + 1) * room);
    overflow[number(i) - 3] = page;
  }
  const link = Buffer.alloc(count > 0 ? 4 : 0);
  if (count > 0) link.writeUInt32BE(number(0));
  return link;
}

/** A record as it is stored: the types of its values, then the values. */
export function recordOf(row: Value[], encoding: Form['encoding'] = 'utf8'): Buffer {
  const stored = row.map((value) => store(value, encoding));
  const types = stored.flatMap(({ type }) => varint(type));
  let size = types.length + 1;
  while (varint(size).length + types.length !== size) size = varint(size).length + types.length;
  return Buffer.concat([Buffer.from([...varint(size), ...types]), ...stored.map(({ bytes }) => bytes)]);
}

function store(value: Value, encoding: Form['encoding']): { type: number; bytes: Uint8Array } {
  if (value === null) return { type: 0, bytes: Buffer.alloc(0) };
  if (typeof value === 'string') {
    const bytes = encodeText(value, encoding);
    return { type: bytes.length * 2 + 13, bytes };
  }
  if (typeof value !== 'number') return { type: value.length * 2 + 12, bytes: value };
  if (value === 0 || value === 1) return { type: 8 + value, bytes: Buffer.alloc(0) };
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return { type: 4, bytes };
}

export function encodeText(text: string, encoding: Form['encoding']): Buffer {
  if (encoding === 'utf8') return Buffer.from(text);
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf16le' ? bytes : bytes.swap16();
}

/** Up to 2^31, in groups of seven bits. */
export function varint(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** Whether real databases can be made here. */
export const hasPython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

/**
 * Runs a Python script in a new folder, where `db` is a connection to a new database, and gives one
 * of the files that it leaves.
 */
export function pythonDatabase(script: string, file = 'db.sqlite', input: unknown = null): Buffer {
  return inFolder((folder) => {
    const start = [
      'import json, shutil, sqlite3, sys',
      "db = sqlite3.connect('db.sqlite', isolation_level=None)",
      'given = json.load(sys.stdin)',
    ];
    execFileSync('python3', ['-c', [...start, script].join('\n')], { cwd: folder, input: JSON.stringify(input) });
    return readFileSync(join(folder, file));
  });
}

/** What SQLite says about a database, and the rows of its table. */
export function readByPython(database: Uint8Array): { check: string; rows: unknown[][] } {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'db.sqlite'), database);
    const script = [
      'import json, sqlite3',
      "db = sqlite3.connect('db.sqlite')",
      "check = db.execute('PRAGMA integrity_check').fetchall()[0][0]",
      "print(json.dumps({'check': check, 'rows': db.execute('SELECT * FROM t').fetchall()}))",
    ];
    return JSON.parse(execFileSync('python3', ['-c', script.join('\n')], { cwd: folder, encoding: 'utf8' }));
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'clawback-test-sqlite-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
