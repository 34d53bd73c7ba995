import type { Blob } from '../domain/blob.ts';
import { BATCH_BYTES, type Batch, Filling } from './batch.ts';
import { type EngineSpec, type ObjectScan, type Scanner, Tally } from './scanner.ts';
import { Thread } from './thread.ts';

/** Bytes that may be with workers or on their way to them. An object larger than that goes alone. */
const BUDGET = 256 << 20;

/** Matches that may wait for an earlier batch, which may take its time. */
const MAX_UNDELIVERED = 100_000;

export type PoolOptions = {
  /** How many threads at most. */
  jobs: number;
  /** How many of them can run at once. */
  cores: number;
  /** The longest that one object may take, in milliseconds: more for a large one, and where threads share cores. */
  timeoutMs: number;
  /** The worker's module. */
  script: URL;
  /** Bytes that may be on their way at once; absent: as many as are sensible. */
  budget?: number;
  /**
   * Scans in this thread, which takes its share instead of one of the others; absent: all is for the others.
   * What it has begun cannot be ended: it gets only what is known to be quick.
   */
  here?: HereScanner;
};

/** Scans one object in this thread; null where nothing is worth keeping. */
export type HereScanner = {
  /** The largest object that it may take, in bytes. */
  most: number;
  scan(item: Pick<Blob, 'kind' | 'id'>, bytes: Uint8Array): ObjectScan | null;
};

/** So many bytes are scanned in this thread before it looks after the others again. */
const TURN = 256 << 10;

/**
 * Scans on worker threads. What is found does not depend on how many there are: results are put
 * together in the order in which the objects came. A worker that spends too long on one object, or
 * too much memory, is ended; that object is reported, and another worker goes on with the rest.
 */
export class PoolScanner implements Scanner {
  readonly tally: Tally;
  readonly #threads: Thread[];
  readonly #budget: number;
  readonly #here: HereScanner | null;
  readonly #queue: { sequence: number; batch: Batch }[] = [];
  readonly #done = new Map<number, ObjectScan[]>();
  /** Shared memory of batches that were scanned. */
  readonly #spare: SharedArrayBuffer[] = [];
  #filling: Filling | null = null;
  /** The bytes of all batches that there are. */
  #held = 0;
  #sequence = 0;
  #delivered = 0;
  /** Matches in batches that are done, while an earlier one is not. */
  #undelivered = 0;
  #failure: { error: unknown } | null = null;
  #waiting: (() => void)[] = [];

  constructor(spec: EngineSpec, { jobs, cores, timeoutMs, script, budget, here }: PoolOptions, tally = new Tally()) {
    this.tally = tally;
    this.#budget = budget ?? BUDGET;
    // Of several threads, this one is one.
    this.#here = jobs > 1 ? (here ?? null) : null;
    const crowd = Math.max(1, jobs / cores);
    const others = this.#here ? jobs - 1 : jobs;
    this.#threads = Array.from({ length: others }, () => new Thread(spec, { timeoutMs, crowd, script }));
  }

  async add(blobs: Blob[]): Promise<void> {
    for (const blob of blobs) {
      this.tally.count(blob);
      if (this.#filling && !this.#filling.hasRoom(blob)) this.#dispatch();
      this.#filling ??= await this.#begin(blob.bytes.length);
      this.#filling.add(blob);
    }
    // Enough is waiting: let the reader rest, or memory would fill with what it reads.
    while (this.#isFull() && !this.#failure) await this.#help();
    if (this.#failure) throw this.#failure.error;
  }

  async settle(): Promise<void> {
    this.#dispatch();
    while (this.#delivered < this.#sequence && !this.#failure) await this.#help();
    if (this.#failure) throw this.#failure.error;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #isFull(): boolean {
    return this.#queue.length > this.#threads.length || this.#undelivered > MAX_UNDELIVERED;
  }

  /** Scans a batch that waits for a thread, or waits itself. */
  async #help(): Promise<void> {
    const here = this.#here;
    const at = here ? this.#queue.findIndex(({ batch }) => batch.wire.lengths.every((size) => size <= here.most)) : -1;
    if (here === null || at < 0) return this.#progress();
    const [{ sequence, batch }] = this.#queue.splice(at, 1) as [{ sequence: number; batch: Batch }];
    const { bytes, lengths } = batch.wire;
    const scans: ObjectScan[] = [];
    let [offset, turn] = [0, 0];
    for (const [index, length] of lengths.entries()) {
      const scan = here.scan(batch.items[index]!, bytes.subarray(offset, offset + length));
      if (scan) scans.push(scan);
      offset += length;
      turn += length;
      if (turn < TURN) continue;
      turn = 0;
      // The others may have finished, and wait for work.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#deliver(sequence, scans);
    this.#release(batch);
  }

  #release(batch: Batch): void {
    this.#held -= batch.size;
    const { buffer } = batch.wire.bytes;
    if (buffer instanceof SharedArrayBuffer) this.#spare.push(buffer);
    this.#feed();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Begins a batch, once there is memory for an object of this size. */
  async #begin(first: number): Promise<Filling> {
    const size = Math.max(first, BATCH_BYTES);
    while (this.#held > 0 && this.#held + size > this.#budget) {
      if (this.#failure) throw this.#failure.error;
      await this.#progress();
    }
    this.#held += size;
    return first > BATCH_BYTES ? new Filling(first) : new Filling(first, this.#spare.pop());
  }

  /** Hands what was gathered to the next free thread. */
  #dispatch(): void {
    if (!this.#filling) return;
    this.#queue.push({ sequence: this.#sequence, batch: this.#filling.take() });
    this.#filling = null;
    this.#sequence += 1;
    this.#feed();
  }

  #feed(): void {
    for (const thread of this.#threads) {
      if (thread.busy) continue;
      const next = this.#queue.shift();
      if (!next) return;
      const { sequence, batch } = next;
      thread
        .run(batch)
        .then((scans) => this.#deliver(sequence, scans))
        .catch((error: unknown) => {
          this.#failure = { error };
        })
        .finally(() => this.#release(batch));
    }
  }

  /** Keeps results in the order of their batches, whichever thread is quicker. */
  #deliver(sequence: number, scans: ObjectScan[]): void {
    this.#done.set(sequence, scans);
    this.#undelivered += matchesIn(scans);
    for (let next = this.#done.get(this.#delivered); next; next = this.#done.get(this.#delivered)) {
      for (const scan of next) this.tally.keep(scan);
      this.#undelivered -= matchesIn(next);
      this.#done.delete(this.#delivered);
      this.#delivered += 1;
    }
  }
}

function matchesIn(scans: readonly ObjectScan[]): number {
  return scans.reduce((sum, { candidates }) => sum + candidates.length, 0);
}
