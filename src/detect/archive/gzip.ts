import { crc32 } from 'node:zlib';
import type { Span } from '../../domain/blob.ts';
import type { Allowance } from './allowance.ts';
import { CUT_OFF, DAMAGED, type Entry, TOO_MANY } from './entry.ts';
import { inflateRaw } from './inflate.ts';

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;

/** CRC-32 and size behind the packed bytes. */
const TRAILER = 8;

/** What the content is called where the file does not tell. */
const NAMELESS = 'content';

/**
 * The content of a gzip file, which may be several in a row (RFC 1952). What came out counts even where
 * its checksum is wrong, or where what follows is something else.
 */
export function* gzipEntries(bytes: Uint8Array, allowance: Allowance): Generator<Entry> {
  const room = allowance.roomFor(bytes.length);
  const parts: Uint8Array[] = [];
  const covers: Span[] = [];
  let name = NAMELESS;
  let size = 0;
  let why: string | null = null;
  for (let at = 0; why === null && at < bytes.length && !isPadding(bytes, at); ) {
    const header = headerAt(bytes, at);
    if (header === null) {
      why = DAMAGED;
      break;
    }
    if (!allowance.enter()) {
      why = TOO_MANY;
      break;
    }
    if (at === 0) name = header.name || NAMELESS;
    const inflated = inflateRaw(bytes.subarray(header.end), allowance, room - size);
    at = header.end + inflated.read;
    why = inflated.why;
    if (inflated.bytes) {
      parts.push(inflated.bytes);
      covers.push({ start: header.end, end: at });
      size += inflated.bytes.length;
      why ??= troubleAt(bytes, at, inflated.bytes);
    }
    at += TRAILER;
  }
  if (parts.length > 0) yield { is: 'member', name, offset: 0, bytes: joined(parts), covers };
  if (why !== null) yield { is: 'gap', name: size > 0 ? name : '', why };
}

/** Zeros at the end, as tapes and disks have them. */
function isPadding(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 && bytes.subarray(at).every((byte) => byte === 0);
}

/** Where a header ends (2.3), and the name of the file that was packed, without folders; null where there is none. */
function headerAt(bytes: Uint8Array, from: number): { name: string; end: number } | null {
  const flags = bytes[from + 3] ?? RESERVED;
  if (bytes[from] !== 0x1f || bytes[from + 1] !== 0x8b || bytes[from + 2] !== 8 || (flags & RESERVED) !== 0)
    return null;
  let end = from + 10;
  if ((flags & FEXTRA) !== 0) end += 2 + ((bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8));
  let name = '';
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, end);
    if (zero < 0) return null;
    if (flag === FNAME) name = Buffer.from(bytes.subarray(end, zero)).toString('latin1');
    end = zero + 1;
  }
  if ((flags & FHCRC) !== 0) end += 2;
  return end > bytes.length ? null : { name: name.slice(name.lastIndexOf('/') + 1), end };
}

/** What is wrong by checksum and size behind the content. */
function troubleAt(bytes: Uint8Array, at: number, content: Uint8Array): string | null {
  if (at + TRAILER > bytes.length) return CUT_OFF;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, TRAILER);
  const isRight = view.getUint32(0, true) === crc32(content) && view.getUint32(4, true) === content.length;
  return isRight ? null : DAMAGED;
}

function joined(parts: Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
