import type { Span } from '../../domain/blob.ts';
import { BASE64 } from './digits.ts';

/** What wraps lines of digits makes them no shorter. */
const MIN_LINE = 40;

/** How far the next line's digits may begin: quotes, indentation, a comment's sign. */
const MAX_GAP = 64;

/** What may stand between two lines of digits, apart from line ends: `"…" +`, `# …`, `> …`, `| …`. */
const GLUE = new Set([...' \t\r"\'+#*>|.,&'].map((character) => character.charCodeAt(0)));

const [LF, BACKSLASH] = [0x0a, 0x5c];

/**
 * The lines of a wrapped run: MIME and PEM bodies, YAML blocks, strings that are put together, line
 * ends that are written as escapes. All lines are of one length, but for the first, before which a
 * name may stand, and the last.
 *
 * @param isDigit values of the digits; -1 for others
 * @param isBegin whether something of its own begins at a line: it is not joined to what stands before
 */
export function wrapped(bytes: Uint8Array, first: Span, isDigit: Int8Array, isBegin: (at: number) => boolean): Span[] {
  const lines = [first];
  let line = first;
  while (line.end - line.start >= MIN_LINE) {
    const start = nextLine(bytes, line.end, isDigit);
    if (start < 0 || isBegin(start)) break;
    let end = start;
    while (end < bytes.length && isDigit[bytes[end]!]! >= 0) end += 1;
    const [length, before] = [end - start, line.end - line.start];
    if (length > before && lines.length > 1) break;
    // A word that goes on in a way that no digits do is a line of something else.
    if (BASE64[bytes[end]!]! >= 0) break;
    line = { start, end };
    lines.push(line);
    if (length < before) break;
  }
  return lines;
}

/** Where the next line's digits begin; -1 where there are none. */
function nextLine(bytes: Uint8Array, from: number, isDigit: Int8Array): number {
  let broken = false;
  for (let at = from; at < Math.min(bytes.length, from + MAX_GAP); at += 1) {
    const byte = bytes[at]!;
    if (byte === LF) broken = true;
    else if (byte === BACKSLASH) {
      const letter = bytes[at + 1];
      if (letter === 0x6e) broken = true;
      if (letter === 0x6e || letter === 0x72) at += 1;
    } else if (isDigit[byte]! >= 0 && (broken || byte !== 0x2b)) return broken ? at : -1;
    else if (!GLUE.has(byte)) return -1;
  }
  return -1;
}
