import { createHash } from 'node:crypto';

/** Turns object ids between the two forms that git uses: hexadecimal, and bytes. */
export function hexId(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex');
}

/**
 * A fixed set of object ids that is asked by their bytes, without making a string: trees name
 * millions. Open addressing over the first four bytes, which are as good as random.
 */
export class IdSet {
  readonly #ids: Buffer;
  readonly #slots: Uint32Array;
  readonly #mask: number;
  readonly #length: number;
  readonly size: number;

  /** @param ids hexadecimal, all of the same length */
  constructor(ids: readonly string[], format: 'sha1' | 'sha256') {
    this.#length = format === 'sha256' ? 32 : 20;
    this.size = ids.length;
    this.#ids = Buffer.allocUnsafe(ids.length * this.#length);
    let capacity = 16;
    while (capacity < ids.length * 2) capacity *= 2;
    this.#mask = capacity - 1;
    this.#slots = new Uint32Array(capacity);
    ids.forEach((id, index) => {
      this.#ids.write(id, index * this.#length, 'hex');
      let slot = this.#ids.readUInt32LE(index * this.#length) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index + 1;
    });
  }

  /** Whether the id that stands in `bytes` at `at` is one of the set. */
  has(bytes: Uint8Array, at: number): boolean {
    const first = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    let slot = first & this.#mask;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#equals((entry - 1) * this.#length, bytes, at)) return true;
      slot = (slot + 1) & this.#mask;
    }
    return false;
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
