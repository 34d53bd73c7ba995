import type { Span } from '../../domain/blob.ts';
import { append } from '../../domain/multimap.ts';

/** Bytes of a block, as a power of two: what lies in other blocks is not looked at. */
const BLOCK = 12;

/** Finds which of many spans overlap one. */
export class SpanIndex<Item extends { span: Span }> {
  readonly #blocks = new Map<number, Item[]>();

  constructor(items: readonly Item[]) {
    for (const item of items) for (const block of blocksOf(item.span)) append(this.#blocks, block, item);
  }

  near(span: Span): Item[] {
    const found = new Set(blocksOf(span).flatMap((block) => this.#blocks.get(block) ?? []));
    return [...found].filter((item) => item.span.start < span.end && span.start < item.span.end);
  }
}

function blocksOf({ start, end }: Span): number[] {
  const first = start >> BLOCK;
  return Array.from({ length: ((end - 1) >> BLOCK) - first + 1 }, (_, index) => first + index);
}
