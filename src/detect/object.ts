import type { Span } from '../domain/blob.ts';
import type { Candidate, Inside } from '../domain/finding.ts';
import type { Rule } from '../domain/rule.ts';
import { Allowance, MAX_DEPTH } from './archive/allowance.ts';
import { CUT_OFF, DAMAGED, TOO_DEEP } from './archive/entry.ts';
import { entriesOf, type Format } from './archive/open.ts';
import { restOf } from './archive/rest.ts';
import { type AnchorLog, type Column, Marks, withColumns } from './columns.ts';
import { decodeLayers, isQuiet, type Layers } from './decode/layers.ts';
import { placeDecoded } from './decode/place.ts';
import { settle } from './decode/settle.ts';
import type { PieceScan, ScanPiece } from './piece.ts';
import { Positions } from './positions.ts';
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
  /** Scans one piece by itself, and tells of its anchors, if asked. */
  scanPiece(bytes: Uint8Array, binary: boolean, log?: AnchorLog | null): PieceScan;
  rules: ReadonlyMap<string, Rule>;
  /** How many candidates of one object are kept. */
  limit: number;
  /** Whether encoded text is decoded and archives are opened. */
  deep: boolean;
  /** Told of the anchors of an object that is text. */
  log?: AnchorLog | null;
};

/** Of something binary that is larger, what it encodes is not looked for. */
const MAX_BINARY = 4 << 20;

/** So many gaps of an object are named; the others are counted. */
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
  /** Gaps that are not named. */
  #more = 0;
  #members = 0;
  #capped = false;

  constructor(options: ObjectOptions) {
    this.#options = options;
  }

  result(): Scan {
    const scan: Scan = { candidates: this.#candidates, skipped: null, capped: this.#capped };
    if (this.#gaps.length > 0) scan.gaps = this.#gaps;
    if (this.#more > 0) scan.gaps!.push({ inside: '', why: `${this.#more} more parts of it could not be read` });
    if (this.#leftOut.size > 0) scan.leftOut = Object.fromEntries([...this.#leftOut].sort());
    return scan;
  }

  /**
   * @param inside where in the object the bytes stand, if they are not all of it
   * @param depth how many archives round them were opened
   */
  look(bytes: Uint8Array, nature: Nature, inside: Inside | null, depth: number): void {
    if (nature.is === 'skipped') this.#leave(nature.what);
    else if (nature.is === 'archive') this.#open(bytes, nature.format, inside, depth);
    else this.#read(bytes, nature.is === 'binary', inside, depth);
  }

  /** @returns whether it is an archive at all: not one header could be read of what merely begins like one */
  #open(bytes: Uint8Array, format: Format, inside: Inside | null, depth: number): boolean {
    const outer = inside?.path ?? '';
    if (depth >= MAX_DEPTH) {
      this.#miss(outer, TOO_DEEP);
      return true;
    }
    let isArchive = false;
    const covered: Span[] = [];
    for (const entry of entriesOf(format, bytes, this.#allowance)) {
      if (this.#capped) return true;
      isArchive ||= entry.is !== 'gap' || entry.name !== '' || entry.why !== DAMAGED;
      if (entry.is === 'left-out') this.#leave(entry.what);
      else if (entry.is === 'gap') this.#miss(joined(outer, entry.name), entry.why);
      else {
        for (const span of entry.covers) covered.push(span);
        const own = sniff(entry.bytes);
        // Of a packed tar archive nobody cares for the name of what was packed.
        const bare = format === 'gzip' && own.is === 'archive' && own.format === 'tar';
        const path = bare ? outer : joined(outer, entry.name);
        this.look(entry.bytes, own, this.#member(path, inside?.offset ?? entry.offset), depth + (bare ? 0 : 1));
      }
    }
    if (!this.#capped) this.#readRest(bytes, covered, inside);
    return isArchive;
  }

  /** What of an archive no member was made of may be anything, and is read as something binary. */
  #readRest(bytes: Uint8Array, covered: readonly Span[], inside: Inside | null): void {
    const rest = restOf(bytes, covered);
    const { candidates, capped } = this.#options.scanPiece(rest.bytes, true);
    this.#capped ||= capped;
    // The name of a tar archive that is packed by gzip is nobody's.
    const own = inside?.path === '' ? { ...inside, path: 'content' } : inside;
    this.#keep(placed(bytes, candidates, rest.toArchive), own);
  }

  #read(bytes: Uint8Array, binary: boolean, inside: Inside | null, depth: number): void {
    const { rules, deep } = this.#options;
    const limit = this.#options.limit - this.#candidates.length;
    const written = this.#written(bytes, binary, inside, depth);
    this.#capped ||= written.capped;
    let { candidates } = written;
    if (deep && !this.#capped && (!binary || bytes.length <= MAX_BINARY)) {
      const scan: ScanPiece = (piece, isBinary) => this.#options.scanPiece(piece, isBinary);
      const layers = decodeLayers(bytes, binary, written, scan, limit);
      const { log } = this.#options;
      if (log && inside === null) {
        log.decoded = layers.decoded;
        log.decodedLoudly = !isQuiet(layers);
      }
      candidates = placeDecoded(bytes, settle(candidates, layers.candidates, rules), rules);
      this.#capped ||= layers.capped;
      if (layers.exhausted) this.#miss(inside?.path ?? '', 'more of it is encoded than is decoded');
      this.#openDecoded(layers, inside, depth);
    }
    this.#keep(candidates, inside);
  }

  #keep(candidates: readonly Candidate[], inside: Inside | null): void {
    const limit = this.#options.limit - this.#candidates.length;
    this.#capped ||= candidates.length > limit;
    for (const candidate of candidates.slice(0, limit)) {
      this.#candidates.push(inside ? { ...candidate, inside } : candidate);
    }
  }

  #written(bytes: Uint8Array, binary: boolean, inside: Inside | null, depth: number): PieceScan {
    const { scanPiece, rules, limit, deep } = this.#options;
    if (!isSqlite(bytes)) return scanPiece(bytes, binary, inside === null && depth === 0 ? this.#options.log : null);
    const marks = new Marks(bytes.length);
    const whole = scanPiece(bytes, binary, marks);
    const other = (content: Uint8Array, nature: Nature, { pieces }: Column): void => {
      const { start } = pieces[0]!;
      if (!deep) this.#leave((nature as { what: string }).what);
      else this.look(content, nature, this.#part('column', start, inside), depth + 1);
    };
    const scan: ScanPiece = (column, isBinary) => scanPiece(column, isBinary);
    return withColumns(bytes, whole, marks, { scan, other, rules, limit });
  }

  /** What is compressed and encoded: its bytes have no place of their own in the text. */
  #openDecoded({ compressed }: Layers, inside: Inside | null, depth: number): void {
    for (const { bytes, source } of compressed) {
      const nature = sniff(bytes);
      if (nature.is !== 'archive') continue;
      const before = { gaps: this.#gaps.length, more: this.#more };
      const isArchive = this.#open(bytes, nature.format, this.#part('encoded', source.start, inside), depth + 1);
      // What merely begins like something compressed is no damaged archive; of an example that was cut
      // off, all that the text has was read.
      const named = this.#gaps.splice(before.gaps);
      if (isArchive) this.#gaps.push(...named.filter(({ why }) => why !== CUT_OFF));
      else this.#more = before.more;
    }
  }

  /** A part that has no name, by where it stands. */
  #part(what: string, start: number, inside: Inside | null): Inside {
    return this.#member(joined(inside?.path ?? '', `${what}@${start}`), inside?.offset ?? start);
  }

  #member(path: string, offset: number): Inside {
    this.#members += 1;
    return { path, offset, member: this.#members };
  }

  #leave(what: string): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + 1);
  }

  #miss(inside: string, why: string): void {
    if (this.#gaps.length < MAX_GAPS) this.#gaps.push({ inside, why });
    else this.#more += 1;
  }
}

/** A name in an archive in an archive. */
function joined(outer: string, name: string): string {
  return outer === '' || name === '' ? outer || name : `${outer}!/${name}`;
}

/** Gives offsets, lines and columns of an archive instead of those in a part of it. */
function placed(bytes: Uint8Array, candidates: readonly Candidate[], toArchive: (span: Span) => Span): Candidate[] {
  const positions = new Positions(bytes);
  return candidates.map((candidate) => {
    const span = toArchive(candidate.span);
    const start = positions.at(span.start, 'utf8');
    const above = candidate.start.line - (candidate.frame?.firstLine ?? 0);
    return {
      ...candidate,
      span,
      partSpans: candidate.partSpans.map(toArchive),
      evidence: toArchive(candidate.evidence),
      start,
      end: positions.at(span.end, 'utf8'),
      frame: candidate.frame && { ...candidate.frame, firstLine: Math.max(1, start.line - above) },
    };
  });
}
