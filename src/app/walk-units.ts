import type { Engine } from '../detect/engine.ts';
import type { PackWork } from '../git/history.ts';
import { type UnitNews, UnitScanner } from './unit-scan.ts';
import { toWire, type WireCandidate } from './wire.ts';

/** What a thread is told that walks. */
export type WalkOrder = {
  work: PackWork;
  /** Shared by all threads: see CONTROL. */
  control: Int32Array;
  /** The unit to begin with, which another thread was lost at; null: the next one. */
  first: number | null;
  lost: number[];
};

/** The words of the control: the next unit, how many were taken in, and how many matches wait for that. */
export const CONTROL = { next: 0, delivered: 1, waiting: 2, words: 3 } as const;

/** The words of a thread's status: the number of the object that it is at, that one's size, and the unit. */
export const STATUS = { number: 0, size: 1, unit: 2, words: 3 } as const;

/** What the status says between objects. */
export const BETWEEN = -1;

/** Matches that may wait for an earlier unit, which may take its time. */
const MAX_WAITING = 100_000;

/** How long a thread sleeps before it looks again whether it may go on, in milliseconds. */
const NAP = 50;

/** What a thread answers: what came of a unit, or of a part of it. */
export type WireNews = Omit<UnitNews, 'scans'> & {
  scans: (Omit<UnitNews['scans'][number], 'candidates'> & { candidates: WireCandidate[] })[];
};
export type WalkAnswer = { unit: number; news: WireNews; done: boolean };

/** Scans units until none is left, in a thread of its own. */
export function walkUnits(
  engine: Engine,
  { work, control, first, lost }: WalkOrder,
  status: Int32Array,
  tell: (answer: WalkAnswer) => void,
): void {
  const scanner = new UnitScanner(engine, work, {
    lost: new Set(lost),
    begin: (number, size) => {
      Atomics.store(status, STATUS.size, size);
      Atomics.store(status, STATUS.number, number);
    },
    end: () => {
      Atomics.store(status, STATUS.number, BETWEEN);
    },
  });
  const next = (): number => Atomics.add(control, CONTROL.next, 1);
  for (let unit = first ?? next(); unit < work.units.count; unit = next()) {
    waitForRoom(control, unit);
    Atomics.store(status, STATUS.unit, unit);
    const news = scanner.scan(unit, (part) => tell({ unit, news: toWireNews(part), done: false }));
    tell({ unit, news: toWireNews(news), done: true });
  }
  scanner.close();
}

/** The unit that the others wait for goes on in any case. */
function waitForRoom(control: Int32Array, unit: number): void {
  for (;;) {
    const delivered = Atomics.load(control, CONTROL.delivered);
    if (delivered >= unit || Atomics.load(control, CONTROL.waiting) < MAX_WAITING) return;
    Atomics.wait(control, CONTROL.delivered, delivered, NAP);
  }
}

function toWireNews(news: UnitNews): WireNews {
  return {
    ...news,
    scans: news.scans.map((scan) => ({ ...scan, candidates: scan.candidates.map(toWire) })),
  };
}
