import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AdaptiveScanner } from '../../src/app/adaptive.ts';
import { type PoolOptions, PoolScanner } from '../../src/app/pool.ts';
import type { EngineSpec, Scanner } from '../../src/app/scanner.ts';
import { patienceFor } from '../../src/app/thread.ts';
import type { Blob } from '../../src/domain/blob.ts';

const SPEC: EngineSpec = { disable: [], custom: [], now: 0, hash: null };
const OPTIONS: PoolOptions = {
  jobs: 2,
  cores: 2,
  timeoutMs: 30_000,
  script: new URL('../support/fake-worker.mjs', import.meta.url),
};

/** An object whose first byte is an order to the fake worker. */
function blob(id: string, order = '.', size = 10): Blob {
  const bytes = Buffer.alloc(size);
  bytes.write(order);
  return { id, kind: 'blob', bytes };
}

function closing<Kind extends Scanner>(scanner: Kind): Kind {
  onTestFinished(() => scanner.close());
  return scanner;
}

const pool = (options: Partial<PoolOptions> = {}): PoolScanner =>
  closing(new PoolScanner(SPEC, { ...OPTIONS, ...options }));

/** What became of each object, in order. */
const outcomes = ({ tally }: Scanner): [string, string][] =>
  [...tally.results.values()].map(({ id, skipped, trouble }) => [id, trouble ?? skipped ?? '']);

const MEGABYTE = 1 << 20;

describe('a pool of threads', () => {
  it('holds no more bytes than its budget, however many objects there are', async () => {
    const scanner = pool({ jobs: 1, budget: 7 * MEGABYTE });
    let accepted = 0;
    let peak = 0;
    for (let number = 0; number < 14; number += 1) {
      await scanner.add([blob(String(number), '.', 3 * MEGABYTE)]);
      accepted += 1;
      peak = Math.max(peak, accepted - scanner.tally.results.size);
    }
    await scanner.settle();
    expect(peak).toBeLessThanOrEqual(2);
    expect(outcomes(scanner)).toEqual(Array.from({ length: 14 }, (_, number) => [String(number), 'batch of 1']));
  });

  it('takes an object that is larger than its budget, alone', async () => {
    const scanner = pool({ budget: 2 * MEGABYTE });
    const post = vi.spyOn(Worker.prototype, 'postMessage');
    onTestFinished(() => post.mockRestore());
    await scanner.add([blob('a'), blob('b', '.', 9 * MEGABYTE), blob('empty', '', 0), blob('c')]);
    await scanner.settle();
    expect(post.mock.calls.map(([wire]) => wire.lengths)).toEqual([[10], [9 * MEGABYTE], [0, 10]]);
    expect(outcomes(scanner).map(([id]) => id)).toEqual(['a', 'b', 'empty', 'c']);
  });

  it('hands large objects over, and uses the memory of small ones again', async () => {
    const scanner = pool({ jobs: 1 });
    const buffers = new Set<ArrayBufferLike>();
    const original = Worker.prototype.postMessage;
    const post = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, wire, transfer) {
      buffers.add(wire.bytes.buffer);
      original.call(this, wire, transfer as never);
      if (wire.lengths[0] > 2 * MEGABYTE) expect(wire.bytes.length).toBe(0);
    });
    onTestFinished(() => post.mockRestore());
    for (let number = 0; number < 40; number += 1) await scanner.add([blob(String(number), '.', MEGABYTE)]);
    await scanner.settle();
    expect(buffers.size).toBeLessThanOrEqual(4);
    await scanner.add([blob('large', '.', 3 * MEGABYTE)]);
    await scanner.settle();
    expect(scanner.tally.results.size).toBe(41);
  });

  // One thread that ran out of memory ended the whole run.
  it('names an object that a thread died of, and goes on with the rest', async () => {
    const scanner = pool();
    await scanner.add(['a', 'b', 'm', 'c', 'm'].map((id, index) => blob(`${id}${index}`, id)));
    await scanner.add([blob('large', 'm', 3 * MEGABYTE), blob('last')]);
    await scanner.settle();
    expect(outcomes(scanner)).toEqual([
      ['a0', 'batch of 2'],
      ['b1', 'batch of 2'],
      ['m2', 'out-of-memory'],
      ['c3', 'batch of 1'],
      ['m4', 'out-of-memory'],
      ['large', 'out-of-memory'],
      ['last', 'batch of 1'],
    ]);
  });

  it('names an object that takes for ever, and goes on with the rest', async () => {
    const scanner = pool({ timeoutMs: 1000 });
    await scanner.add(['a', 'l', 'b'].map((id) => blob(id, id)));
    await scanner.add([blob('large', 'l', 3 * MEGABYTE), blob('last')]);
    await scanner.settle();
    expect(outcomes(scanner)).toEqual([
      ['a', 'batch of 1'],
      ['l', 'timed-out'],
      ['b', 'batch of 1'],
      ['large', 'timed-out'],
      ['last', 'batch of 1'],
    ]);
  });

  it.each([
    ['e', 'a defect'],
    ['x', 'a worker thread ended by itself, with code 3'],
  ])('fails where there is a defect (%s)', async (order, message) => {
    const scanner = pool({ budget: MEGABYTE });
    await scanner.add([blob('a'), blob('b', order)]);
    await expect(scanner.settle()).rejects.toThrow(message);
    await expect(scanner.add([blob('c'), blob('d', '.', 2 * MEGABYTE)])).rejects.toThrow(message);
  });
});

describe('the patience with an object', () => {
  it('is longer for a large one, and where threads share cores', () => {
    expect(patienceFor(0, { timeoutMs: 1000, crowd: 1 })).toBe(1000);
    expect(patienceFor(0, { timeoutMs: 1000, crowd: 4 })).toBe(4000);
    expect(patienceFor(600e6, { timeoutMs: 30_000, crowd: 1 })).toBe(150_000);
    expect(patienceFor(600e6, { timeoutMs: 30_000, crowd: 4 })).toBe(600_000);
  });
});

describe('a scanner of any number of objects', () => {
  const adaptive = (spec: Partial<EngineSpec> = {}): AdaptiveScanner =>
    closing(new AdaptiveScanner({ ...SPEC, ...spec }, { ...OPTIONS, jobs: 1 }));
  const many = (count: number, size: number): Blob[] =>
    Array.from({ length: count }, (_, number) => blob(`${number} of ${size}`, '.', size));

  it('needs no threads for a little', async () => {
    const scanner = adaptive();
    await scanner.add(many(8, 900_000));
    await scanner.settle();
    expect(outcomes(scanner)).toEqual([]);
  });

  it.each([
    ['for one large object, be it the first', [many(1, 1_100_000)]],
    ['once there is more than a little', [many(8, 900_000), many(2, 900_000)]],
    ['for many objects that come at once', [many(20, 900_000)]],
  ])('uses a thread %s, with one job too', async (_, batches) => {
    const scanner = adaptive();
    for (const blobs of batches) await scanner.add(blobs);
    await scanner.settle();
    const scanned = outcomes(scanner).map(([id]) => id);
    expect(scanned).toEqual(batches.at(-1)!.map(({ id }) => id));
    expect(scanner.tally.objects).toBe(batches.flat().length);
  });

  it('uses a thread for rules that are not our own', async () => {
    const custom = [{ detectors: [] as never[] }] as unknown as EngineSpec['custom'];
    const scanner = adaptive({ custom });
    await scanner.add([blob('a')]);
    await scanner.settle();
    expect(outcomes(scanner)).toEqual([['a', 'batch of 1']]);
  });
});
