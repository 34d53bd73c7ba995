import type { LeftOut } from '../detect/archive/entry.ts';
import type { Skip } from '../domain/blob.ts';
import type { ScanKind } from '../domain/report.ts';
import type { PackWork } from '../git/history.ts';
import { showPath } from '../git/path.ts';
import type { Located } from './findings.ts';
import type { Scanner, Tally } from './scanner.ts';
import type { TakeNews } from './unit-scan.ts';

/** What a source works with. */
export type SourceContext = {
  scanner: Scanner;
  /** Told how far it is, for a progress bar. */
  progress: Progress;
  /** Scans what packs hold, and tells what else is in them. */
  walk(work: PackWork, take: TakeNews): Promise<void>;
};

export type Progress = {
  /** How many steps there will be. */
  total(count: number): void;
  step(count: number): void;
};

/** What a source found, with places, and what it could not or would not look at. */
export type SourceResult = {
  kind: ScanKind;
  located: Located[];
  commits: number;
  skipped: Skip[];
  /** Top of the work tree that belongs to what was scanned; null where there is none. */
  root: string | null;
};

/** What the engine left out or gave up on, as lines of a report. */
export function skippedOf(tally: Tally, name: (id: string) => string): Skip[] {
  const kinds = new Map<string, number>();
  const trouble: Skip[] = [];
  for (const { id, skipped, trouble: kind, gaps = [], leftOut = {} } of tally.results.values()) {
    const left = skipped === null ? Object.entries(leftOut) : [[skipped, 1] as const];
    for (const [what, count] of left) kinds.set(what, (kinds.get(what) ?? 0) + count);
    for (const { inside, why } of gaps) {
      const within = inside === '' ? '' : `!/${showPath(inside).path}`;
      trouble.push({ what: name(id) + within, why, incomplete: true });
    }
    if (kind === 'capped') {
      trouble.push({
        what: name(id),
        why: 'it holds more matches than are looked at; the rest of it was not scanned',
        incomplete: true,
      });
    } else if (kind === 'timed-out') {
      trouble.push({ what: name(id), why: 'a rule took too long on it (see --object-timeout)', incomplete: true });
    } else if (kind === 'out-of-memory') {
      trouble.push({ what: name(id), why: 'scanning it takes more memory than there is', incomplete: true });
    }
  }
  const left = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, count]): Skip => {
      return {
        what,
        why: whyLeftOut.get(what) ?? 'media and compressed formats are not scanned',
        count,
        incomplete: false,
      };
    });
  return [...left, ...trouble];
}

const WHY_LEFT_OUT = {
  'Git LFS pointer': 'its content is not in the repository',
  'encrypted archive member': 'it opens with its password only',
  'archive member in another compression': 'deflate is the only one that is opened',
} as const satisfies Record<LeftOut | 'Git LFS pointer', string>;

/** By whatever the detection calls it; what it knows by its first bytes alone is media or compressed. */
const whyLeftOut = new Map<string, string>(Object.entries(WHY_LEFT_OUT));
