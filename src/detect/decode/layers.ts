import type { Span } from '../../domain/blob.ts';
import type { Candidate } from '../../domain/finding.ts';
import type { PieceScan, ScanPiece } from '../piece.ts';
import { isUtf16, sniff } from '../sniff.ts';
import { eachUnescaped } from './escapes.ts';
import { asBuffer, type Decoded, type EncodingName } from './piece.ts';
import { eachDecodedRun } from './runs.ts';
import { isCompressed } from './text.ts';
import { isBigEndian, narrowed, widened } from './wide.ts';

/** How many encodings are undone, one within another. */
const MAX_DEPTH = 4;

/** What may be decoded of one object: so many times its size, and what harms nobody. */
const MAX_TIMES = 4;
const FREE = 1 << 20;

/** As much of a text tells how it is encoded. */
const HEAD = 8000;

/** What was found in what a text encodes. Spans are of the text itself. */
export type Layers = {
  candidates: Candidate[];
  /** What is compressed there: its bytes, and where it is written. */
  compressed: { bytes: Uint8Array; source: Span }[];
  /** Whether there were more matches than are kept. */
  capped: boolean;
  /** Whether more is encoded than is decoded. */
  exhausted: boolean;
};

/** A text that may hold encoded text: the object itself, or what was decoded of it. */
type Level = {
  bytes: Uint8Array;
  binary: boolean;
  /** The encodings that were undone, the outermost first. */
  trail: readonly EncodingName[];
  /** What of the object it was decoded from. */
  source: Span;
  toSource(span: Span): Span;
  isFresh(span: Span): boolean;
  /** What is not to be decoded, in order. */
  decided: readonly Span[];
};

/**
 * Looks into what a text encodes, and into what that encodes again.
 *
 * @param binary whether the object is no text: escapes are then none
 * @param written what was seen in the object as it is written
 * @param scan scans one decoded text by all rules
 * @param limit how many candidates are kept
 */
export function decodeLayers(
  bytes: Uint8Array,
  binary: boolean,
  written: PieceScan,
  scan: ScanPiece,
  limit: number,
): Layers {
  const layers: Layers = { candidates: [], compressed: [], capped: false, exhausted: false };
  let budget = bytes.length * MAX_TIMES + FREE;

  const open = (level: Level, decoded: Decoded): boolean => {
    budget -= decoded.bytes.length;
    layers.exhausted ||= budget < 0;
    if (budget < 0) return false;
    const toSource = (span: Span): Span => level.toSource(decoded.toSource(span));
    const source = level.trail.length === 0 ? decoded.source : level.toSource(decoded.source);
    if (isCompressed(decoded.bytes)) {
      layers.compressed.push({ bytes: decoded.bytes, source });
      return true;
    }
    const nature = decoded.is === 'unknown' ? sniff(decoded.bytes).is : decoded.is;
    if (nature === 'skipped' || nature === 'archive') return true;
    const inner: Level = {
      bytes: decoded.bytes,
      binary: nature === 'binary',
      trail: [...level.trail, decoded.by],
      source,
      toSource,
      isFresh: decoded.isFresh,
      decided: [],
    };
    const seen = scan(decoded.bytes, inner.binary);
    inner.decided = inOrder(seen.decided);
    layers.capped ||= seen.capped;
    for (const candidate of seen.candidates) {
      if (!decoded.isCut(candidate.span)) layers.candidates.push(atSource(candidate, inner));
    }
    layers.capped ||= layers.candidates.length >= limit;
    if (!layers.capped && inner.trail.length < MAX_DEPTH) look(inner);
    return !layers.capped && !layers.exhausted;
  };

  const look = (level: Level): void => {
    const take = (decoded: Decoded): boolean => open(level, decoded);
    const isOpen = (span: Span): boolean => level.isFresh(span) && !isIn(level.decided, span);
    eachDecodedRun(level.bytes, isOpen, take);
    if (level.binary) return;
    eachUnescaped(level.bytes, level.isFresh, take);
    // Text with a zero byte in it is UTF-16, or ends with one.
    const zero = asBuffer(level.bytes).indexOf(0);
    if (zero >= 0 && zero < HEAD && isUtf16(level.bytes.subarray(0, HEAD))) look(asNarrow(level));
  };

  const whole = { start: 0, end: bytes.length };
  const decided = inOrder(written.decided);
  look({
    bytes: asBuffer(bytes),
    binary,
    trail: [],
    source: whole,
    toSource: (span) => span,
    isFresh: () => true,
    decided,
  });
  return layers;
}

function inOrder(spans: readonly Span[] = []): Span[] {
  return [...spans].sort((a, b) => a.start - b.start);
}

/** Whether a span begins in one of others, in order: in the last that begins before it. */
function isIn(spans: readonly Span[], { start }: Span): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  return low > 0 && spans[low - 1]!.end > start;
}

/** The same text with a byte for each character of UTF-16. */
function asNarrow(level: Level): Level {
  return {
    ...level,
    bytes: narrowed(level.bytes, 0, isBigEndian(level.bytes)),
    toSource: (span) => level.toSource(widened(span, 0)),
    isFresh: (span) => level.isFresh(widened(span, 0)),
    decided: level.decided.map(({ start, end }) => ({ start: start >> 1, end: end >> 1 })),
  };
}

/** Everything of a run may change what it says: all of it is evidence. */
function atSource(candidate: Candidate, { trail, source, toSource }: Level): Candidate {
  return {
    ...candidate,
    span: toSource(candidate.span),
    partSpans: candidate.partSpans.map(toSource),
    evidence: source,
    reasons: [...candidate.reasons, `decoded from ${trail.join(', then ')}`],
    encodings: [...trail],
  };
}
