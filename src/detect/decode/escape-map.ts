import type { Span } from '../../domain/blob.ts';

/** The places of the escapes in a text, in order: where each is written, and what it became. */
export class EscapeMap {
  /** Offsets of each escape: its first byte and the byte behind it, in the source and decoded. */
  readonly #source: number[] = [];
  readonly #sourceEnd: number[] = [];
  readonly #decoded: number[] = [];
  readonly #decodedEnd: number[] = [];
  readonly #start: number;

  /** @param start where the text begins in the source */
  constructor(start: number) {
    this.#start = start;
  }

  add(source: Span, decoded: Span): void {
    this.#source.push(source.start);
    this.#sourceEnd.push(source.end);
    this.#decoded.push(decoded.start);
    this.#decodedEnd.push(decoded.end);
  }

  get size(): number {
    return this.#source.length;
  }

  /** The source of decoded bytes; of a part of an escape, the whole of it. */
  toSource({ start, end }: Span): Span {
    const from = this.#byte(start);
    return { start: from.start, end: end > start ? this.#byte(end - 1).end : from.start };
  }

  /** Whether any of the bytes is that of an escape, or the one before or behind them is. */
  touches({ start, end }: Span): boolean {
    const index = this.#lastUpTo(end);
    return index >= 0 && this.#decodedEnd[index]! >= start;
  }

  #byte(at: number): Span {
    const index = this.#lastUpTo(at);
    if (index < 0) return { start: this.#start + at, end: this.#start + at + 1 };
    const behind = at - this.#decodedEnd[index]!;
    if (behind < 0) return { start: this.#source[index]!, end: this.#sourceEnd[index]! };
    const source = this.#sourceEnd[index]! + behind;
    return { start: source, end: source + 1 };
  }

  /** The last escape that begins at a decoded byte or before it; -1 where none does. */
  #lastUpTo(at: number): number {
    let low = 0;
    let high = this.#decoded.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#decoded[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
