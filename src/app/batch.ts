import type { Blob } from '../domain/blob.ts';
import type { WireBatch } from './wire.ts';

/** A batch goes to a worker when it holds this much, in bytes or in objects. */
export const BATCH_BYTES = 2 << 20;
const BATCH_OBJECTS = 4000;

/** Objects on their way to a worker, in the order in which they were added. */
export type Batch = {
  items: Pick<Blob, 'kind' | 'id'>[];
  wire: WireBatch;
  /** How much memory it takes. */
  size: number;
};

/**
 * A batch that is being filled. Its bytes are copied: the reader uses its own buffers again.
 *
 * Memory that is shared with a worker can be scanned again when the worker had to be ended. An
 * object that fills a batch alone needs no second scan: it is handed over, since V8 does not count
 * shared memory as a reason to collect garbage.
 */
export class Filling {
  readonly size: number;
  readonly #items: Batch['items'] = [];
  readonly #bytes: Uint8Array;
  readonly #lengths: number[] = [];
  #filled = 0;

  /**
   * @param first the size of the first object
   * @param used shared memory of an earlier batch, BATCH_BYTES of it
   */
  constructor(first: number, used?: SharedArrayBuffer) {
    this.size = Math.max(first, BATCH_BYTES);
    this.#bytes = new Uint8Array(
      first > BATCH_BYTES ? new ArrayBuffer(first) : (used ?? new SharedArrayBuffer(BATCH_BYTES)),
    );
  }

  hasRoom({ bytes }: Blob): boolean {
    if (this.#items.length === 0) return true;
    const shared = this.size === BATCH_BYTES;
    return shared && this.#items.length < BATCH_OBJECTS && this.#filled + bytes.length <= BATCH_BYTES;
  }

  add({ kind, id, bytes }: Blob): void {
    this.#bytes.set(bytes, this.#filled);
    this.#filled += bytes.length;
    this.#lengths.push(bytes.length);
    this.#items.push({ kind, id });
  }

  take(): Batch {
    const wire = { bytes: this.#bytes.subarray(0, this.#filled), lengths: this.#lengths };
    return { items: this.#items, wire, size: this.size };
  }
}

/** The part of a batch between two of its objects. */
export function cut({ items, wire, size }: Batch, from: number, to = items.length): Batch {
  const start = sum(wire.lengths.slice(0, from));
  const lengths = wire.lengths.slice(from, to);
  const bytes = wire.bytes.subarray(start, start + sum(lengths));
  return { items: items.slice(from, to), wire: { bytes, lengths }, size };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
