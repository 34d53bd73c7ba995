import type { Blob } from '../domain/blob.ts';
import type { PoolOptions } from './pool.ts';
import { type EngineSpec, InlineScanner, type Scanner, Tally } from './scanner.ts';

/** Up to here threads cost more time than they save. */
const INLINE_BYTES = 8 << 20;

/** A larger object is for a thread, which can be ended if it takes too long. */
const INLINE_OBJECT = 1 << 20;

/**
 * Begins in this thread, and goes on with worker threads (with `--jobs 1`, one) once there is more
 * than a little to do. Rules that are not our own never run in this thread: a pattern that takes
 * forever must be something that can be ended.
 */
export class AdaptiveScanner implements Scanner {
  readonly tally = new Tally();
  readonly #spec: EngineSpec;
  readonly #options: PoolOptions;
  readonly #inline: InlineScanner;
  #pool: Scanner | null = null;

  constructor(spec: EngineSpec, options: PoolOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#inline = new InlineScanner(spec, this.tally);
  }

  async add(blobs: Blob[]): Promise<void> {
    if (this.#pool === null && this.#isForThreads(blobs)) {
      const { PoolScanner } = await import('./pool.ts');
      const here = { most: INLINE_OBJECT, scan: this.#inline.scanOne };
      this.#pool = new PoolScanner(
        this.#spec,
        this.#spec.custom.length > 0 ? this.#options : { ...this.#options, here },
        this.tally,
      );
    }
    await (this.#pool ?? this.#inline).add(blobs);
  }

  #isForThreads(blobs: Blob[]): boolean {
    if (this.#spec.custom.length > 0 || blobs.some(({ bytes }) => bytes.length > INLINE_OBJECT)) return true;
    return this.tally.bytes + blobs.reduce((sum, { bytes }) => sum + bytes.length, 0) > INLINE_BYTES;
  }

  async settle(): Promise<void> {
    await this.#pool?.settle();
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }
}
