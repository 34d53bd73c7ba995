import type { Span } from '../../domain/blob.ts';
import type { Candidate } from '../../domain/finding.ts';
import type { Hidden } from '../frame.ts';
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
  /** How many bytes were decoded. */
  decoded: number;
  /** How much of it is to be hidden where the text is shown. */
  hidden: number;
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
  /** Whether a part is to be decoded. */
  isOpen(span: Span): boolean;
  /** What is not to be decoded, in order. */
  decided: readonly Span[];
  /** Of what only that counts which is told by itself, once it is decoded; in order. */
  refused: readonly Span[];
};

/**
 * Looks into what a text encodes, and into what that encodes again.
 *
 * @param binary whether the object is no text: escapes are then none
 * @param written what was seen in the object as it is written
 * @param scan scans one decoded text by all rules
 * @param limit how many candidates are kept
 * @param isOpen whether a part of the object is to be decoded; absent: all of it is
 */
export function decodeLayers(
  bytes: Uint8Array,
  binary: boolean,
  written: PieceScan,
  scan: ScanPiece,
  limit: number,
  isOpen: (span: Span) => boolean = () => true,
): Layers {
  const layers: Layers = { candidates: [], compressed: [], capped: false, exhausted: false, decoded: 0, hidden: 0 };
  let budget = bytes.length * MAX_TIMES + FREE;

  /**
   * @param isRefused whether only what is told by itself counts
   * @param hidden takes what is to be hidden where the level is shown
   */
  const open = (level: Level, decoded: Decoded, isRefused: boolean, hidden: Hidden[]): boolean => {
    budget -= decoded.bytes.length;
    layers.decoded += decoded.bytes.length;
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
      isOpen: () => true,
      decided: [],
      refused: isRefused ? [{ start: 0, end: decoded.bytes.length }] : [],
    };
    const seen = scan(decoded.bytes, inner.binary || isRefused);
    inner.decided = inOrder(seen.decided);
    if (!isRefused) inner.refused = inOrder(seen.refused);
    layers.capped ||= seen.capped;
    const own = seen.candidates.filter(({ span }) => !decoded.isCut(span)).filter((one) => !isRefused || isTold(one));
    const placed = own.map((candidate) => atSource(candidate, inner));
    for (const candidate of placed) layers.candidates.push(candidate);
    layers.capped ||= layers.candidates.length >= limit;
    const within = !layers.capped && inner.trail.length < MAX_DEPTH ? look(inner) : [];
    if (within.length > 0) seen.hide?.(within);
    placed.forEach((candidate, index) => {
      candidate.frame = own[index]!.frame;
    });
    for (const { span, mask } of [...(seen.hidden ?? []), ...within])
      hidden.push({ span: decoded.toSource(span), mask });
    return !layers.capped && !layers.exhausted;
  };

  /** Gives what is to be hidden where the level is shown. */
  const look = (level: Level): Hidden[] => {
    const hidden: Hidden[] = [];
    const isNews = (span: Span): boolean => level.isFresh(span) && level.isOpen(span) && !isIn(level.decided, span);
    eachDecodedRun(level.bytes, isNews, (run) => open(level, run, isIn(level.refused, run.source), hidden));
    if (level.binary) return hidden;
    const openPart = (part: Decoded): boolean => open(level, part, isAll(level.refused, part.source), hidden);
    eachUnescaped(level.bytes, level.isFresh, openPart, level.isOpen);
    // Text with a zero byte in it is UTF-16, or ends with one.
    const zero = asBuffer(level.bytes).indexOf(0);
    if (zero >= 0 && zero < HEAD && isUtf16(level.bytes.subarray(0, HEAD))) {
      for (const { span, mask } of look(asNarrow(level))) hidden.push({ span: widened(span, 0), mask });
    }
    return hidden;
  };

  const whole = { start: 0, end: bytes.length };
  const hidden = look({
    bytes: asBuffer(bytes),
    binary,
    trail: [],
    source: whole,
    toSource: (span) => span,
    isFresh: () => true,
    isOpen,
    decided: inOrder(written.decided),
    refused: inOrder(written.refused),
  });
  if (hidden.length > 0) written.hide?.(hidden);
  layers.hidden = hidden.length;
  return layers;
}

/** Whether nothing came of it that could be told, or that changes how what is told is shown. */
export function isQuiet({ candidates, compressed, capped, exhausted, hidden }: Layers): boolean {
  return candidates.length === 0 && compressed.length === 0 && !capped && !exhausted && hidden === 0;
}

/** Whether anything of a text could be decoded. */
export function hasEncoded(bytes: Uint8Array): boolean {
  let has = false;
  const take = (): boolean => {
    has = true;
    return false;
  };
  eachDecodedRun(bytes, () => true, take);
  if (!has) eachUnescaped(bytes, () => true, take);
  return has;
}

/** The bytes of spans, in order; where they overlap or touch, as one. */
function inOrder(spans: readonly Span[] = []): Span[] {
  const merged: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && last.end >= start) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** Of spans in order, the one in which a byte lies. */
function at(spans: readonly Span[], byte: number): Span | null {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start <= byte) low = middle + 1;
    else high = middle;
  }
  const last = spans[low - 1];
  return last && last.end > byte ? last : null;
}

/** Whether a span begins in one of others. */
function isIn(spans: readonly Span[], { start }: Span): boolean {
  return at(spans, start) !== null;
}

/** Whether all of a span lies in one of others. */
function isAll(spans: readonly Span[], { start, end }: Span): boolean {
  const last = at(spans, start);
  return last !== null && last.end >= end;
}

/** The same text with a byte for each character of UTF-16. */
function asNarrow(level: Level): Level {
  return {
    ...level,
    bytes: narrowed(level.bytes, 0, isBigEndian(level.bytes)),
    toSource: (span) => level.toSource(widened(span, 0)),
    isFresh: (span) => level.isFresh(widened(span, 0)),
    decided: level.decided.map(halved),
    refused: level.refused.map(halved),
  };
}

function halved({ start, end }: Span): Span {
  return { start: start >> 1, end: end >> 1 };
}

/** Whether a secret, or what belongs to it, begins as all of its kind do: nothing round it need tell what it is. */
function isTold({ secret, parts }: Candidate): boolean {
  return [secret, ...Object.values(parts)].some(({ prefix }) => prefix !== '');
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
