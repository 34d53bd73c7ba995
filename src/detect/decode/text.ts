/** Bytes of a magic number that decoded bytes may begin with although they are no text. */
const GZIP = [0x1f, 0x8b, 0x08];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** Whether bytes begin like something compressed that can be opened. */
export function isCompressed(bytes: Uint8Array): boolean {
  return [GZIP, ZIP].some((magic) => magic.every((byte, i) => bytes[i] === byte));
}

/** Whether a byte stands in text by itself: ASCII without controls, but for tab and line ends. */
export function isPrintable(byte: number): boolean {
  return byte < 0x7f && (byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
}

/**
 * How many bytes at the beginning are text in UTF-8. A sequence that the end cuts is text still.
 *
 * (The Unicode Standard, table 3-7, but for its bounds of second bytes: few random bytes get so far.)
 */
export function textLength(bytes: Uint8Array, length = bytes.length): number {
  let at = 0;
  while (at < length) {
    const byte = bytes[at]!;
    if (byte < 0x80) {
      if (!isPrintable(byte) && byte !== 0x0c && byte !== 0x1b) return at;
      at += 1;
      continue;
    }
    const size =
      byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 && byte <= 0xef ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 0;
    if (size === 0) return at;
    for (let i = at + 1; i < Math.min(at + size, length); i += 1) if ((bytes[i]! & 0xc0) !== 0x80) return at;
    at += size;
  }
  return length;
}

/** Whether bytes begin as ASCII characters in UTF-16LE do, as in `powershell -EncodedCommand`. */
export function beginsWide(bytes: Uint8Array, length: number): boolean {
  let at = bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 0;
  for (; at + 1 < length; at += 2) if (bytes[at + 1] !== 0 || !isPrintable(bytes[at]!)) return false;
  return length > 3;
}

/** Whether the first bytes of something decoded are worth decoding the rest: text, or what can be opened. */
export function beginsWell(bytes: Uint8Array, length: number): boolean {
  return bytes[1] === 0 || bytes[0] === 0xff
    ? beginsWide(bytes, length)
    : isCompressed(bytes) || textLength(bytes, length) === length;
}

/** Whether that is still possible after the first three bytes. */
export function mayBegin(bytes: Uint8Array): boolean {
  const [first, second, third] = [bytes[0]!, bytes[1]!, bytes[2]!];
  if (second === 0) return isPrintable(first);
  if (first === 0xff) return second === 0xfe;
  if (first === GZIP[0] && second === GZIP[1]) return third === GZIP[2];
  if (first === ZIP[0] && second === ZIP[1] && third === ZIP[2]) return true;
  return textLength(bytes, 3) === 3;
}
