import type { Position } from '../domain/finding.ts';
import { isUtf16 } from './sniff.ts';
import type { Encoding } from './view.ts';

/**
 * Turns byte offsets of one object into lines and columns: from 1, lines end at LF, columns in
 * UTF-16 code units, a byte order mark does not count (SARIF 2.1.0, 3.30 and its text regions).
 * Asked in ascending order, it takes time in proportion to the object, however many are asked.
 */
export class Positions {
  readonly #bytes: Buffer;
  /** Whether it is UTF-16 from its first character on. */
  readonly #wide: boolean;
  /** Offsets of each line's first byte. */
  #starts: number[] | null = null;
  #last = { offset: 0, line: -1, column: 1 };

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#wide = isUtf16(this.#bytes.subarray(0, 8000)) && isUtf16(this.#bytes.subarray(0, 4));
  }

  /** @param offset of the first byte of a character */
  at(offset: number, encoding: Encoding): Position {
    this.#starts ??= this.#lineStarts(encoding);
    const line = upperBound(this.#starts, offset);
    const start = this.#starts[line - 1]!;
    const near = this.#last.line === line && this.#last.offset <= offset ? this.#last : { offset: start, column: 1 };
    const column = near.column + this.#units(near.offset, offset, encoding);
    this.#last = { offset, line, column };
    return { line, column };
  }

  #units(from: number, to: number, encoding: Encoding): number {
    if (encoding !== 'utf8') return Math.max(0, Math.floor((to - from) / 2));
    let ascii = true;
    for (let i = from; ascii && i < to; i += 1) ascii = this.#bytes[i]! < 0x80;
    return ascii ? to - from : this.#bytes.toString('utf8', from, to).length;
  }

  #lineStarts(encoding: Encoding): number[] {
    const bytes = this.#bytes;
    const starts = [byteOrderMark(bytes)];
    if (this.#wide) {
      const low = encoding === 'utf16be' ? 1 : 0;
      for (let i = 0; i + 1 < bytes.length; i += 2) {
        if (bytes[i + low] === 10 && bytes[i + 1 - low] === 0) starts.push(i + 2);
      }
    } else {
      for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) {
        const zero = encoding === 'utf16le' && bytes[i + 1] === 0 ? 1 : 0;
        starts.push(i + 1 + zero);
      }
    }
    return starts;
  }
}

function byteOrderMark(bytes: Buffer): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 0;
}

/** How many of the sorted numbers are at most `value`; at least 1. */
function upperBound(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
