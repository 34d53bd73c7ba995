import type { Span } from '../../domain/blob.ts';
import { shortName } from './entry.ts';

/** A file as the archive tells of it: where it begins, how it is packed, and how much. */
export type ZipEntry = { name: string; at: number; method: number; encrypted: boolean; packed: number };

/** Signatures and lengths of the records (APPNOTE.TXT 6.3.10, 4.3). */
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_LENGTH = 22;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const ALL = 0xffff_ffff;

/**
 * The directory that stands at the end of an archive, as far as it can be read, in the order of the
 * files; null where there is none.
 */
export function zipDirectory(bytes: Uint8Array): { entries: ZipEntry[]; whole: boolean } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(bytes, view);
  if (end === null) return null;
  const { count, start, shift, atEnd } = end;
  const entries: ZipEntry[] = [];
  let at = start;
  while (entries.length < count && at + 46 <= bytes.length && view.getUint32(at, true) === DIRECTORY) {
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > bytes.length) break;
    const large = zip64(view, at, at + 46 + nameLength, extraLength);
    entries.push({
      name: text(bytes, at + 46, nameLength),
      at: large.at + shift,
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      packed: large.packed,
    });
    at = next;
  }
  const whole = atEnd && entries.length === count;
  return { entries: entries.sort((a, b) => a.at - b.at), whole };
}

/** Where the packed bytes of a file begin, and whether they are encrypted, by its local header; null where that is none. */
export function zipContent(bytes: Uint8Array, at: number): { start: number; encrypted: boolean } | null {
  if (at < 0 || at + 30 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 30);
  if (view.getUint32(0, true) !== LOCAL) return null;
  const start = at + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  return { start, encrypted: (view.getUint16(6, true) & 1) !== 0 };
}

/** The files by their local headers, for an archive without a directory: up to the first one of unknown length. */
export function* zipLocals(bytes: Uint8Array): Generator<ZipEntry> {
  for (let at = 0; ; ) {
    const entry = localEntry(bytes, at, bytes.length);
    if (entry === null) return;
    yield entry;
    at = zipContent(bytes, at)!.start + entry.packed;
  }
}

/** The files by their local headers in what the directory does not tell of. */
export function* zipUnlisted(bytes: Uint8Array, listed: readonly Span[]): Generator<ZipEntry> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let from = 0;
  for (const { start, end } of [...listed, { start: bytes.length, end: bytes.length }]) {
    for (let at = buffer.indexOf(SIGN, from); at >= 0 && at < start; at = buffer.indexOf(SIGN, at + 1)) {
      const entry = localEntry(bytes, at, start);
      if (entry !== null) yield entry;
    }
    from = end;
  }
}

const SIGN = Buffer.from('PK\x03\x04');

/** @param limit where the next one begins, at the latest: it ends there if its length is not known */
function localEntry(bytes: Uint8Array, at: number, limit: number): ZipEntry | null {
  const content = zipContent(bytes, at);
  if (content === null || content.start > limit) return null;
  const { start, encrypted } = content;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 30);
  const told = view.getUint32(18, true);
  const packed = (view.getUint16(6, true) & 8) !== 0 || told === ALL ? limit - start : told;
  return {
    name: text(bytes, at + 30, view.getUint16(26, true)),
    at,
    method: view.getUint16(8, true),
    encrypted,
    packed,
  };
}

type End = {
  count: number;
  start: number;
  /** How many bytes were put in front of the archive. */
  shift: number;
  /** Whether nothing follows but its comment. */
  atEnd: boolean;
};

/** The last record that reaches the end of the file, as it should; else the last one. */
function endRecord(bytes: Uint8Array, view: DataView): End | null {
  const floor = Math.max(0, bytes.length - END_LENGTH - 0xffff);
  let other: End | null = null;
  for (let at = bytes.length - END_LENGTH; at >= floor; at -= 1) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== END) continue;
    const large = end64(bytes, view, at);
    const count = large?.count ?? view.getUint16(at + 10, true);
    const size = large?.size ?? view.getUint32(at + 12, true);
    const told = large?.start ?? view.getUint32(at + 16, true);
    const start = (large?.at ?? at) - size;
    if (start < 0 || start < told) continue;
    const atEnd = at + END_LENGTH + view.getUint16(at + 20, true) === bytes.length;
    const end = { count, start, shift: start - told, atEnd };
    if (atEnd) return end;
    other ??= end;
  }
  return other;
}

/** The same of an archive with more than 65,535 files or 4 GB: its own record, found by a locator in front. */
function end64(bytes: Uint8Array, view: DataView, end: number) {
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== END64_LOCATOR) return null;
  const at = Number(view.getBigUint64(locator + 8, true));
  if (!Number.isSafeInteger(at) || at + 56 > bytes.length || view.getUint32(at, true) !== END64) return null;
  const [count, size, start] = [32, 40, 48].map((field) => Number(view.getBigUint64(at + field, true)));
  return { at, count: count!, size: size!, start: start! };
}

/** Packed size and offset; where they do not fit, from the extra field 1, which has only those that do not. */
function zip64(view: DataView, at: number, extra: number, length: number): { packed: number; at: number } {
  const told = { packed: view.getUint32(at + 20, true), at: view.getUint32(at + 42, true) };
  if (told.packed !== ALL && told.at !== ALL) return told;
  for (let i = extra; i + 4 <= extra + length; i += 4 + view.getUint16(i + 2, true)) {
    if (view.getUint16(i, true) !== 1) continue;
    let field = i + 4 + (view.getUint32(at + 24, true) === ALL ? 8 : 0);
    const next = (): number => {
      field += 8;
      return field <= extra + length ? Number(view.getBigUint64(field - 8, true)) : ALL;
    };
    if (told.packed === ALL) told.packed = next();
    if (told.at === ALL) told.at = next();
    break;
  }
  return told;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return shortName(Buffer.from(bytes.subarray(at, at + length)).toString('latin1'));
}
