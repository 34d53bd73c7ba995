import { hexId, type IdSet } from '../ids.ts';
import { GITLINK } from '../parse.ts';
import type { RawPath } from '../path.ts';
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
    let at = 0;
    let piece = 0;
    const keep = (start: number): void => {
      if (count === this.#starts.length) this.#grow();
      this.#starts[count] = start;
      count += 1;
    };
    while (at < bytes.length) {
      if (made) {
        const { state: base, delta } = made;
        while (delta.starts[piece + 1]! <= at) piece += 1;
        const source = delta.sources[piece]!;
        const shift = source - delta.starts[piece]!;
        let number = source < 0 ? -1 : entryAt(base, at + shift);
        const before = at;
        if (number >= 0) {
          const end = delta.starts[piece + 1]! + shift;
          for (; number + 1 < base.length && base[number + 1]! <= end; number += 1) {
            keep(at);
            at = base[number + 1]! - shift;
          }
        }
        if (at > before) continue;
      }
      const end = this.#readEntry(bytes, at);
      if (end < 0) break;
      keep(at);
      at = end;
    }
    keep(at);
    return this.#starts.slice(0, count);
  }

  /** @returns where the entry ends; -1 where it is cut off */
  #readEntry(bytes: Buffer, at: number): number {
    const idLength = this.#idLength;
    const space = bytes.indexOf(32, at);
    const zero = space < 0 ? -1 : bytes.indexOf(0, space);
    if (zero < 0 || zero + 1 + idLength > bytes.length) return -1;
    let mode = 0;
    for (let i = at; i < space; i += 1) mode = mode * 8 + (bytes[i]! - 48);
    const name = bytes.toString('latin1', space + 1, zero);
    if (!this.#met.has(name)) {
      this.#met.add(name);
      this.news.names.push(name);
    }
    if (mode !== GITLINK && !this.#known.has(bytes, zero + 1)) this.news.missing.push(hexId(bytes, zero + 1, idLength));
    return zero + 1 + idLength;
  }

  #grow(): void {
    const more = new Uint32Array(this.#starts.length * 2);
    more.set(this.#starts);
    this.#starts = more;
  }
}

/** The entry that begins right there; the end is none. */
export function entryAt(starts: Uint32Array, place: number): number {
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
