import type { Span } from '../../domain/blob.ts';
import { EscapeMap } from './escape-map.ts';
import { type Escape, NOTATIONS, type Notation } from './notations.ts';
import { asBuffer, type Decoded } from './piece.ts';
import { isPrintable } from './text.ts';

/** How far round an escape text is decoded with it: a name and a value. */
const MARGIN = 400;

/** How much further the end of a word is looked for. */
const MAX_WORD = 4096;

/** What is decoded at once. */
const MAX_PART = 1 << 18;

/**
 * Finds escapes of ASCII characters and decodes the lines round them, a notation at a time.
 *
 * @param isFresh whether an escape is to be looked at
 * @param take gets what was decoded; false to stop
 * @param isOpen whether a part that holds escapes is to be decoded
 */
export function eachUnescaped(
  bytes: Uint8Array,
  isFresh: (span: Span) => boolean,
  take: (decoded: Decoded) => boolean,
  isOpen: (part: Span) => boolean = () => true,
): void {
  for (const notation of NOTATIONS) {
    if (asBuffer(bytes).indexOf(notation.first) < 0) continue;
    for (const part of partsOf(bytes, notation, isFresh)) {
      if (isOpen(part) && !take(decode(bytes, part, notation))) return;
    }
  }
}

/** The parts of a text that hold escapes of a notation, in order. */
function* partsOf(bytes: Uint8Array, notation: Notation, isFresh: (span: Span) => boolean): Generator<Span> {
  /** Where a part begins, and where its last escape ends. */
  let part: Span | null = null;
  for (const one of escapesOf(bytes, notation)) {
    if (!isFresh(one)) continue;
    let behind = 0;
    if (part) {
      const near = one.start - part.end <= MARGIN || one.start <= reach(bytes, part.end);
      if (near && one.end - part.start <= MAX_PART) {
        part.end = one.end;
        continue;
      }
      const end = reach(bytes, part.end);
      yield { start: part.start, end };
      // Where a part became too long, the next one takes its last words up again.
      behind = near ? Math.max(part.start, one.start - 2 * MAX_WORD) : end;
    }
    part = { start: begin(bytes, one.start, behind), end: one.end };
  }
  if (part) yield { start: part.start, end: reach(bytes, part.end) };
}

/** The escapes of a notation that stand for ASCII characters, in order. */
function* escapesOf(bytes: Uint8Array, notation: Notation): Generator<Span> {
  const buffer = asBuffer(bytes);
  for (let at = buffer.indexOf(notation.first); at >= 0; at = buffer.indexOf(notation.first, at + 1)) {
    if (!notation.matters(bytes, at)) continue;
    const one = notation.read(bytes, at);
    if (one && isAscii(one)) yield { start: at, end: at + one.length };
  }
}

function isAscii({ bytes }: Escape): boolean {
  return bytes.length === 1 && isPrintable(bytes[0]!);
}

/** The start of the line, or of what is near enough, but not before what was decoded already. */
function begin(bytes: Uint8Array, at: number, behind: number): number {
  const floor = Math.max(behind, at - MARGIN);
  let start = at;
  while (start > floor && bytes[start - 1] !== 10) start -= 1;
  if (start > behind && bytes[start - 1] !== 10) start = wordStart(bytes, start, behind);
  return start;
}

function wordStart(bytes: Uint8Array, at: number, behind: number): number {
  const floor = Math.max(behind, at - MAX_WORD);
  let start = at;
  while (start > floor && bytes[start - 1]! > 0x20) start -= 1;
  return start;
}

/** The end of the line, or of the word that goes on far enough behind. */
function reach(bytes: Uint8Array, at: number): number {
  const near = Math.min(bytes.length, at + MARGIN);
  let end = at;
  while (end < near && bytes[end] !== 10) end += 1;
  if (end < near) return end;
  const limit = Math.min(bytes.length, near + MAX_WORD);
  while (end < limit && bytes[end]! > 0x20) end += 1;
  return end;
}

function decode(bytes: Uint8Array, part: Span, notation: Notation): Decoded {
  const decoded = Buffer.allocUnsafe(part.end - part.start);
  const map = new EscapeMap(part.start);
  let filled = 0;
  for (let at = part.start; at < part.end; ) {
    const one = bytes[at] === notation.first ? notation.read(bytes, at) : null;
    if (!one || at + one.length > part.end) {
      decoded[filled] = bytes[at]!;
      filled += 1;
      at += 1;
      continue;
    }
    const from = filled;
    for (const byte of one.bytes) decoded[filled++] = byte;
    map.add({ start: at, end: at + one.length }, { start: from, end: filled });
    at += one.length;
  }
  const [cutBefore, cutBehind] = [isCutAt(bytes, part.start - 1), isCutAt(bytes, part.end)];
  return {
    by: notation.by,
    bytes: decoded.subarray(0, filled),
    is: 'unknown',
    source: { ...part },
    toSource: (span) => map.toSource(span),
    isFresh: (span) => map.touches(span),
    isCut: ({ start, end }) => (cutBefore && start === 0) || (cutBehind && end === filled),
  };
}

/** Whether a word goes on beyond the end of a part. */
function isCutAt(bytes: Uint8Array, at: number): boolean {
  return at >= 0 && at < bytes.length && bytes[at]! > 0x20;
}
