import { hexId, type IdSet } from '../ids.ts';
import { GITLINK } from '../parse.ts';
import type { RawPath } from '../path.ts';
import type { Delta } from './delta.ts';
import type { Made } from './walk.ts';

/** Where the entries of a tree begin, and behind the last one where that ends. */
export type TreeTrace = Uint32Array;

/** What trees told. */
export type TreeNews = {
  /** Names that were not met before. */
  names: RawPath[];
  /** Ids that are named, and are not in the repository. */
  missing: string[];
};

/**
 * Reads what trees name. Of one that was made of another, what was copied whole is known; entries are read only
 * where something is new.
 */
export class TreeReader {
  news: TreeNews = { names: [], missing: [] };
  readonly #known: IdSet;
  readonly #idLength: number;
  readonly #met = new Set<RawPath>();
  #starts: Uint32Array = new Uint32Array(1 << 10);

  constructor(known: IdSet, idLength: number) {
    this.#known = known;
    this.#idLength = idLength;
  }

  read(bytes: Buffer, made: Made<TreeTrace> | null): TreeTrace {
    let count = 0;
    const keep = (start: number): void => {
      if (count === this.#starts.length) this.#grow();
      this.#starts[count] = start;
      count += 1;
    };
    const idLength = this.#idLength;
    const base = made && { starts: made.state, delta: made.delta };
    const end = eachEntry(bytes, idLength, base, {
      copied: (_, at) => keep(at),
      fresh: (at, space, zero) => {
        keep(at);
        this.#readEntry(bytes, at, space, zero);
      },
    });
    keep(end);
    return this.#starts.slice(0, count);
  }

  #readEntry(bytes: Buffer, at: number, space: number, zero: number): void {
    const name = bytes.toString('latin1', space + 1, zero);
    if (!this.#met.has(name)) {
      this.#met.add(name);
      this.news.names.push(name);
    }
    if (modeAt(bytes, at, space) !== GITLINK && !this.#known.has(bytes, zero + 1)) {
      this.news.missing.push(hexId(bytes, zero + 1, this.#idLength));
    }
  }

  #grow(): void {
    const more = new Uint32Array(this.#starts.length * 2);
    more.set(this.#starts);
    this.#starts = more;
  }
}

/** A tree that another one was made of: where its entries begin, and behind the last one where that ends. */
type Base = { starts: Uint32Array; delta: Delta };

/**
 * Goes over the entries of a tree, in their order.
 *
 * @param base what it was made of; null where all of it is to be read
 * @param visit told of each entry: of one that was copied whole its number in the base and where it begins, of
 *   another one where it, the space behind its mode and the zero behind its name stand
 * @returns where the last entry ends: before the end where the tree is cut off
 */
export function eachEntry(
  bytes: Buffer,
  idLength: number,
  base: Base | null,
  visit: { copied(number: number, at: number): void; fresh(at: number, space: number, zero: number): void },
): number {
  let at = 0;
  let piece = 0;
  while (at < bytes.length) {
    if (base) {
      const { starts, delta } = base;
      while (delta.starts[piece + 1]! <= at) piece += 1;
      const source = delta.sources[piece]!;
      const shift = source - delta.starts[piece]!;
      const before = at;
      let number = source < 0 ? -1 : entryAt(starts, at + shift);
      if (number >= 0) {
        const end = delta.starts[piece + 1]! + shift;
        for (; number + 1 < starts.length && starts[number + 1]! <= end; number += 1) {
          visit.copied(number, at);
          at = starts[number + 1]! - shift;
        }
      }
      if (at > before) continue;
    }
    const space = bytes.indexOf(32, at);
    const zero = space < 0 ? -1 : bytes.indexOf(0, space);
    if (zero < 0 || zero + 1 + idLength > bytes.length) break;
    visit.fresh(at, space, zero);
    at = zero + 1 + idLength;
  }
  return at;
}

/** The mode of an entry. */
export function modeAt(bytes: Uint8Array, at: number, space: number): number {
  let mode = 0;
  for (let i = at; i < space; i += 1) mode = mode * 8 + (bytes[i]! - 48);
  return mode;
}

/** The entry that begins right there; the end is none. */
function entryAt(starts: Uint32Array, place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const start = starts[middle]!;
    if (start === place) return middle;
    if (start < place) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
