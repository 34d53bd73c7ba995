import type { Allowance } from './allowance.ts';
import { DAMAGED, type Entry, TOO_MANY } from './entry.ts';

/** Everything in a tar archive begins at a multiple of this (POSIX.1-2017, pax, "ustar Interchange Format"). */
const BLOCK = 512;

/** An extended header is no longer than this, nor a long name. */
const MAX_HEADER = 1 << 20;

/** Whether bytes begin with the header of a tar archive: its magic, and its checksum is right. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && bytes[257] === 0x75 && field(bytes, 257, 5) === 'ustar' && isHeader(bytes, 0);
}

/**
 * The files in a tar archive; links, folders and devices have no content. Blocks of zeros end it, but
 * another archive may follow, as where two were put together.
 */
export function* tarEntries(bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  /** What comes before a header and counts in its place. */
  let told: Told = {};
  let ended = false;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    if (isZero(bytes, at)) {
      ended = true;
      at += BLOCK;
      continue;
    }
    const own = number(bytes, at + 124, 12);
    if (!isHeader(bytes, at) || own < 0) {
      // Behind the end stands what is no archive.
      if (!ended) yield { is: 'gap', name: '', why: DAMAGED };
      return;
    }
    ended = false;
    const type = String.fromCharCode(bytes[at + 156]!);
    const size = TELLING.has(type) ? own : (told.size ?? own);
    const start = at + BLOCK;
    const end = Math.min(bytes.length, start + size);
    const content = bytes.subarray(start, end);
    const name: string = told.path ?? nameAt(bytes, at);
    if (type === 'L') told = { ...told, path: field(content, 0, Math.min(MAX_HEADER, content.length)) };
    else if (type === 'x') told = { ...told, ...paxFields(content) };
    else if (!TELLING.has(type)) told = {};
    if (!TELLING.has(type) && !WITHOUT_CONTENT.has(type) && size > 0) {
      if (!allowance.enter()) {
        yield { is: 'gap', name: '', why: TOO_MANY };
        return;
      }
      yield { is: 'member', name, offset: at, bytes: content, covers: [{ start, end }] };
    }
    if (start + size > bytes.length) {
      yield { is: 'gap', name, why: DAMAGED };
      return;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** Path and size of a file where its own header has no room for them. */
type Told = { path?: string; size?: number };

/** Headers that tell of the next one, or of all: long names and link targets of GNU's, and those of pax. */
const TELLING = new Set(['L', 'K', 'x', 'g']);

/** Links, devices, folders and pipes. Types that nobody knows are files (pax, "typeflag"). */
const WITHOUT_CONTENT = new Set(['1', '2', '3', '4', '5', '6']);

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + BLOCK; i += 1) if (bytes[i] !== 0) return false;
  return true;
}

/** The sum of the header's bytes, with its own field as spaces. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i += 1) if (i < 148 || i >= 156) sum += bytes[at + i]!;
  return number(bytes, at + 148, 8) === sum;
}

/** A number in octal digits; or, as GNU tar writes large ones, in binary. -1 for none. */
function number(bytes: Uint8Array, at: number, length: number): number {
  if (bytes[at] === 0x80) {
    let value = 0;
    for (let i = at + 1; i < at + length; i += 1) value = value * 256 + bytes[i]!;
    return Number.isSafeInteger(value) ? value : -1;
  }
  const digits = /^ *([0-7]+)[ \0]*$/.exec(Buffer.from(bytes.subarray(at, at + length)).toString('latin1'))?.[1];
  return digits === undefined ? -1 : Number.parseInt(digits, 8);
}

function nameAt(bytes: Uint8Array, at: number): string {
  const name = field(bytes, at, 100);
  // In GNU's form other fields stand where POSIX has the first part of a long name.
  const prefix = field(bytes, at + 257, 6) === 'ustar' ? field(bytes, at + 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** What an extended header tells: records of "length key=value\n", the length of all of the record. */
function paxFields(content: Uint8Array): Told {
  const text = Buffer.from(content.subarray(0, MAX_HEADER)).toString('latin1');
  const told: Told = {};
  const record = /(\d{1,8}) ([^=\n]{1,256})=/y;
  for (let at = 0; ; ) {
    record.lastIndex = at;
    const match = record.exec(text);
    if (match === null) return told;
    const next = at + Number(match[1]);
    if (next <= record.lastIndex || text[next - 1] !== '\n') return told;
    const value = text.slice(record.lastIndex, next - 1);
    if (match[2] === 'path' && value !== '') told.path = value;
    if (match[2] === 'size' && /^\d{1,15}$/.test(value)) told.size = Number(value);
    at = next;
  }
}

/** Text up to its first zero byte. */
function field(bytes: Uint8Array, at: number, length: number): string {
  const text = Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
