import type { PackBytes } from './bytes.ts';
import { findId, type PackIndex } from './index-file.ts';

/** The types of objects, as entries of packs number them. */
export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;
export const TAG = 4;
const OFFSET_DELTA = 6;
const ID_DELTA = 7;

/** The flag of an entry whose object is asked for, here and not in another pack. */
export const WANTED = 1;

/** What nothing leads to. */
const NONE = -1;

/**
 * The entries of a pack in the order in which they stand there, and which is made of which. All of it
 * is shared memory: threads read it, and none is told of it twice.
 */
export type PackTable = {
  count: number;
  idLength: number;
  /** The objects' ids, one behind the other. */
  ids: Uint8Array;
  /** Where each entry begins; behind the last one, where the pack's checksum does. */
  starts: Float64Array;
  /** How long each entry's header is. */
  headers: Uint8Array;
  /** What each entry unpacks to, in bytes: an object, or a delta. */
  sizes: Float64Array;
  /** The type of each object; 0 where no chain of deltas leads to one. */
  types: Uint8Array;
  /** The entry that a delta is applied to; -1 for an object. */
  bases: Int32Array;
  /** The first of the entries that are made of this one, and the next that is made of the same. */
  children: Int32Array;
  siblings: Int32Array;
  /** WANTED, or 0. */
  flags: Uint8Array;
};

/** Reads the header of each entry and follows each delta to what it is applied to. */
export function buildTable(bytes: PackBytes, index: PackIndex, idLength: number): PackTable {
  const { count } = index;
  const order = inOrder(index.offsets);
  const table: PackTable = {
    count,
    idLength,
    ids: new Uint8Array(new SharedArrayBuffer(count * idLength)),
    starts: new Float64Array(new SharedArrayBuffer((count + 1) * 8)),
    headers: new Uint8Array(new SharedArrayBuffer(count)),
    sizes: new Float64Array(new SharedArrayBuffer(count * 8)),
    types: new Uint8Array(new SharedArrayBuffer(count)),
    bases: shared(count),
    children: shared(count),
    siblings: shared(count),
    flags: new Uint8Array(new SharedArrayBuffer(count)),
  };
  const { ids, starts, types, bases } = table;
  const entryOf = new Uint32Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    const number = order[entry]!;
    entryOf[number] = entry;
    starts[entry] = index.offsets[number]!;
    ids.set(index.ids.subarray(number * idLength, (number + 1) * idLength), entry * idLength);
  }
  starts[count] = Math.max(bytes.size - idLength, 0);

  const header = new Header();
  for (let entry = 0; entry < count; entry += 1) {
    const start = starts[entry]!;
    if (!header.read(bytes.read(start, start + MAX_HEADER + idLength), idLength)) continue;
    table.headers[entry] = header.length;
    table.sizes[entry] = header.size;
    if (header.type === OFFSET_DELTA) bases[entry] = entryAt(starts, count, start - header.distance);
    else if (header.type === ID_DELTA) {
      const number = findId(index, header.id, idLength);
      bases[entry] = number < 0 ? NONE : entryOf[number]!;
    } else types[entry] = header.type;
  }
  linkChains(table);
  return table;
}

function shared(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * 4)).fill(NONE);
}

/** The numbers of offsets, in ascending order of these. */
function inOrder(offsets: Float64Array): Uint32Array {
  const count = offsets.length;
  const most = offsets.reduce((a, b) => Math.max(a, b), 0);
  if (most * count >= Number.MAX_SAFE_INTEGER) {
    return Uint32Array.from(offsets.keys()).sort((a, b) => offsets[a]! - offsets[b]!);
  }
  // Numbers are sorted several times as fast where no function compares them.
  const keys = offsets.map((offset, number) => offset * count + number).sort();
  return Uint32Array.from(keys, (key) => key % count);
}

/** The entry that begins at an offset; -1 where none does. */
function entryAt(starts: Float64Array, count: number, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const start = starts[middle]!;
    if (start === offset) return middle;
    if (start < offset) low = middle + 1;
    else high = middle - 1;
  }
  return NONE;
}

/** Type and size take ten bytes at most, and so does a distance. */
const MAX_HEADER = 20;

/** The header of an entry. */
class Header {
  type = 0;
  size = 0;
  /** How far before the entry its base begins. */
  distance = 0;
  /** The base's id. */
  id: Uint8Array = new Uint8Array();
  length = 0;

  /** @returns false where the bytes are no header */
  read(bytes: Uint8Array, idLength: number): boolean {
    let at = 0;
    let byte = bytes[at++] ?? 0;
    this.type = (byte >> 4) & 7;
    this.size = byte & 15;
    for (let scale = 16; byte & 0x80; scale *= 128) {
      if (at >= bytes.length || scale > 2 ** 45) return false;
      byte = bytes[at++]!;
      this.size += (byte & 0x7f) * scale;
    }
    if (this.type === OFFSET_DELTA) {
      byte = bytes[at++] ?? 0;
      let distance = byte & 0x7f;
      while (byte & 0x80) {
        if (at >= bytes.length || distance > 2 ** 45) return false;
        byte = bytes[at++]!;
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      this.distance = distance;
    } else if (this.type === ID_DELTA) {
      this.id = bytes.subarray(at, at + idLength);
      at += idLength;
    } else if (this.type < COMMIT || this.type > TAG) return false;
    this.length = at;
    return at <= bytes.length;
  }
}

/** Gives each base its children, and each child its base's type: what no object leads to keeps none. */
function linkChains({ count, types, bases, children, siblings }: PackTable): void {
  for (let entry = count - 1; entry >= 0; entry -= 1) {
    const base = bases[entry]!;
    if (base === NONE) continue;
    siblings[entry] = children[base]!;
    children[base] = entry;
  }
  const open: number[] = [];
  for (let root = 0; root < count; root += 1) {
    if (bases[root] !== NONE || types[root] === 0) continue;
    open.push(root);
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      for (let child = children[entry]!; child !== NONE; child = siblings[child]!) {
        types[child] = types[entry]!;
        open.push(child);
      }
    }
  }
}
