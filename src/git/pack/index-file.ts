/**
 * Reads a pack's index: which objects the pack holds, and where.
 *
 * (git-scm.com/docs/gitformat-pack, "Original (version 1) pack-*.idx files" and "Version 2".)
 */
export type PackIndex = {
  count: number;
  /** The ids, ascending, one behind the other. */
  ids: Uint8Array;
  /** Where each object's entry begins in the pack, in the order of the ids. */
  offsets: Float64Array;
};

const MAGIC = 0xff744f63;
const FANOUT = 256 * 4;

/** @returns null where the bytes are no index, or one that contradicts itself */
export function readIndex(bytes: Buffer, idLength: number): PackIndex | null {
  if (bytes.length < 8 + FANOUT) return null;
  return bytes.readUInt32BE(0) === MAGIC ? readSecond(bytes, idLength) : readFirst(bytes, idLength);
}

/** How many objects there are: the fan-out table's last number; null where the numbers do not ascend. */
function countOf(bytes: Buffer, at: number): number | null {
  let last = 0;
  for (let entry = at; entry < at + FANOUT; entry += 4) {
    const count = bytes.readUInt32BE(entry);
    if (count < last) return null;
    last = count;
  }
  return last;
}

function readFirst(bytes: Buffer, idLength: number): PackIndex | null {
  const count = countOf(bytes, 0);
  const width = 4 + idLength;
  if (count === null || bytes.length < FANOUT + count * width) return null;
  const ids = new Uint8Array(count * idLength);
  const offsets = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const at = FANOUT + i * width;
    offsets[i] = bytes.readUInt32BE(at);
    ids.set(bytes.subarray(at + 4, at + width), i * idLength);
  }
  return { count, ids, offsets };
}

/** Offsets with this bit stand in a table of their own, in eight bytes each. */
const LARGE = 0x8000_0000;

function readSecond(bytes: Buffer, idLength: number): PackIndex | null {
  const count = countOf(bytes, 8);
  if (bytes.readUInt32BE(4) !== 2 || count === null) return null;
  const idsAt = 8 + FANOUT;
  const offsetsAt = idsAt + count * (idLength + 4);
  const largeAt = offsetsAt + count * 4;
  if (bytes.length < largeAt) return null;
  const offsets = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const short = bytes.readUInt32BE(offsetsAt + i * 4);
    if (short < LARGE) {
      offsets[i] = short;
      continue;
    }
    const at = largeAt + (short - LARGE) * 8;
    if (at + 8 > bytes.length) return null;
    offsets[i] = Number(bytes.readBigUInt64BE(at));
  }
  return { count, ids: bytes.subarray(idsAt, idsAt + count * idLength), offsets };
}

/** The number of an id in an index; -1 where it has none. */
export function findId({ count, ids }: PackIndex, id: Uint8Array, idLength: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(ids, middle * idLength, id, idLength);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function compareAt(ids: Uint8Array, at: number, id: Uint8Array, length: number): number {
  for (let i = 0; i < length; i += 1) {
    const difference = ids[at + i]! - id[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
