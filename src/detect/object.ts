import type { Candidate, Inside } from '../domain/finding.ts';
import type { Rule } from '../domain/rule.ts';
import { Allowance, MAX_DEPTH } from './archive/allowance.ts';
import { DAMAGED, TOO_DEEP } from './archive/entry.ts';
import { entriesOf } from './archive/open.ts';
import { Marks, withColumns } from './columns.ts';
import { decodeLayers, type Layers } from './decode/layers.ts';
import { placeDecoded } from './decode/place.ts';
import { settle } from './decode/settle.ts';
import type { PieceScan, ScanPiece } from './piece.ts';
import { type Nature, sniff } from './sniff.ts';
import { isSqlite } from './sqlite.ts';

/** A part of an object that should have been looked at: its name in the archive, '' for all of it. */
export type Gap = { inside: string; why: string };

/** What was seen in one object. */
export type Scan = PieceScan & {
  /** What kind of object this is, if it was left out on purpose. */
  skipped: string | null;
  /** Why not all of it was looked at, where that is not for its many matches. */
  gaps?: Gap[];
  /** What of it was left out on purpose: how many of each kind. */
  leftOut?: Record<string, number>;
};

export type ObjectOptions = {
  /** Scans one piece by itself; with marks of where anchors stand, if asked. */
  scanPiece(bytes: Uint8Array, binary: boolean, marks?: Marks): PieceScan;
  rules: ReadonlyMap<string, Rule>;
  /** How many candidates of one object are kept. */
  limit: number;
  /** Whether encoded text is decoded and archives are opened. */
  deep: boolean;
};

/** Of something binary that is larger, what it encodes is not looked for. */
const MAX_BINARY = 4 << 20;

/** So many gaps of an object are named. */
const MAX_GAPS = 100;

/** Scans a whole object: as it is written, what it encodes, and what is in it if it is an archive. */
export function scanObject(bytes: Uint8Array, options: ObjectOptions): Scan {
  const nature = sniff(bytes);
  if (nature.is === 'skipped') return { candidates: [], skipped: nature.what, capped: false };
  if (nature.is === 'archive' && !options.deep) return { candidates: [], skipped: nature.what, capped: false };
  const opening = new Opening(options);
  opening.look(bytes, nature, null, 0);
  return opening.result();
}

/** One object being opened, with what was seen so far. */
class Opening {
  readonly #options: ObjectOptions;
  readonly #allowance = new Allowance();
  readonly #candidates: Candidate[] = [];
  readonly #gaps: Gap[] = [];
  readonly #leftOut = new Map<string, number>();
  #capped = false;

  constructor(options: ObjectOptions) {
    this.#options = options;
  }

  result(): Scan {
    const scan: Scan = { candidates: this.#candidates, skipped: null, capped: this.#capped };
    if (this.#gaps.length > 0) scan.gaps = this.#gaps;
    if (this.#leftOut.size > 0) scan.leftOut = Object.fromEntries([...this.#leftOut].sort());
    return scan;
  }

  /**
   * @param inside where in the object the bytes stand, if they are not all of it
   * @param depth how many archives round them were opened
   */
  look(bytes: Uint8Array, nature: Nature, inside: Inside | null, depth: number): void {
    if (nature.is === 'skipped') {
      if (COMPRESSED.test(nature.what)) this.#leave(nature.what);
    } else if (nature.is === 'archive') this.#open(bytes, nature, inside, depth);
    else this.#read(bytes, nature.is === 'binary', inside, depth);
  }

  #open(bytes: Uint8Array, nature: Nature & { is: 'archive' }, inside: Inside | null, depth: number): void {
    const outer = inside?.path ?? '';
    if (depth >= MAX_DEPTH) {
      this.#miss(outer, TOO_DEEP);
      return;
    }
    for (const entry of entriesOf(nature.format, bytes, this.#allowance)) {
      if (this.#capped) return;
      if (entry.is === 'left-out') this.#leave(entry.what);
      else if (entry.is === 'gap') this.#miss(joined(outer, entry.name), entry.why);
      else {
        const own = sniff(entry.bytes);
        // Of a packed tar archive nobody cares for the name of what was packed.
        const bare = nature.format === 'gzip' && own.is === 'archive' && own.format === 'tar';
        const path = bare ? outer : joined(outer, entry.name);
        this.look(entry.bytes, own, { path, offset: inside?.offset ?? entry.offset }, depth + (bare ? 0 : 1));
      }
    }
  }

  #read(bytes: Uint8Array, binary: boolean, inside: Inside | null, depth: number): void {
    const { rules, deep } = this.#options;
    const limit = this.#options.limit - this.#candidates.length;
    const written = this.#written(bytes, binary);
    this.#capped ||= written.capped;
    let { candidates } = written;
    if (deep && !this.#capped && (!binary || bytes.length <= MAX_BINARY)) {
      const scan: ScanPiece = (piece, isBinary) => this.#options.scanPiece(piece, isBinary);
      const layers = decodeLayers(bytes, binary, written, scan, limit);
      candidates = placeDecoded(bytes, settle(candidates, layers.candidates, rules), rules);
      this.#capped ||= layers.capped;
      if (layers.exhausted) this.#miss(inside?.path ?? '', 'more of it is encoded than is decoded');
      this.#openDecoded(layers, inside, depth);
    }
    this.#capped ||= candidates.length > limit;
    for (const candidate of candidates.slice(0, limit)) {
      this.#candidates.push(inside ? { ...candidate, inside } : candidate);
    }
  }

  #written(bytes: Uint8Array, binary: boolean): PieceScan {
    const { scanPiece, rules, limit } = this.#options;
    if (!isSqlite(bytes)) return scanPiece(bytes, binary);
    const marks = new Marks(bytes.length);
    const whole = scanPiece(bytes, binary, marks);
    return withColumns(bytes, whole, marks, (column, isBinary) => scanPiece(column, isBinary), rules, limit);
  }

  /** What is compressed and encoded: its bytes have no place of their own in the text. */
  #openDecoded({ compressed }: Layers, inside: Inside | null, depth: number): void {
    for (const { bytes, source } of compressed) {
      const nature = sniff(bytes);
      if (nature.is !== 'archive') continue;
      const path = joined(inside?.path ?? '', `encoded@${source.start}`);
      const gaps = this.#gaps.length;
      this.look(bytes, nature, { path, offset: inside?.offset ?? source.start }, depth + 1);
      // What merely begins like something compressed, as in an example, is no damaged archive.
      const kept = this.#gaps.splice(gaps).filter(({ why }) => why !== DAMAGED);
      this.#gaps.push(...kept);
    }
  }

  #leave(what: string): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + 1);
  }

  #miss(inside: string, why: string): void {
    if (this.#gaps.length < MAX_GAPS) this.#gaps.push({ inside, why });
  }
}

/** What is left out in an archive is counted only where it could hold text: pictures are not. */
const COMPRESSED = / (?:file|archive)$/;

/** A name in an archive in an archive. */
function joined(outer: string, name: string): string {
  return outer === '' || name === '' ? outer || name : `${outer}!/${name}`;
}
