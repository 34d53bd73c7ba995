import type { Allowance } from './allowance.ts';
import { DAMAGED, type Entry, TOO_MANY } from './entry.ts';

/** Everything in a tar archive begins at a multiple of this (POSIX.1-2017, pax, "ustar Interchange Format"). */
const BLOCK = 512;

/** Names longer than this name nothing. */
const MAX_NAME = 1 << 16;

/** Whether bytes begin with the header of a tar archive: its magic, and its checksum is right. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && bytes[257] === 0x75 && field(bytes, 257, 5) === 'ustar' && isHeader(bytes, 0);
}

/** The files in a tar archive; links, folders and devices have no content. */
export function* tarEntries(bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    if (bytes[at] === 0) return;
    const size = number(bytes, at + 124, 12);
    if (!isHeader(bytes, at) || size < 0) {
      yield { is: 'gap', name: '', why: DAMAGED };
      return;
    }
    const start = at + BLOCK;
    const end = Math.min(bytes.length, start + size);
    const type = String.fromCharCode(bytes[at + 156]!);
    const content = bytes.subarray(start, end);
    const name: string = longName ?? nameAt(bytes, at);
    longName = null;
    if (type === 'L') longName = field(content, 0, Math.min(MAX_NAME, content.length));
    else if (type === 'x') longName = paxPath(content);
    else if (FILES.has(type) && size > 0) {
      if (!allowance.enter()) {
        yield { is: 'gap', name: '', why: TOO_MANY };
        return;
      }
      yield { is: 'member', name, offset: at, bytes: content };
    }
    if (start + size > bytes.length) {
      yield { is: 'gap', name, why: DAMAGED };
      return;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** Plain files, as old and new archives mark them; contiguous ones; with holes. */
const FILES = new Set(['0', '\0', '7', 'S']);

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

/** The path of an extended header: records of "length name=value\n". */
function paxPath(content: Uint8Array): string | null {
  const text = Buffer.from(content.subarray(0, MAX_NAME)).toString('latin1');
  return /(?:^|\n)\d{1,8} path=([^\n]+)\n/.exec(text)?.[1] ?? null;
}

/** Text up to its first zero byte. */
function field(bytes: Uint8Array, at: number, length: number): string {
  const text = Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
