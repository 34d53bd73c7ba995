import { Worker } from 'node:worker_threads';
import { type Batch, cut } from './batch.ts';
import type { EngineSpec, ObjectScan } from './scanner.ts';
import { fromWire, NOT_STARTED, type WireAnswer } from './wire.ts';

/** How often it is looked whether a worker is stuck. */
const WATCH_MS = 200;

/** Bytes that are scanned in a millisecond at the very least; of plain text it is a hundred thousand and more. */
const SLOWEST = 5000;

export type ThreadOptions = {
  /** The longest that a small object may take. */
  timeoutMs: number;
  /** How many threads share a core. */
  crowd: number;
  script: URL;
};

/**
 * How long an object may take, in milliseconds: time is measured on the wall, as Node 20 tells no
 * thread's own.
 */
export function patienceFor(bytes: number, { timeoutMs, crowd }: Pick<ThreadOptions, 'timeoutMs' | 'crowd'>): number {
  return (timeoutMs + bytes / SLOWEST) * crowd;
}

/** Why an object's scan came to nothing. */
type Loss = { at: number; trouble: 'timed-out' | 'out-of-memory' };

/** One worker thread, replaced by a new one when it had to be ended. */
export class Thread {
  busy = false;
  readonly #spec: EngineSpec;
  readonly #options: ThreadOptions;
  /** Shared with the worker: which object of its batch it is at. */
  readonly #status = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;

  constructor(spec: EngineSpec, options: ThreadOptions) {
    this.#spec = spec;
    this.#options = options;
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

  /** Where the worker is lost at an object, what stands before and behind it is scanned without it. */
  async #scan(batch: Batch): Promise<ObjectScan[]> {
    const { items } = batch;
    const answer = await this.#ask(batch);
    if ('scans' in answer) {
      return answer.scans.map(({ index, candidates, ...scan }) => ({
        ...items[index]!,
        ...scan,
        candidates: candidates.map(fromWire),
      }));
    }
    const { at, trouble } = answer;
    const before = at > 0 ? await this.#scan(cut(batch, 0, at)) : [];
    const behind = at + 1 < items.length ? await this.#scan(cut(batch, at + 1)) : [];
    return [...before, { ...items[at]!, object: '', candidates: [], skipped: null, trouble }, ...behind];
  }

  /** Sends a batch and waits for the answer, or until the worker is lost at one of its objects. */
  #ask({ wire }: Batch): Promise<WireAnswer | Loss> {
    this.#worker ??= new Worker(this.#options.script, { workerData: { spec: this.#spec, status: this.#status } });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      let seen = NOT_STARTED;
      let since = 0;
      const watch = setInterval(() => {
        const index = Atomics.load(this.#status, 0);
        if (index !== seen) {
          seen = index;
          since = performance.now();
        } else if (index >= 0 && performance.now() - since > patienceFor(wire.lengths[index]!, this.#options)) {
          settle();
          this.end().then(() => resolve({ at: index, trouble: 'timed-out' }), reject);
        }
      }, WATCH_MS);
      const onAnswer = (answer: WireAnswer): void => {
        settle();
        resolve(answer);
      };
      const onError = (error: unknown): void => {
        settle();
        this.#worker = null;
        const index = Atomics.load(this.#status, 0);
        const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
        if (outOfMemory && index >= 0) resolve({ at: index, trouble: 'out-of-memory' });
        else reject(error);
      };
      const onExit = (code: number): void => onError(new Error(`a worker thread ended by itself, with code ${code}`));
      const settle = (): void => {
        clearInterval(watch);
        worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
      };
      Atomics.store(this.#status, 0, NOT_STARTED);
      worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
      const { buffer } = wire.bytes;
      worker.postMessage(wire, buffer instanceof ArrayBuffer ? [buffer] : []);
    });
  }
}
