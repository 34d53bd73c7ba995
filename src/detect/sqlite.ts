import type { Span } from '../domain/blob.ts';
import type { Encoding } from './view.ts';

/**
 * Reads the columns of the records in an SQLite database, or in its write-ahead log. A row's columns
 * lie back to back with nothing between them, so that a token in one of them cannot be told from the
 * text of the next by looking at the bytes alone.
 *
 * https://www.sqlite.org/fileformat2.html; sections in brackets. Trees are not walked: every page
 * says by itself what it is, so that freed pages are read too. Nothing in the file is trusted, and
 * what does not add up is passed over.
 */

/** Consecutive bytes of a column: where they lie in the column, and where in the file. */
type Piece = Span & { at: number };

/** One value of one record. Its bytes are made when they are asked for: most are never looked at. */
export type Column = {
  /** Whether it was stored as text; else it is a blob, and may be anything. */
  isText: boolean;
  /** How the database encodes text. */
  encoding: Encoding;
  /** One, or one for each page that the value goes on in. */
  pieces: readonly Piece[];
};

/** Nothing shorter holds a secret (a pairing code has eight letters). */
const MIN_BYTES = 8;

/** Whether there is anything to read here for `columnsOf`: a database, or the write-ahead log of one. */
export function isSqlite(bytes: Uint8Array): boolean {
  return isDatabase(bytes) || isLog(bytes);
}

/**
 * The texts and blobs of eight bytes or more of all records. A value that goes on in a page that
 * is not in the file is cut there. Takes time in proportion to the file, and gives no more than
 * five times its bytes.
 */
export function* columnsOf(bytes: Uint8Array): Generator<Column> {
  if (isDatabase(bytes)) yield* columnsOfDatabase(bytes);
  else if (isLog(bytes)) yield* columnsOfLog(bytes);
}

/** The bytes of a column of this file; copied only where they lie in several pieces. */
export function bytesOf(file: Uint8Array, { pieces }: Pick<Column, 'pieces'>): Uint8Array {
  const last = pieces.at(-1)!;
  if (pieces.length === 1) return file.subarray(last.start, last.end);
  const copy = new Uint8Array(last.at + last.end - last.start);
  for (const { at, start, end } of pieces) copy.set(file.subarray(start, end), at);
  return copy;
}

/**
 * Where bytes of a column lie in the file. Those that go on in another page are cut at the end of
 * the first, since what lies between the two is something else.
 */
export function spanInFile(column: Column, span: Span): Span {
  const { pieces } = column;
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.at <= span.start) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low]!;
  const start = piece.start + span.start - piece.at;
  return { start, end: Math.min(piece.end, start + span.end - span.start) };
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

function isDatabase(bytes: Uint8Array): boolean {
  return bytes.length >= DATABASE_HEADER && MAGIC.every((byte, i) => bytes[i] === byte);
}

/** The last bit tells the byte order of the checksums, which are not looked at [4.1]. */
function isLog(bytes: Uint8Array): boolean {
  return bytes.length >= LOG_HEADER && (uint32(bytes, 0) | 1) >>> 0 === 0x377f0683;
}

/** Bytes before the first page's own header [1.3], before the first frame, and before a frame's page [4.1]. */
const DATABASE_HEADER = 100;
const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/** What all pages have in common. */
type Format = { pageSize: number; usable: number; encoding: Encoding };

const ENCODINGS: readonly Encoding[] = ['utf8', 'utf8', 'utf16le', 'utf16be'];

/** Reads a database's header [1.3], from the first page or from a copy of it. */
function formatAt(bytes: Uint8Array, at: number, pageSize: number): Format {
  return {
    pageSize,
    usable: pageSize - (bytes[at + 20] ?? 0),
    encoding: ENCODINGS[uint32(bytes, at + 56)] ?? 'utf8',
  };
}

/** A usable size of less than 480 is not allowed [1.3.4]; page 1 of an encrypted database says anything. */
function isPossible({ pageSize, usable }: Format): boolean {
  return pageSize >= 512 && pageSize <= 65536 && (pageSize & (pageSize - 1)) === 0 && usable >= 480;
}

function* columnsOfDatabase(bytes: Uint8Array): Generator<Column> {
  const size = uint16(bytes, 16);
  const format = formatAt(bytes, 0, size === 1 ? 65536 : size);
  if (!isPossible(format)) return;
  const { pageSize } = format;
  const count = Math.ceil(bytes.length / pageSize);
  const pages: Pages = {
    count,
    startOf: (index) => index * pageSize,
    find: (page) => (page <= count ? page - 1 : -1),
  };
  const reader = new RecordReader(bytes, format, pages);
  for (let index = 0; index < count; index += 1) yield* reader.columnsOf(index, index === 0);
}

/**
 * A log holds pages as transactions wrote them, one version behind the other. What a page goes on
 * in is the version that was the latest when its transaction ended. Behind the newest log, the rest
 * of an older one may follow; it has another salt, and is read by itself [4.1].
 */
function* columnsOfLog(bytes: Uint8Array): Generator<Column> {
  const pageSize = uint32(bytes, 8);
  let format: Format = { pageSize, usable: pageSize, encoding: 'utf8' };
  if (!isPossible(format)) return;
  const frameSize = FRAME_HEADER + pageSize;
  const count = Math.ceil((bytes.length - LOG_HEADER) / frameSize);
  const frameAt = (index: number): number => LOG_HEADER + index * frameSize;
  const pageNumber = (index: number): number => uint32(bytes, frameAt(index));
  const startOf = (index: number): number => frameAt(index) + FRAME_HEADER;

  // Only the first page tells how text is encoded; a log without it leaves that open.
  for (let index = 0; index < count; index += 1) {
    const at = startOf(index);
    if (pageNumber(index) !== 1 || !isDatabase(bytes.subarray(at, at + DATABASE_HEADER))) continue;
    const told = formatAt(bytes, at, pageSize);
    if (isPossible(told)) format = told;
    break;
  }

  const latest = new Map<number, number>();
  const pages: Pages = { count, startOf, find: (page) => latest.get(page) ?? -1 };
  const reader = new RecordReader(bytes, format, pages);
  let salt = -1;
  for (let first = 0, next = 0; first < count; first = next) {
    if (salt !== saltAt(bytes, frameAt(first))) latest.clear();
    salt = saltAt(bytes, frameAt(first));
    let isCommit = false;
    while (next < count && !isCommit && saltAt(bytes, frameAt(next)) === salt) {
      latest.set(pageNumber(next), next);
      isCommit = uint32(bytes, frameAt(next) + 4) !== 0;
      next += 1;
    }
    for (let index = first; index < next; index += 1) yield* reader.columnsOf(index, pageNumber(index) === 1);
  }
}

/** Both salts as one number, which need not be exact. */
function saltAt(bytes: Uint8Array, frame: number): number {
  return uint32(bytes, frame + 8) * 2 ** 32 + uint32(bytes, frame + 12);
}

/** Where pages lie in a file. `index` counts what is in the file, a page's number says what it is. */
type Pages = {
  count: number;
  /** The offset of a page's first byte. */
  startOf(index: number): number;
  /** The index of the page with a number, as others refer to it; -1 if it is not in the file. */
  find(page: number): number;
};

/** Kinds of pages with records in them [1.6]. A table's inner pages hold none. */
const INDEX_INNER = 0x02;
const INDEX_LEAF = 0x0a;
const TABLE_LEAF = 0x0d;

/**
 * How often a page may be what a value goes on in. Once, in a sound database; but a freed page, or
 * an older version in a log, refers to it too.
 */
const MAX_VISITS = 4;

/** SQLite reads no longer record (SQLITE_MAX_LENGTH), and no longer list of its columns' types (OP_Column in vdbe.c). */
const MAX_RECORD = 2 ** 31 - 1;
const MAX_TYPES = 98_307;

const NONE: readonly Column[] = [];

/** A column as the record's header tells it: offsets in the record. */
type Announced = Span & { isText: boolean };

class RecordReader {
  readonly #bytes: Uint8Array;
  readonly #format: Format;
  readonly #pages: Pages;
  /** Offsets of a page's cells, sorted. */
  readonly #cells = new Uint16Array(32_768);
  readonly #varint = new Varint();
  /** Behind everything of the page that was read: no byte of it belongs to two records. */
  #free = 0;
  /** By page: how often something went on in it, and in which chain that was the last time. */
  #visits: Uint8Array | null = null;
  #chains: Uint32Array | null = null;
  #chain = 0;

  constructor(bytes: Uint8Array, format: Format, pages: Pages) {
    this.#bytes = bytes;
    this.#format = format;
    this.#pages = pages;
  }

  /** @param isFirst whether the database's header stands before the page's [1.3] */
  *columnsOf(index: number, isFirst: boolean): Generator<Column> {
    const bytes = this.#bytes;
    const base = this.#pages.startOf(index);
    const header = base + (isFirst ? DATABASE_HEADER : 0);
    const kind = bytes[header];
    if (kind !== TABLE_LEAF && kind !== INDEX_LEAF && kind !== INDEX_INNER) return;
    const limit = Math.min(bytes.length, base + this.#format.usable);
    const pointers = header + (kind === INDEX_INNER ? 12 : 8);
    const count = uint16(bytes, header + 3);
    this.#free = pointers + count * 2;
    if (this.#free > limit) return;
    for (let i = 0; i < count; i += 1) this.#cells[i] = uint16(bytes, pointers + i * 2);
    // In the order in which they lie, cells that overlap are told by one comparison.
    const cells = this.#cells.subarray(0, count).sort();
    for (let i = 0; i < count; i += 1) {
      const cell = base + cells[i]!;
      if (cell < this.#free) continue;
      const columns = this.#cell(cell, kind, limit);
      for (let j = 0; j < columns.length; j += 1) yield columns[j]!;
    }
  }

  /** The columns of the record in one cell [1.6]. */
  #cell(cell: number, kind: number, limit: number): readonly Column[] {
    const varint = this.#varint;
    varint.from(this.#bytes, cell + (kind === INDEX_INNER ? 4 : 0), limit);
    const size = varint.next();
    if (kind === TABLE_LEAF) varint.next();
    const start = varint.at;
    this.#free = start;
    if (size > MAX_RECORD) return NONE;
    const local = this.#localSize(size, kind);
    const end = start + local + (local < size ? 4 : 0);
    if (end > limit) return NONE;

    const typesSize = varint.next();
    let rest: Rest | null = null;
    if (typesSize > local) {
      if (typesSize > Math.min(size, MAX_TYPES)) return NONE;
      rest = this.#rest(start, local, size);
      if (rest.size < typesSize) return NONE;
      const lengthOfSize = varint.at - start;
      const types = bytesOf(this.#bytes, { pieces: part(rest.pieces, 0, 0, typesSize) });
      varint.from(types, lengthOfSize, typesSize);
    } else {
      varint.from(this.#bytes, varint.at, start + typesSize);
    }
    const announced = readTypes(varint, typesSize, size);
    this.#free = announced || typesSize > local ? end : Math.min(end, varint.at);
    if (!announced || announced.length === 0) return NONE;

    if (announced.at(-1)!.end > local) rest ??= this.#rest(start, local, size);
    const pieces = rest?.pieces ?? [{ at: 0, start, end: start + local }];
    return this.#columns(announced, pieces, rest);
  }

  #columns(announced: Announced[], pieces: readonly Piece[], rest: Rest | null): Column[] {
    const columns: Column[] = [];
    const { encoding } = this.#format;
    let from = 0;
    for (const { start, end, isText } of announced) {
      const to = rest ? Math.min(end, rest.size) : end;
      if (to - start < MIN_BYTES || (to < end && rest?.isKnown)) continue;
      while (pieces[from]!.at + pieces[from]!.end - pieces[from]!.start <= start) from += 1;
      columns.push({ pieces: part(pieces, from, start, to), isText, encoding });
    }
    return columns;
  }

  /** How many of a record's bytes are kept in the page; the rest overflows [1.6]. */
  #localSize(size: number, kind: number): number {
    const { usable } = this.#format;
    const most = kind === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
    if (size <= most) return size;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const local = least + ((size - least) % (usable - 4));
    return local <= most ? local : least;
  }

  /** Follows the chain of pages that a record overflows into [1.7]: behind its local part stands the first one's number. */
  #rest(start: number, local: number, size: number): Rest {
    const pieces: Piece[] = [{ at: 0, start, end: start + local }];
    this.#visits ??= new Uint8Array(this.#pages.count);
    this.#chains ??= new Uint32Array(this.#pages.count);
    const visits = this.#visits;
    const chains = this.#chains;
    this.#chain += 1;
    let at = local;
    for (let link = start + local; at < size; ) {
      const index = this.#pages.find(uint32(this.#bytes, link));
      if (index < 0 || chains[index] === this.#chain) break;
      if (visits[index]! >= MAX_VISITS) return { pieces, size: at, isKnown: true };
      visits[index]! += 1;
      chains[index] = this.#chain;
      link = this.#pages.startOf(index);
      const from = link + 4;
      const whole = Math.min(link + this.#format.usable, from + size - at);
      const to = Math.min(this.#bytes.length, whole);
      if (to > from) {
        pieces.push({ at, start: from, end: to });
        at += to - from;
      }
      if (to < whole) break;
    }
    return { pieces, size: at, isKnown: false };
  }
}

/** A record that overflows, as far as it is in the file. */
type Rest = {
  pieces: Piece[];
  /** How many bytes the pieces have. */
  size: number;
  /** Whether it was not read to its end because what follows was given often enough. */
  isKnown: boolean;
};

/**
 * Where a record's texts and blobs lie [2.1]; null if the types and the record's size do not agree,
 * so that it is none.
 *
 * @param varint at the first of the types
 */
function readTypes(varint: Varint, typesSize: number, size: number): Announced[] | null {
  const announced: Announced[] = [];
  let at = typesSize;
  while (varint.at < varint.limit) {
    const type = varint.next();
    const start = at;
    at += sizeOf(type);
    if (!(at <= size)) return null;
    if (at - start >= MIN_BYTES && type >= 12) announced.push({ start, end: at, isText: type % 2 === 1 });
  }
  return at === size ? announced : null;
}

/** Bytes of a value by its type [2.1]. */
function sizeOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return SIZES[type]!;
}

/** 10 and 11 are in no file. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, Number.NaN, Number.NaN];

/** The part [start, end) of what pieces hold together, none of it before the first of them. */
function part(pieces: readonly Piece[], first: number, start: number, end: number): Piece[] {
  const own: Piece[] = [];
  for (let i = first; i < pieces.length && pieces[i]!.at < end; i += 1) {
    const piece = pieces[i]!;
    const from = Math.max(start, piece.at);
    const to = Math.min(end, piece.at + piece.end - piece.start);
    const shift = piece.start - piece.at;
    own.push({ at: from - start, start: from + shift, end: to + shift });
  }
  return own;
}

/** Reads numbers of one to nine bytes, the most significant first [1.6]. Those above 2^53 are not exact. */
class Varint {
  #bytes: Uint8Array = MAGIC;
  at = 0;
  limit = 0;

  from(bytes: Uint8Array, at: number, limit: number): void {
    this.#bytes = bytes;
    this.at = at;
    this.limit = limit;
  }

  /** The next number; infinite if it does not end before the limit. */
  next(): number {
    let value = 0;
    for (let length = 1; this.at < this.limit; length += 1) {
      const byte = this.#bytes[this.at]!;
      this.at += 1;
      if (length === 9) return value * 256 + byte;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return Number.POSITIVE_INFINITY;
  }
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 65536 + uint16(bytes, at + 2);
}
