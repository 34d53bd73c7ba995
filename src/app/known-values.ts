/** A value to look for, and what to show in its place. */
export type KnownValue = { value: string; mask: string };

/** Shorter values are not looked for: they would blank half of a text. */
export const MIN_KNOWN = 6;

/**
 * Finds known values in texts, however many are known: they are kept sorted, so that a search by
 * halves tells which of them begin at a place of a text.
 */
export class KnownValues {
  readonly #known = new Map<string, KnownValue>();
  /** All of them in order; null where new ones came. */
  #sorted: Sorted | null = null;

  /**
   * Takes a value, with the mask that counts from now on.
   *
   * @param value at least MIN_KNOWN long
   * @returns whether that changes anything
   */
  add(value: string, mask: string): boolean {
    const known = this.#known.get(value);
    if (known?.mask === mask) return false;
    this.#known.set(value, { value, mask });
    this.#sorted = null;
    return true;
  }

  /** The values that a text holds, longest first: one may be part of another. */
  in(text: string): KnownValue[] {
    if (this.#known.size === 0) return [];
    this.#sorted ??= sorted([...this.#known.values()]);
    const { values, shorter, beginnings } = this.#sorted;
    const found = new Set<number>();
    for (let at = 0; at + MIN_KNOWN <= text.length; at += 1) {
      if (!beginnings.has(text.slice(at, at + MIN_KNOWN))) continue;
      // What begins here begins the last value that is not behind the text in the order.
      for (let index = lastUpTo(values, text.slice(at)); index >= 0; index = shorter[index]!) {
        if (text.startsWith(values[index]!.value, at)) found.add(index);
      }
    }
    const inOrder = [...found].map((index) => values[index]!);
    return inOrder.sort((a, b) => b.value.length - a.value.length || (a.value < b.value ? -1 : 1));
  }
}

type Sorted = {
  values: KnownValue[];
  /** For each value the longest other one that it begins with; -1: there is none. */
  shorter: Int32Array;
  /** The first characters of every value, which most places of a text do not have. */
  beginnings: Set<string>;
};

function sorted(values: KnownValue[]): Sorted {
  values.sort((a, b) => (a.value < b.value ? -1 : 1));
  const shorter = new Int32Array(values.length).fill(-1);
  const open: number[] = [];
  for (const [index, { value }] of values.entries()) {
    while (open.length > 0 && !value.startsWith(values[open.at(-1)!]!.value)) open.pop();
    shorter[index] = open.at(-1) ?? -1;
    open.push(index);
  }
  return { values, shorter, beginnings: new Set(values.map(({ value }) => value.slice(0, MIN_KNOWN))) };
}

/** The index of the last value that is not greater than a text; -1 where all are. */
function lastUpTo(values: readonly KnownValue[], text: string): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]!.value <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
