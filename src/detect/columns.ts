import type { Candidate } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import type { Rule } from '../domain/rule.ts';
import { resolveOverlaps } from './merge.ts';
import type { PieceScan, ScanPiece } from './piece.ts';
import { Positions } from './positions.ts';
import { mayBeKnown, type Nature, sniff } from './sniff.ts';
import { bytesOf, type Column, columnsOf, spanInFile } from './sqlite.ts';
import type { Encoding } from './view.ts';

/** Told of the anchors of an object, as they are met. */
export interface AnchorLog {
  /**
   * @param at where an anchor stands, in bytes, and which it is
   * @param before how many bytes before it decide what it comes to, and how many behind it
   */
  add(at: number, anchor: number, before: number, after: number): void;
  /** Whether all of the object was looked through. */
  complete: boolean;
  /** How many bytes were decoded of the object. */
  decoded?: number;
  /** Whether anything came of that, even if it is not told. */
  decodedLoudly?: boolean;
}

/** Marks which parts of an object hold an anchor, so that columns without one need no look. */
export class Marks implements AnchorLog {
  readonly #blocks: Uint8Array;
  complete = true;

  constructor(size: number) {
    this.#blocks = new Uint8Array((size >> BLOCK) + 1);
  }

  add(at: number): void {
    this.#blocks[at >> BLOCK] = 1;
  }

  /** Whether there may be an anchor in a column. One that goes on in another page may have it at the border. */
  in({ pieces }: Column): boolean {
    if (!this.complete || pieces.length > 1) return true;
    const last = (pieces[0]!.end - 1) >> BLOCK;
    for (let block = pieces[0]!.start >> BLOCK; block <= last; block += 1) if (this.#blocks[block] === 1) return true;
    return false;
  }
}

/** Bytes of a block, as a power of two. */
const BLOCK = 5;

export type { Column };

export type ColumnOptions = {
  /** Scans one column, as text or as something binary. */
  scan: ScanPiece;
  /** Gets what is neither: an archive, or what is left out. */
  other(content: Uint8Array, nature: Nature, column: Column): void;
  rules: ReadonlyMap<string, Rule>;
  limit: number;
};

/**
 * Adds to what was seen in a database as a whole what its columns hold, each scanned as an object of
 * its own: there a token ends where the column does, text is text, and a document begins at its start.
 *
 * @param marks where anchors stand
 */
export function withColumns(
  bytes: Uint8Array,
  whole: PieceScan,
  marks: Marks,
  { scan, other, rules, limit }: ColumnOptions,
): PieceScan {
  const found: { candidate: Candidate; encoding: Encoding }[] = [];
  let { capped } = whole;
  for (const column of columnsOf(bytes)) {
    if (found.length >= limit) capped = true;
    if (found.length >= limit) break;
    const isKnown = !column.isText && mayBeKnown(bytes, column.pieces[0]!.start);
    if (!isKnown && !marks.in(column)) continue;
    const content = bytesOf(bytes, column);
    const nature: Nature = column.isText ? { is: 'text' } : sniff(content);
    if (nature.is === 'skipped' || nature.is === 'archive') {
      other(content, nature, column);
      continue;
    }
    if (!marks.in(column)) continue;
    const seen = scan(content, nature.is === 'binary');
    capped ||= seen.capped;
    for (const candidate of seen.candidates) {
      found.push({ candidate: inFile(candidate, column, bytes.length), encoding: column.encoding });
    }
  }
  if (found.length === 0) return { ...whole, capped };
  place(bytes, found);
  const columns = found.map(({ candidate }) => candidate);
  return {
    candidates: resolveOverlaps([...columns, ...unknownOf(whole.candidates, columns)], rules),
    capped,
  };
}

/** Where a column begins and ends is told by its page and by the file's header: all of it is evidence. */
function inFile(candidate: Candidate, column: Column, size: number): Candidate {
  return {
    ...candidate,
    span: spanInFile(column, candidate.span),
    partSpans: candidate.partSpans.map((span) => spanInFile(column, span)),
    evidence: { start: 0, end: size },
  };
}

/** Gives lines and columns of the file instead of those in the column. */
function place(bytes: Uint8Array, found: { candidate: Candidate; encoding: Encoding }[]): void {
  found.sort((a, b) => a.candidate.span.start - b.candidate.span.start);
  const positions = new Positions(bytes);
  for (const { candidate, encoding } of found) {
    const above = candidate.start.line - (candidate.frame?.firstLine ?? 0);
    candidate.start = positions.at(candidate.span.start, encoding);
    candidate.end = positions.at(candidate.span.end, encoding);
    if (candidate.frame) candidate.frame.firstLine = Math.max(1, candidate.start.line - above);
  }
}

/**
 * Those that no column has. Of the same secret the column knows better where it ends; but a secret
 * may have its parts in other columns.
 */
function unknownOf(whole: Candidate[], columns: Candidate[]): Candidate[] {
  const byRule = new Map<string, Candidate[]>();
  for (const candidate of columns) append(byRule, candidate.rule, candidate);
  return whole.filter((candidate) => !byRule.get(candidate.rule)?.some((better) => replaces(better, candidate)));
}

function replaces(better: Candidate, candidate: Candidate): boolean {
  return (
    better.span.start < candidate.span.end &&
    candidate.span.start < better.span.end &&
    better.partSpans.length >= candidate.partSpans.length &&
    (better.files.length === 0 ||
      (candidate.files.length > 0 && candidate.files.every((file) => better.files.includes(file))))
  );
}
