import { Worker } from 'node:worker_threads';
import type { PackWork } from '../git/history.ts';
import type { PoolOptions } from './pool.ts';
import { type EngineSpec, engineOf, type ObjectScan, type Tally } from './scanner.ts';
import { patienceFor } from './thread.ts';
import { emptyNews, idOfNumber, KINDS, type TakeNews, type UnitNews, UnitScanner } from './unit-scan.ts';
import { BETWEEN, CONTROL, STATUS, type WalkAnswer } from './walk-units.ts';
import { fromWire } from './wire.ts';

/** Up to so many packed bytes threads cost more time than they save. */
const INLINE_BYTES = 256 << 10;

/** A larger object is for a thread, which can be ended if it takes too long. */
const INLINE_OBJECT = 1 << 20;

/** How often it is looked whether a thread is stuck. */
const WATCH_MS = 200;

/**
 * Scans what packs hold, by walking their chains. Results go to the tally, and the rest to whoever asks. What is
 * found does not depend on how many threads there are: units are taken in their order, whichever is quicker.
 */
export async function walkPacks(
  work: PackWork,
  spec: EngineSpec,
  options: PoolOptions,
  tally: Tally,
  take: TakeNews,
): Promise<void> {
  const keep = (news: UnitNews): void => {
    tally.objects += news.objects;
    tally.bytes += news.bytes;
    tally.dropped += news.dropped;
    for (const scan of news.scans) tally.keep(scan);
    take(news);
  };
  const packed = work.packs.reduce((sum, { source }) => sum + source.size, 0);
  if (packed <= INLINE_BYTES && spec.custom.length === 0) {
    const scanner = new UnitScanner(engineOf(spec), work, {
      lost: new Set(),
      most: INLINE_OBJECT,
      begin: () => {},
      end: () => {},
    });
    for (let unit = 0; unit < work.units.count; unit += 1) keep(scanner.scan(unit, keep));
    scanner.close();
    return;
  }
  await new Walk(work, spec, options, keep).run();
}

/** A walk on several threads. */
class Walk {
  readonly #work: PackWork;
  readonly #spec: EngineSpec;
  readonly #options: PoolOptions;
  readonly #keep: TakeNews;
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL.words * 4));
  /** Objects that threads were lost at. */
  readonly #lost = new Map<number, ObjectScan['trouble']>();
  readonly #parts = new Map<number, UnitNews[]>();
  readonly #done = new Set<number>();
  #delivered = 0;

  constructor(work: PackWork, spec: EngineSpec, options: PoolOptions, keep: TakeNews) {
    this.#work = work;
    this.#spec = spec;
    this.#options = options;
    this.#keep = keep;
  }

  async run(): Promise<void> {
    const { count } = this.#work.units;
    const ending: (() => Promise<unknown>)[] = [];
    try {
      const threads = Array.from({ length: Math.min(this.#options.jobs, count) }, () => this.#thread(ending));
      await Promise.all(threads);
    } finally {
      await Promise.all(ending.map((end) => end()));
    }
    // What nobody scanned must never look clean.
    if (this.#delivered !== count)
      throw new Error(`only ${this.#delivered} of ${count} units of the packs were scanned`);
    for (const [number, trouble] of this.#lost) this.#keepLost(number, trouble);
  }

  /** One thread after another, where an object ends them. */
  async #thread(ending: (() => Promise<unknown>)[]): Promise<void> {
    let first: number | null = null;
    do {
      first = await this.#runThread(first, ending);
    } while (first !== null);
  }

  /** @returns the unit that it was lost at; null where it came to the end */
  #runThread(first: number | null, ending: (() => Promise<unknown>)[]): Promise<number | null> {
    const { script, timeoutMs, jobs, cores } = this.#options;
    const crowd = Math.max(1, jobs / cores);
    const status = new Int32Array(new SharedArrayBuffer(STATUS.words * 4));
    status[STATUS.number] = BETWEEN;
    const walk = { work: this.#work, control: this.#control, first, lost: [...this.#lost.keys()] };
    const worker = new Worker(script, { workerData: { spec: this.#spec, status, walk } });
    ending.push(() => worker.terminate());
    return new Promise((resolve, reject) => {
      let seen = BETWEEN;
      let since = 0;
      const watch = setInterval(() => {
        // The unit first: where the number is still the same then, it is that one's.
        const unit = Atomics.load(status, STATUS.unit);
        const size = Atomics.load(status, STATUS.size);
        const number = Atomics.load(status, STATUS.number);
        if (number !== seen) {
          seen = number;
          since = performance.now();
        } else if (number >= 0 && performance.now() - since > patienceFor(size, { timeoutMs, crowd })) {
          lose(unit, number, 'timed-out');
        }
      }, WATCH_MS);
      const settle = (): void => {
        clearInterval(watch);
        worker.removeAllListeners();
      };
      const lose = (unit: number, number: number, trouble: ObjectScan['trouble']): void => {
        settle();
        // All of the unit is walked again.
        this.#forget(unit);
        this.#lost.set(number, trouble);
        worker.terminate().then(() => resolve(unit), reject);
      };
      worker.on('message', ({ unit, news, done }: WalkAnswer) => {
        const scans = news.scans.map((scan) => ({ ...scan, candidates: scan.candidates.map(fromWire) }));
        this.#take(unit, { ...news, scans }, done);
      });
      worker.on('error', (error: unknown) => {
        const number = Atomics.load(status, STATUS.number);
        if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' && number >= 0) {
          lose(Atomics.load(status, STATUS.unit), number, 'out-of-memory');
          return;
        }
        settle();
        reject(error);
      });
      worker.on('exit', (code) => {
        settle();
        if (code === 0) resolve(null);
        else reject(new Error(`a worker thread ended by itself, with code ${code}`));
      });
    });
  }

  #take(unit: number, news: UnitNews, done: boolean): void {
    const parts = this.#parts.get(unit);
    if (parts) parts.push(news);
    else this.#parts.set(unit, [news]);
    Atomics.add(this.#control, CONTROL.waiting, matchesIn(news));
    if (!done) return;
    this.#done.add(unit);
    for (; this.#done.delete(this.#delivered); this.#delivered += 1) {
      for (const part of this.#parts.get(this.#delivered)!) {
        Atomics.sub(this.#control, CONTROL.waiting, matchesIn(part));
        this.#keep(part);
      }
      this.#parts.delete(this.#delivered);
    }
    Atomics.store(this.#control, CONTROL.delivered, this.#delivered);
    Atomics.notify(this.#control, CONTROL.delivered);
  }

  #forget(unit: number): void {
    for (const part of this.#parts.get(unit) ?? []) Atomics.sub(this.#control, CONTROL.waiting, matchesIn(part));
    this.#parts.delete(unit);
  }

  #keepLost(number: number, trouble: ObjectScan['trouble']): void {
    const { id, type, wanted } = idOfNumber(this.#work.packs, number);
    // Another pack has it, too.
    if (!wanted) return;
    const scan: ObjectScan = { kind: KINDS[type]!, id, object: '', candidates: [], skipped: null, trouble };
    this.#keep({ ...emptyNews(), scans: [scan] });
  }
}

function matchesIn({ scans }: UnitNews): number {
  return scans.reduce((sum, { candidates }) => sum + candidates.length, 0);
}
