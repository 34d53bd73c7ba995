import type { Format } from './archive/open.ts';
import { isTar } from './archive/tar.ts';

/** What an object's first bytes say about it. */
export type Nature =
  | { is: 'text' | 'binary' }
  /** It can be opened. */
  | { is: 'archive'; format: Format; what: string }
  /** Left out on purpose: what it is, for the count of what was skipped. */
  | { is: 'skipped'; what: string };

/** A known beginning: bytes at an offset. `null` is any byte. */
type Magic = { what: string; at: number; bytes: (number | null)[]; format?: Format };

const ascii = (text: string): (number | null)[] =>
  [...text].map((letter) => (letter === '?' ? null : letter.charCodeAt(0)));

/**
 * Media and compressed formats: pixels, samples and compressed streams hold no text to match, and
 * random-looking bytes only cost time. Those with a format are opened; no kept library opens the
 * others synchronously within limits. Public file signatures, as `file(1)` knows them.
 */
const MAGICS: Magic[] = [
  { what: 'PNG image', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { what: 'JPEG image', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { what: 'GIF image', at: 0, bytes: ascii('GIF87a') },
  { what: 'GIF image', at: 0, bytes: ascii('GIF89a') },
  { what: 'WebP image', at: 0, bytes: ascii('RIFF????WEBP') },
  { what: 'WAV audio', at: 0, bytes: ascii('RIFF????WAVE') },
  { what: 'AVI video', at: 0, bytes: ascii('RIFF????AVI ') },
  { what: 'TIFF image', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { what: 'TIFF image', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { what: 'icon', at: 0, bytes: [0x00, 0x00, 0x01, 0x00] },
  { what: 'BMP image', at: 0, bytes: ascii('BM????\0\0\0\0') },
  { what: 'Photoshop image', at: 0, bytes: ascii('8BPS') },
  { what: 'MP4 or QuickTime video', at: 4, bytes: ascii('ftyp') },
  { what: 'Matroska or WebM video', at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { what: 'Ogg media', at: 0, bytes: ascii('OggS') },
  { what: 'FLAC audio', at: 0, bytes: ascii('fLaC') },
  { what: 'MP3 audio', at: 0, bytes: ascii('ID3') },
  { what: 'MP3 audio', at: 0, bytes: [0xff, 0xfb] },
  { what: 'WOFF font', at: 0, bytes: ascii('wOFF') },
  { what: 'WOFF2 font', at: 0, bytes: ascii('wOF2') },
  { what: 'TrueType font', at: 0, bytes: [0x00, 0x01, 0x00, 0x00, 0x00] },
  { what: 'OpenType font', at: 0, bytes: ascii('OTTO') },
  { what: 'ZIP archive', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04], format: 'zip' },
  { what: 'ZIP archive', at: 0, bytes: [0x50, 0x4b, 0x05, 0x06], format: 'zip' },
  { what: 'gzip file', at: 0, bytes: [0x1f, 0x8b, 0x08], format: 'gzip' },
  { what: 'bzip2 file', at: 0, bytes: ascii('BZh') },
  { what: 'xz file', at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { what: 'zstd file', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: 'LZ4 file', at: 0, bytes: [0x04, 0x22, 0x4d, 0x18] },
  { what: '7z archive', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { what: 'RAR archive', at: 0, bytes: ascii('Rar!\x1a\x07') },
];

const FIRST_BYTES = new Set(MAGICS.filter(({ at }) => at === 0).map(({ bytes }) => bytes[0]));

/** Whether something may begin here that is left out or opened. A video may begin with anything, and holds no text. */
export function mayBeKnown(bytes: Uint8Array, at: number): boolean {
  return FIRST_BYTES.has(bytes[at]);
}

/** How far git looks for a zero byte to call content binary (`buffer_is_binary`). */
const HEAD = 8000;

/**
 * Tells text, binary and what is skipped by an object's first bytes. A known beginning counts only
 * where the head holds a zero byte or ends early: text may begin with the letters "ID3" or "BZh".
 */
export function sniff(bytes: Uint8Array): Nature {
  const head = bytes.subarray(0, HEAD);
  const zero = head.indexOf(0);
  for (const magic of MAGICS) {
    if (
      magic.bytes.every((byte, i) => byte === null || head[magic.at + i] === byte) &&
      (zero >= 0 || hasControls(head))
    ) {
      const { what, format } = magic;
      return format ? { is: 'archive', format, what } : { is: 'skipped', what };
    }
  }
  if (isTar(bytes)) return { is: 'archive', format: 'tar', what: 'tar archive' };
  if (isLfsPointer(head)) return { is: 'skipped', what: 'Git LFS pointer' };
  return { is: zero < 0 || isUtf16(head) || isUtf16Behind(head, zero) ? 'text' : 'binary' };
}

/** A zero byte or two at the end of text are no UTF-16: so many bytes are. */
const MIN_WIDE = 8;

/** Whether text turns into UTF-16, as where PowerShell 5.1 appends (`>>`) to a file in UTF-8. */
function isUtf16Behind(head: Uint8Array, zero: number): boolean {
  const rest = head.subarray(zero - 1);
  return zero > 0 && rest.length >= MIN_WIDE && isUtf16(rest) && !hasControls(head.subarray(0, zero));
}

/** Bytes that no text holds, apart from zero: controls other than white space, form feed and escape. */
function hasControls(head: Uint8Array): boolean {
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32) || byte === 127);
}

/**
 * git-lfs/docs/spec.md and extensions.md: under 1024 bytes, the version first, then extensions, the
 * object's digest and its size. With any other line it is read: nobody else would look at that.
 */
function isLfsPointer(head: Uint8Array): boolean {
  if (head.length > 1024 || head[0] !== 0x76) return false;
  const text = Buffer.from(head).toString('latin1');
  return /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v\d+\n(?:ext-\d-[\w.-]+ sha256:[0-9a-f]{64}\n)*oid sha256:[0-9a-f]{64}\nsize \d+\n$/.test(
    text,
  );
}

/** UTF-16 by its byte order mark, or because nearly every other byte of the head is zero. */
export function isUtf16(head: Uint8Array): boolean {
  if (head.length < 2) return false;
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] !== 0) continue;
    if (i & 1) odd += 1;
    else even += 1;
  }
  const half = head.length >> 1;
  return (even > half * 0.7 && odd < half * 0.05) || (odd > half * 0.7 && even < half * 0.05);
}
