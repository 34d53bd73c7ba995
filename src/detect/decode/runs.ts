import type { Span } from '../../domain/blob.ts';
import { BASE64, eachRun, HEX, MIN_RUN } from './digits.ts';
import { wrapped } from './lines.ts';
import { asBuffer, type Decoded, type EncodingName } from './piece.ts';
import { beginsWell, beginsWide, isCompressed, mayBegin, textLength } from './text.ts';

/** Hexadecimal digits that are worth decoding: 16 bytes, as of a UUID or an MD5. */
const MIN_HEX = 32;

/** A rest of something decoded that is no text, and shorter than this, holds no token. */
const MIN_REST = 24;

/** What is known of a kind of digits. */
type Digits = { by: EncodingName; values: Int8Array; bits: number };
const IN_BASE64: Digits = { by: 'base64', values: BASE64, bits: 6 };
const IN_HEX: Digits = { by: 'hex', values: HEX, bits: 4 };

/**
 * Finds what is encoded in base64 or in hexadecimal digits: each run whose first digits make text, and
 * what is compressed there.
 *
 * @param isFresh whether a part of the bytes is to be looked at
 * @param take gets what was decoded; false to stop
 */
export function eachDecodedRun(
  bytes: Uint8Array,
  isFresh: (span: Span) => boolean,
  take: (decoded: Decoded) => boolean,
): void {
  let stopped = false;
  const begins = new Set(compressedRuns(bytes));
  /** Decodes a run, and tells where it ends. */
  const open = (from: number, digits: Digits): number => {
    const first = { start: from, end: endOf(bytes, from, digits) };
    const lines = wrapped(bytes, first, digits.values, (at) => begins.has(at));
    const { end } = lines.at(-1)!;
    if (isFresh({ start: from, end })) {
      for (const decoded of decodeLines(bytes, lines, digits)) stopped ||= !take(decoded);
    }
    return end;
  };
  /** Where what is compressed was opened: what looks like text in it is none. */
  const compressed = new Map<number, number>();
  for (const start of begins) if (!stopped) compressed.set(start, open(start, IN_BASE64));
  /** What comes before was looked at. */
  let floor = 0;
  eachRun(bytes, (start, steps) => {
    if (stopped) return bytes.length;
    const hex = hexIn(bytes, start, steps);
    const begin = beginOf(bytes, start, floor);
    const behind = compressed.get(begin);
    if (behind !== undefined) return behind;
    const from = hex < 0 ? base64In(bytes, begin, start, steps) : hex;
    floor = from < 0 ? start + 4 : open(from, hex < 0 ? IN_BASE64 : IN_HEX);
    return floor;
  });
}

function endOf(bytes: Uint8Array, from: number, { values }: Digits): number {
  let end = from;
  while (end < bytes.length && values[bytes[end]!]! >= 0) end += 1;
  return end;
}

/** The first digits of what is compressed by gzip, and of a ZIP archive. */
const COMPRESSED = ['H4sI', 'UEsDB'].map((digits) => Buffer.from(digits));

/** Where something compressed is encoded in base64: it is no text, and rare. */
function* compressedRuns(bytes: Uint8Array): Generator<number> {
  const buffer = asBuffer(bytes);
  for (const sign of COMPRESSED) {
    for (let at = buffer.indexOf(sign); at >= 0; at = buffer.indexOf(sign, at + 1)) {
      const begins = at === 0 || BASE64[bytes[at - 1]!]! < 0;
      if (begins && endOf(bytes, at, IN_BASE64) - at >= MIN_RUN) yield at;
    }
  }
}

/** Where hexadecimal digits of a text begin; -1 where there are none, or too few. */
function hexIn(bytes: Uint8Array, start: number, steps: number): number {
  if (steps < 16) return -1;
  // Where both steps are possible, the digits begin with the first.
  const from = start + ((steps & (16 << (start & 1))) === 0 ? 1 : 0);
  // So many are looked at, and no more: what is no text may go on for long.
  for (let at = from; at < from + MIN_HEX; at += 1) if (at >= bytes.length || HEX[bytes[at]!]! < 0) return -1;
  return beginsAt(bytes, from, IN_HEX) ? from : -1;
}

/** How far before digits of ASCII text other text may begin. */
const MAX_PREFIX = 4096;

/** Where the digits begin of which some were found. */
function beginOf(bytes: Uint8Array, start: number, floor: number): number {
  const limit = Math.max(floor, start - MAX_PREFIX);
  let begin = start;
  while (begin > limit && BASE64[bytes[begin - 1]!]! >= 0) begin -= 1;
  return begin;
}

/**
 * Where a text begins in digits of base64, in one of the steps; -1 where none does. Text that is no
 * ASCII may stand before what was found.
 */
function base64In(bytes: Uint8Array, begin: number, start: number, steps: number): number {
  for (let at = begin; at < Math.min(begin + 4, start); at += 1) if (beginsAt(bytes, at, IN_BASE64)) return at;
  for (let at = start; at < start + 4; at += 1) {
    if ((steps & (1 << (at & 3))) !== 0 && beginsAt(bytes, at, IN_BASE64)) return at;
  }
  return -1;
}

const HEAD = new Uint8Array(18);

/** Whether the first digits from here make text, UTF-16 or the beginning of something compressed. */
function beginsAt(bytes: Uint8Array, from: number, { values, bits }: Digits): boolean {
  const length = bits === 6 ? 18 : 16;
  let held = 0;
  let have = 0;
  let filled = 0;
  for (let at = from; filled < length; at += 1) {
    if (at >= bytes.length || values[bytes[at]!]! < 0) return false;
    held = ((held << bits) | values[bytes[at]!]!) & 0xfff;
    have += bits;
    if (have < 8) continue;
    have -= 8;
    HEAD[filled] = (held >> have) & 0xff;
    filled += 1;
    // Most runs are words, and end here.
    if (filled === 3 && !mayBegin(HEAD)) return false;
  }
  return beginsWell(HEAD, length);
}

function* decodeLines(bytes: Uint8Array, lines: Span[], { by, bits }: Digits): Generator<Decoded> {
  const buffer = asBuffer(bytes);
  const text = lines.map(({ start, end }) => buffer.toString('latin1', start, end)).join('');
  const whole = Buffer.from(text, by === 'hex' ? 'hex' : 'base64');
  const place = digitPlaces(lines);
  const source = { start: lines[0]!.start, end: lines.at(-1)!.end };
  const part = (from: number, to: number, is: Decoded['is']): Decoded => ({
    by,
    bytes: whole.subarray(from, to),
    is,
    source,
    toSource: ({ start, end }) => ({
      start: place(Math.floor(((from + start) * 8) / bits)),
      end: place(Math.floor(((from + end) * 8 - 1) / bits)) + 1,
    }),
    isFresh: () => true,
    isCut: () => false,
  });
  if (isCompressed(whole) || beginsWide(whole, Math.min(whole.length, 18))) {
    yield part(0, whole.length, 'unknown');
    return;
  }
  const length = textLength(whole);
  yield part(0, length, 'text');
  if (whole.length - length >= MIN_REST) yield part(length, whole.length, 'binary');
}

/** Tells where in the source a digit stands, by its number. */
function digitPlaces(lines: Span[]): (digit: number) => number {
  const counts: number[] = [];
  let count = 0;
  for (const { start, end } of lines) {
    counts.push(count);
    count += end - start;
  }
  return (digit) => {
    let low = 0;
    let high = lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (counts[middle]! <= digit) low = middle;
      else high = middle;
    }
    return lines[low]!.start + digit - counts[low]!;
  };
}
