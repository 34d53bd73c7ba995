import type { Engine, Scan } from '../detect/engine.ts';
import type { Trace } from '../detect/follow.ts';
import type { Blob } from '../domain/blob.ts';
import type { PackNews, PackWork } from '../git/history.ts';
import { hexId, IdSet } from '../git/ids.ts';
import { BLOB, COMMIT, TAG, TREE, WANTED } from '../git/pack/table.ts';
import { TreeReader, type TreeTrace } from '../git/pack/trees.ts';
import { type Made, PackWalker, type SharedPack } from '../git/pack/walk.ts';
import { readCommit, readTag } from '../git/parse.ts';
import { isWorthKeeping, MAX_MATCHES, type ObjectScan } from './scanner.ts';

/** What came of a unit, or of a part of one. */
export type UnitNews = PackNews & {
  scans: ObjectScan[];
  /** How many objects were scanned, and how large they are together. */
  objects: number;
  bytes: number;
  /** How many objects were read, trees included. */
  read: number;
  /** Matches that are not told of, since there are too many. */
  dropped: number;
};

export type TakeNews = (news: UnitNews) => void;

export type UnitOptions = {
  /** Objects that are not to be scanned, by number: earlier threads were lost at them. */
  lost: ReadonlySet<number>;
  /** The largest object that is scanned, in bytes; absent: any. Others are told of as failed. */
  most?: number;
  /** Told of each object before it is scanned, by number, and of its size; then of the end of that. */
  begin(number: number, size: number): void;
  end(): void;
};

/** Numbers the entries of all packs. */
export function numberOf(packs: readonly SharedPack[], pack: number, entry: number): number {
  let number = entry;
  for (let before = 0; before < pack; before += 1) number += packs[before]!.table.count;
  return number;
}

/** The id and type of an entry by its number, and whether it is asked for there. */
export function idOfNumber(
  packs: readonly SharedPack[],
  number: number,
): { id: string; type: number; wanted: boolean } {
  let entry = number;
  for (const { table } of packs) {
    if (entry < table.count) {
      return {
        id: hexId(table.ids, entry * table.idLength, table.idLength),
        type: table.types[entry]!,
        wanted: table.flags[entry] === WANTED,
      };
    }
    entry -= table.count;
  }
  throw new Error(`there is no entry ${number}`);
}

/** What objects are called, by their types in packs. */
export const KINDS: Record<number, Exclude<Blob['kind'], 'name'>> = {
  [BLOB]: 'blob',
  [COMMIT]: 'commit',
  [TAG]: 'tag',
};

/** Scans units of a walk, one at a time. */
export class UnitScanner {
  readonly #engine: Engine;
  readonly #work: PackWork;
  readonly #options: UnitOptions;
  readonly #trees: TreeReader;
  readonly #walkers: PackWalker[];
  #news = emptyNews();
  /** Matches of the unit. */
  #kept = 0;

  constructor(engine: Engine, work: PackWork, options: UnitOptions) {
    this.#engine = engine;
    this.#work = work;
    this.#options = options;
    this.#trees = new TreeReader(new IdSet(work.ids, work.objectFormat), work.objectFormat === 'sha256' ? 32 : 20);
    this.#walkers = work.packs.map((pack) => new PackWalker(pack));
  }

  close(): void {
    for (const walker of this.#walkers) walker.close();
  }

  /** @param tell takes what came of a part of it, where that is much */
  scan(unit: number, tell: (news: UnitNews) => void): UnitNews {
    const { starts, packs, roots } = this.#work.units;
    this.#kept = 0;
    for (let at = starts[unit]!; at < starts[unit + 1]!; at += 1) this.#walk(packs[at]!, roots[at]!, tell);
    return this.#take();
  }

  #take(): UnitNews {
    const news = { ...this.#news, ...this.#trees.news };
    this.#news = emptyNews();
    this.#trees.news = { names: [], missing: [] };
    return news;
  }

  #walk(pack: number, root: number, tell: (news: UnitNews) => void): void {
    const { table } = this.#work.packs[pack]!;
    const { lost, most = Infinity } = this.#options;
    const first = numberOf(this.#work.packs, pack, 0);
    const type = table.types[root]!;
    const walker = this.#walkers[pack]!;
    const idOf = (entry: number): string => hexId(table.ids, entry * table.idLength, table.idLength);
    const fail = (entry: number): void => {
      this.#news.failed.push(idOf(entry));
    };
    if (type === TREE) {
      walker.walk<TreeTrace>(root, {
        visit: (_, bytes, made) => {
          this.#news.read += 1;
          return this.#trees.read(bytes, made);
        },
        fail,
      });
      return;
    }
    const kind = KINDS[type]!;
    walker.walk<Trace | null>(root, {
      visit: (entry, bytes, made) => {
        const isWanted = table.flags[entry] === WANTED;
        if (bytes.length > most) {
          if (isWanted) fail(entry);
          return null;
        }
        if (isWanted) {
          this.#news.read += 1;
          this.#news.objects += 1;
          this.#news.bytes += bytes.length;
          if (type !== BLOB) this.#readHeaders(type, idOf(entry), bytes);
        }
        if (lost.has(first + entry)) return null;
        this.#options.begin(first + entry, bytes.length);
        const { scan, trace } = this.#engine.follow(bytes, madeOf(made));
        this.#options.end();
        if (scan && isWanted) this.#keep(kind, idOf(entry), scan, tell);
        return trace;
      },
      fail,
    });
  }

  #keep(kind: Blob['kind'], id: string, { capped, ...scan }: Scan, tell: (news: UnitNews) => void): void {
    const kept = { ...scan, object: '', trouble: capped ? ('capped' as const) : null };
    if (!isWorthKeeping(kept)) return;
    const news = this.#news;
    const candidates = kept.candidates.slice(0, Math.max(0, MAX_MATCHES - this.#kept));
    this.#kept += candidates.length;
    news.dropped += kept.candidates.length - candidates.length;
    news.scans.push({ kind, id, ...kept, candidates });
    if (news.scans.length >= MAX_UNTOLD) tell(this.#take());
  }

  #readHeaders(type: number, id: string, bytes: Buffer): void {
    if (type === COMMIT) {
      const { tree, parents, seconds } = readCommit(bytes);
      this.#news.commits.push({ id, tree, parents, seconds });
    } else this.#news.tags.push({ id, ...readTag(bytes) });
  }
}

/** So many objects that hold something are told of together. */
const MAX_UNTOLD = 256;

function madeOf(made: Made<Trace | null> | null): Parameters<Engine['follow']>[1] {
  return made?.state ? { trace: made.state, delta: made.delta } : null;
}

/** News of nothing. */
export function emptyNews(): UnitNews {
  return {
    scans: [],
    commits: [],
    tags: [],
    failed: [],
    names: [],
    missing: [],
    objects: 0,
    bytes: 0,
    read: 0,
    dropped: 0,
  };
}
