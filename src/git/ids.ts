import { createHash } from 'node:crypto';

/** Turns object ids between the two forms that git uses: hexadecimal, and bytes. */
export function hexId(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex');
}

/** A set of ids as plain data, in memory that threads share. */
export type SharedIds = { ids: Uint8Array; slots: Uint32Array; size: number };

/**
 * A fixed set of object ids that is asked by their bytes, without making a string: trees name
 * millions. Open addressing over the first four bytes, which are as good as random.
 */
export class IdSet {
  readonly shared: SharedIds;
  readonly size: number;
  readonly #ids: Uint8Array;
  readonly #slots: Uint32Array;
  readonly #mask: number;
  readonly #length: number;

  constructor(shared: SharedIds, format: 'sha1' | 'sha256') {
    this.shared = shared;
    this.size = shared.size;
    this.#ids = shared.ids;
    this.#slots = shared.slots;
    this.#mask = shared.slots.length - 1;
    this.#length = format === 'sha256' ? 32 : 20;
  }

  /** @param ids hexadecimal, all of the same length */
  static of(ids: readonly string[], format: 'sha1' | 'sha256'): IdSet {
    const length = format === 'sha256' ? 32 : 20;
    const all = Buffer.from(new SharedArrayBuffer(ids.length * length));
    let capacity = 16;
    while (capacity < ids.length * 2) capacity *= 2;
    const slots = new Uint32Array(new SharedArrayBuffer(capacity * 4));
    ids.forEach((id, index) => {
      all.write(id, index * length, 'hex');
      let slot = all.readUInt32LE(index * length) & (capacity - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      slots[slot] = index + 1;
    });
    return new IdSet({ ids: all, slots, size: ids.length }, format);
  }

  /** Whether the id that stands in `bytes` at `at` is one of the set. */
  has(bytes: Uint8Array, at: number): boolean {
    return this.indexOf(bytes, at) >= 0;
  }

  /** The number of the id that stands in `bytes` at `at`, as they were given; -1 where it is none of them. */
  indexOf(bytes: Uint8Array, at: number): number {
    const first = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    let slot = first & this.#mask;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#equals((entry - 1) * this.#length, bytes, at)) return entry - 1;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }

  #equals(mine: number, bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < this.#length; i += 1) if (this.#ids[mine + i] !== bytes[at + i]) return false;
    return true;
  }
}

/** The id that contents have as a blob. (git-scm.com/book, "Git Internals: Git Objects".) */
export function blobId(bytes: Uint8Array, format: 'sha1' | 'sha256'): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
