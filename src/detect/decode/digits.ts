/** The value of each byte as a digit of base64, standard and URL-safe (RFC 4648, 4 and 5); -1 of others. */
export const BASE64 = new Int8Array(256).fill(-1);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((digit, value) => {
  BASE64[digit.charCodeAt(0)] = value;
});
BASE64[0x2d] = 62;
BASE64[0x5f] = 63;

/** The same of hexadecimal digits, all of which are digits of base64 too. */
export const HEX = new Int8Array(256).fill(-1);
[...'0123456789abcdef'].forEach((digit, value) => {
  HEX[digit.charCodeAt(0)] = value;
  HEX[digit.toUpperCase().charCodeAt(0)] = value;
});

/** Fewer digits hold no token: 20 bytes, as of an AWS access key id. */
export const MIN_RUN = 27;

/**
 * In which steps a byte may stand at an offset (by its last two bits), if ASCII text is encoded there,
 * or the same in UTF-16LE. Bit `s` of the first four: base64 whose groups of four begin at offsets that
 * leave `s`, divided by four; bit 4 and 5: pairs of hexadecimal digits, at even and at odd offsets.
 */
const STEPS = new Uint8Array(4 << 8);
for (let byte = 0; byte < 256; byte += 1) {
  const [digit, nibble] = [BASE64[byte]!, HEX[byte]!];
  for (let offset = 0; offset < 4; offset += 1) {
    let steps = 0;
    for (let step = 0; step < 4; step += 1) if (mayStand(digit, (offset - step) & 3)) steps |= 1 << step;
    for (let odd = 0; odd < 2; odd += 1) {
      const isHigh = (offset & 1) === odd;
      if (isHigh ? nibble === 0 || (nibble >= 2 && nibble <= 7) : nibble >= 0) steps |= 16 << odd;
    }
    STEPS[(offset << 8) | byte] = steps;
  }
}

/** Whether a digit may be the first, second, third or fourth of a group that encodes three such bytes. */
function mayStand(digit: number, place: number): boolean {
  if (digit < 0) return false;
  // The upper six bits of a byte; the upper four of the next; the upper two of the last.
  if (place === 0) return digit === 0 || digit === 2 || digit === 3 || (digit >= 8 && digit < 32);
  if (place === 1) return (digit & 15) === 0 || ((digit & 15) >= 2 && (digit & 15) < 8);
  return place === 3 || (digit & 3) < 2;
}

/**
 * Finds where at least MIN_RUN digits may encode ASCII text, in base64 or hexadecimal. As in Boyer and
 * Moore's search, a window is read from its end: in ordinary text a few letters tell that nothing
 * begins before them, so that most bytes are never looked at.
 *
 * @param visit takes where such digits begin, and their steps; it tells where to go on
 */
export function eachRun(bytes: Uint8Array, visit: (start: number, steps: number) => number): void {
  const size = bytes.length;
  let start = 0;
  for (let last = MIN_RUN - 1; last < size; last = start + MIN_RUN - 1) {
    let steps = 0x3f;
    let at = last;
    while (at >= start) {
      steps &= STEPS[((at & 3) << 8) | bytes[at]!]!;
      if (steps === 0) break;
      at -= 1;
    }
    start = at >= start ? at + 1 : Math.max(start + 1, visit(start, steps));
  }
}
