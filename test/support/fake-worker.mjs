// A worker that is told by the first byte of each object what to make of it; see test/app/pool.test.ts.
import { parentPort, workerData } from 'node:worker_threads';

const { status } = workerData;

parentPort.on('message', ({ bytes, lengths }) => {
  const scans = [];
  let at = 0;
  lengths.forEach((length, index) => {
    Atomics.store(status, 0, index);
    const order = String.fromCharCode(bytes[at] ?? 0);
    at += length;
    // As Node reports it when a thread's heap is full.
    if (order === 'm') throw Object.assign(new Error('out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
    if (order === 'e') throw new TypeError('a defect');
    if (order === 'x') process.exit(3);
    while (order === 'l');
    scans.push({ index, object: '', candidates: [], skipped: `batch of ${lengths.length}`, trouble: null });
  });
  parentPort.postMessage({ scans });
  Atomics.store(status, 0, -2);
});
