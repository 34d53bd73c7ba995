import { Worker } from 'node:worker_threads';
import type { Blob } from '../domain/blob.ts';
import { type EngineSpec, type ObjectScan, type Scanner, Tally } from './scanner.ts';
import { fromWire, NOT_STARTED, type WireAnswer, type WireBatch } from './wire.ts';

/** A batch goes to a worker when it holds this much, in bytes or in objects. */
const BATCH_BYTES = 2 << 20;
const BATCH_OBJECTS = 4000;

/** How often it is looked whether a worker is stuck. */
const WATCH_MS = 200;

/** Objects on their way to a worker, in the order in which they were added. */
type Batch = { items: Pick<Blob, 'kind' | 'id'>[]; wire: WireBatch };

/**
 * Scans on worker threads. What is found does not depend on how many there are: results are put
 * together in the order in which the objects came. A worker that spends too long on one object is
 * ended; that object is reported, and another worker goes on with the rest.
 */
export class PoolScanner implements Scanner {
  readonly tally: Tally;
  readonly #threads: Thread[];
  readonly #queue: { sequence: number; batch: Batch }[] = [];
  readonly #done = new Map<number, ObjectScan[]>();
  #filling = new Filling(BATCH_BYTES);
  #sequence = 0;
  #delivered = 0;
  #failure: { error: unknown } | null = null;
  #waiting: (() => void)[] = [];

  /**
   * @param jobs how many threads
   * @param timeoutMs the longest that one object may take
   * @param script the worker's module
   */
  constructor(spec: EngineSpec, jobs: number, timeoutMs: number, script: URL, tally = new Tally()) {
    this.tally = tally;
    this.#threads = Array.from({ length: jobs }, () => new Thread(spec, timeoutMs, script));
  }

  async add(blobs: Blob[]): Promise<void> {
    for (const blob of blobs) {
      this.tally.count(blob);
      if (!this.#filling.hasRoom(blob)) this.#dispatch(blob.bytes.length);
      this.#filling.add(blob);
    }
    // Enough is waiting: let the reader rest, or memory would fill with what it reads.
    while (this.#queue.length > this.#threads.length) await this.#progress();
    if (this.#failure) throw this.#failure.error;
  }

  async settle(): Promise<void> {
    this.#dispatch(0);
    while (this.#delivered < this.#sequence && !this.#failure) await this.#progress();
    if (this.#failure) throw this.#failure.error;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hands what was gathered to the next free thread, and makes room for an object of this size. */
  #dispatch(room: number): void {
    if (this.#filling.items.length > 0) {
      this.#queue.push({ sequence: this.#sequence, batch: this.#filling.take() });
      this.#sequence += 1;
      this.#feed();
    }
    this.#filling = new Filling(Math.max(BATCH_BYTES, room));
  }

  #feed(): void {
    for (const thread of this.#threads) {
      if (thread.busy) continue;
      const next = this.#queue.shift();
      if (!next) return;
      thread
        .run(next.batch)
        .then((scans) => this.#deliver(next.sequence, scans))
        .catch((error: unknown) => {
          this.#failure = { error };
        })
        .finally(() => {
          this.#feed();
          for (const resolve of this.#waiting.splice(0)) resolve();
        });
    }
  }

  /** Keeps results in the order of their batches, whichever thread is quicker. */
  #deliver(sequence: number, scans: ObjectScan[]): void {
    this.#done.set(sequence, scans);
    for (let next = this.#done.get(this.#delivered); next; next = this.#done.get(this.#delivered)) {
      for (const scan of next) this.tally.keep(scan);
      this.#done.delete(this.#delivered);
      this.#delivered += 1;
    }
  }
}

/** A batch that is being filled. Its bytes are copied: the reader uses its own buffers again. */
class Filling {
  readonly items: Batch['items'] = [];
  readonly #bytes: Uint8Array;
  readonly #lengths: number[] = [];
  #size = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(new SharedArrayBuffer(capacity));
  }

  hasRoom(blob: Blob): boolean {
    return this.items.length < BATCH_OBJECTS && this.#size + blob.bytes.length <= this.#bytes.length;
  }

  add({ kind, id, bytes }: Blob): void {
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
    this.#lengths.push(bytes.length);
    this.items.push({ kind, id });
  }

  take(): Batch {
    return { items: this.items, wire: { bytes: this.#bytes.subarray(0, this.#size), lengths: this.#lengths } };
  }
}

/** One worker thread, replaced by a new one when it had to be ended. */
class Thread {
  busy = false;
  readonly #spec: EngineSpec;
  readonly #timeoutMs: number;
  readonly #script: URL;
  /** Shared with the worker: which object of its batch it is at. */
  readonly #status = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;

  constructor(spec: EngineSpec, timeoutMs: number, script: URL) {
    this.#spec = spec;
    this.#timeoutMs = timeoutMs;
    this.#script = script;
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async run(batch: Batch): Promise<ObjectScan[]> {
    this.busy = true;
    try {
      return await this.#scan(batch);
    } finally {
      this.busy = false;
    }
  }

  /** Where the worker gets stuck at an object, what stands before and behind it is scanned alone. */
  async #scan({ items, wire }: Batch): Promise<ObjectScan[]> {
    if (items.length === 0) return [];
    const answer = await this.#ask(wire);
    if ('stuckAt' in answer) {
      const { stuckAt } = answer;
      const before = await this.#scan({ items: items.slice(0, stuckAt), wire: cut(wire, 0, stuckAt) });
      const after = await this.#scan({ items: items.slice(stuckAt + 1), wire: cut(wire, stuckAt + 1) });
      return [
        ...before,
        { ...items[stuckAt]!, object: '', candidates: [], skipped: null, trouble: 'timed-out' },
        ...after,
      ];
    }
    return answer.scans.map(({ index, candidates, ...scan }) => ({
      ...items[index]!,
      ...scan,
      candidates: candidates.map(fromWire),
    }));
  }

  /** Sends a batch and waits for the answer, or until the thread is stuck at one object. */
  #ask(wire: WireBatch): Promise<WireAnswer | { stuckAt: number }> {
    this.#worker ??= new Worker(this.#script, { workerData: { spec: this.#spec, status: this.#status } });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      let seen = NOT_STARTED;
      let since = 0;
      const watch = setInterval(() => {
        const index = Atomics.load(this.#status, 0);
        if (index !== seen) {
          seen = index;
          since = performance.now();
        } else if (index !== NOT_STARTED && performance.now() - since > this.#timeoutMs) {
          settle();
          this.end().then(() => resolve({ stuckAt: index }), reject);
        }
      }, WATCH_MS);
      const onAnswer = (answer: WireAnswer): void => {
        settle();
        resolve(answer);
      };
      const onError = (error: unknown): void => {
        settle();
        this.#worker = null;
        reject(error);
      };
      const settle = (): void => {
        clearInterval(watch);
        worker.off('message', onAnswer);
        worker.off('error', onError);
      };
      Atomics.store(this.#status, 0, NOT_STARTED);
      worker.on('message', onAnswer);
      worker.on('error', onError);
      worker.postMessage(wire);
    });
  }
}

/** The part of a batch between two of its objects. */
function cut(wire: WireBatch, from: number, to = wire.lengths.length): WireBatch {
  const start = wire.lengths.slice(0, from).reduce((sum, length) => sum + length, 0);
  const lengths = wire.lengths.slice(from, to);
  return { bytes: wire.bytes.subarray(start, start + lengths.reduce((sum, length) => sum + length, 0)), lengths };
}
