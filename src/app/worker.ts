import { parentPort, workerData } from 'node:worker_threads';
import { type EngineSpec, engineOf, isWorthKeeping, scanContent } from './scanner.ts';
import { type WalkOrder, walkUnits } from './walk-units.ts';
import { FINISHED, toWire, type WireAnswer, type WireBatch } from './wire.ts';

/**
 * A thread that scans batches. It says in a shared word which object it is at, so that a pattern
 * that takes too long can be told, and the thread ended.
 */
const { spec, status, walk } = workerData as { spec: EngineSpec; status: Int32Array; walk?: WalkOrder };
const engine = engineOf(spec);

if (walk) walkUnits(engine, walk, status, (answer) => parentPort!.postMessage(answer));
else
  parentPort!.on('message', ({ bytes, lengths }: WireBatch) => {
    const answer: WireAnswer = { scans: [] };
    let at = 0;
    lengths.forEach((length, index) => {
      Atomics.store(status, 0, index);
      const scan = scanContent(engine, bytes.subarray(at, at + length), spec.hash);
      at += length;
      if (isWorthKeeping(scan)) answer.scans.push({ ...scan, index, candidates: scan.candidates.map(toWire) });
    });
    parentPort!.postMessage(answer);
    Atomics.store(status, 0, FINISHED);
  });
