import type { Blob } from '../domain/blob.ts';
import { type EngineSpec, InlineScanner, type Scanner, Tally } from './scanner.ts';

/** Up to here a thread costs more time than it saves. */
const INLINE_BYTES = 8 << 20;

export type ScannerOptions = {
  /** How many threads at most. */
  jobs: number;
  /** The longest that one object may take, in milliseconds. */
  timeoutMs: number;
  /** The worker's module. */
  script: URL;
};

/**
 * Begins in this thread, and goes on with worker threads once there is more than a little to do.
 * Rules that are not our own never run in this thread: a pattern that takes forever must be
 * something that can be ended.
 */
export class AdaptiveScanner implements Scanner {
  readonly tally = new Tally();
  readonly #spec: EngineSpec;
  readonly #options: ScannerOptions;
  readonly #inline: InlineScanner;
  #pool: Scanner | null = null;

  constructor(spec: EngineSpec, options: ScannerOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#inline = new InlineScanner(spec, this.tally);
  }

  async add(blobs: Blob[]): Promise<void> {
    if (
      this.#pool === null &&
      (this.#spec.custom.length > 0 || (this.#options.jobs > 1 && this.tally.bytes >= INLINE_BYTES))
    ) {
      const { PoolScanner } = await import('./pool.ts');
      this.#pool = new PoolScanner(
        this.#spec,
        this.#options.jobs,
        this.#options.timeoutMs,
        this.#options.script,
        this.tally,
      );
    }
    await (this.#pool ?? this.#inline).add(blobs);
  }

  async settle(): Promise<void> {
    await this.#pool?.settle();
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }
}
