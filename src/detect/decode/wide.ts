import type { Span } from '../../domain/blob.ts';

/**
 * The ASCII characters of a text in UTF-16 as bytes, any other as a zero byte: encoded text consists
 * of such characters. A character's place in bytes is twice its place there.
 *
 * @param base where the first unit begins
 */
export function narrowed(bytes: Uint8Array, base: number, bigEndian: boolean): Uint8Array {
  const narrow = new Uint8Array((bytes.length - base) >> 1);
  const [low, high] = bigEndian ? [base + 1, base] : [base, base + 1];
  for (let i = 0; i < narrow.length; i += 1) narrow[i] = bytes[high + i * 2] === 0 ? bytes[low + i * 2]! : 0;
  return narrow;
}

export function widened({ start, end }: Span, base: number): Span {
  return { start: base + start * 2, end: base + end * 2 };
}

/** Whether the high bytes of units come first: by the mark, else by where the zeros are. */
export function isBigEndian(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return true;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return false;
  let even = 0;
  let odd = 0;
  const end = Math.min(bytes.length, 8000);
  for (let i = 0; i + 1 < end; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  return even > odd;
}
