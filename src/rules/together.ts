import type { Characters } from './characters.ts';
import type { Place } from './places.ts';

/** For each place the others that the same text can lead to. */
export type Together = readonly (readonly number[])[];

/** Answers which places of a pattern the same text can lead to. */
export class Texts {
  readonly #characters: Characters;
  /** What each place takes: the number of a set of characters, -1 for nothing. */
  readonly #takes: number[];
  readonly #behind: number[][];
  readonly #spend: (work: number) => void;

  /** @param spend is told of all work, and throws where it is too much */
  constructor(places: readonly Place[], characters: Characters, spend: (work: number) => void) {
    this.#characters = characters;
    this.#takes = places.map(({ takes }) => (takes ? characters.numberOf(takes) : -1));
    this.#behind = places.map(() => []);
    places.forEach(({ before }, place) => {
      for (const from of before.keys()) this.#behind[from]!.push(place);
    });
    this.#spend = spend;
  }

  /**
   * A text leads to two places if what it begins with led to two before them, and both take its last
   * character.
   *
   * @param starts where texts begin; each at one of them
   * @param allowed the places to stay in
   */
  together(starts: Iterable<number>, allowed: (place: number) => boolean): Together {
    const count = this.#takes.length;
    this.#spend(count);
    const together: number[][] = this.#takes.map(() => []);
    const known = new Set<number>();
    const open: number[] = [];
    const add = (a: number, b: number): void => {
      const pair = Math.min(a, b) * count + Math.max(a, b);
      if (known.has(pair)) return;
      known.add(pair);
      open.push(pair);
      if (a === b) return;
      together[a]!.push(b);
      together[b]!.push(a);
    };
    for (const start of starts) add(start, start);
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const left = this.#behind[Math.floor(pair / count)]!;
      const right = this.#behind[pair % count]!;
      this.#spend(1 + left.length * right.length);
      for (const [i, a] of left.entries()) {
        if (!allowed(a)) continue;
        for (const b of left === right ? right.slice(i) : right) {
          if (allowed(b) && this.#overlap(this.#takes[a]!, this.#takes[b]!)) add(a, b);
        }
      }
    }
    return together;
  }

  #overlap(a: number, b: number): boolean {
    return a === b || (a >= 0 && b >= 0 && this.#characters.overlap(a, b));
  }
}

/**
 * Puts places into groups of which no two are ever together, as few as can be had without much
 * thought: a matcher that has taken so many characters is at one place of a group at most.
 *
 * @returns for each of the places the number of its group
 */
export function groupsOf(places: Iterable<number>, together: Together): Map<number, number> {
  const groups = new Map<number, number>();
  for (const place of places) {
    const taken = new Set(together[place]!.map((other) => groups.get(other)));
    let group = 0;
    while (taken.has(group)) group += 1;
    groups.set(place, group);
  }
  return groups;
}
