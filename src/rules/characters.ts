import type { AST } from '@eslint-community/regexpp';

/** A part of a pattern that takes exactly one character. */
export type OneCharacter =
  | AST.Character
  | AST.CharacterSet
  | AST.CharacterClass
  | AST.ExpressionCharacterClass
  | AST.CharacterClassElement;

/** Patterns run without the flags "u" and "v": a character is one UTF-16 code unit. */
const UNITS = 0x10000;

type Range = readonly [from: number, to: number];

const DIGITS: Range[] = [[0x30, 0x39]];
const LINE_ENDS: Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
const WORD: Range[] = [...DIGITS, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const SPACES: Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** Which characters the parts of a pattern take, and whether two parts share one. */
export class Characters {
  readonly #flags: string;
  /** Sets by how they are written, numbered as they come. */
  readonly #numbers = new Map<string, number>();
  readonly #sets: Range[][] = [];
  readonly #shared = new Map<number, boolean>();

  /** @param flags of the pattern; without "u" and "v" */
  constructor(flags: string) {
    this.#flags = flags;
  }

  /** The number of the set of characters that a part takes. */
  numberOf(node: OneCharacter): number {
    let number = this.#numbers.get(node.raw);
    if (number === undefined) {
      number = this.#sets.push(this.#setOf(node)) - 1;
      this.#numbers.set(node.raw, number);
    }
    return number;
  }

  /** Whether two sets, by their numbers, share a character. */
  overlap(a: number, b: number): boolean {
    if (a === b) return true;
    const pair = Math.min(a, b) * UNITS + Math.max(a, b);
    let shared = this.#shared.get(pair);
    if (shared === undefined) {
      shared = haveShared(this.#sets[a]!, this.#sets[b]!);
      this.#shared.set(pair, shared);
    }
    return shared;
  }

  #setOf(node: OneCharacter): Range[] {
    const dotAll = this.#flags.includes('s');
    const listed = sorted(node.type === 'CharacterClass' ? rangesOfClass(node, dotAll) : rangesOf(node, dotAll));
    // As in the language: letters of the other case come first, and then "^" turns it all round.
    const set = this.#flags.includes('i') ? withBothCases(listed) : listed;
    return node.type === 'CharacterClass' && node.negate ? others(set) : set;
  }
}

function haveShared(left: readonly Range[], right: readonly Range[]): boolean {
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [a, b] = [left[i]!, right[j]!];
    if (a[0] <= b[1] && b[0] <= a[1]) return true;
    if (a[1] < b[1]) i += 1;
    else j += 1;
  }
  return false;
}

function rangesOfClass(node: AST.CharacterClass, dotAll: boolean): Range[] {
  return (node.elements as AST.CharacterClassElement[]).flatMap((element) => rangesOf(element, dotAll));
}

function rangesOf(node: OneCharacter, dotAll: boolean): Range[] {
  switch (node.type) {
    case 'Character':
      return [[node.value, node.value]];
    case 'CharacterClassRange':
      return [[node.min.value, node.max.value]];
    case 'CharacterSet':
      if (node.kind === 'any') return dotAll ? [[0, UNITS - 1]] : others(LINE_ENDS);
      if (node.kind === 'property') return [[0, UNITS - 1]];
      return node.negate ? others(ESCAPES[node.kind]) : ESCAPES[node.kind];
    default:
      // What only patterns with the flag "v" have: whatever it takes is among these.
      return [[0, UNITS - 1]];
  }
}

const ESCAPES = { digit: DIGITS, space: SPACES, word: WORD } as const;

/** What lies outside of sorted ranges. */
function others(ranges: readonly Range[]): Range[] {
  const starts = [0, ...ranges.map(([, to]) => to + 1)];
  const ends = [...ranges.map(([from]) => from - 1), UNITS - 1];
  return starts.map((from, i): Range => [from, ends[i]!]).filter(([from, to]) => from <= to);
}

/** The same characters in ranges that neither overlap nor touch. */
function sorted(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Chinese, Yi, Korean, surrogates and what is for private use have no upper and lower case. */
const CASELESS: Range[] = [
  [0x2e80, 0xa4cf],
  [0xac00, 0xfaff],
];

let families: number[][] | null = null;

/** Code units that are the same to the language where case does not count. */
function caseFamilies(): number[][] {
  if (families) return families;
  const byUpper = new Map<number, number[]>();
  for (let unit = 0; unit < UNITS; unit += 1) {
    if (CASELESS.some(([from, to]) => unit >= from && unit <= to)) continue;
    const text = String.fromCharCode(unit).toUpperCase();
    const upper = text.charCodeAt(0);
    if (upper === unit || text.length > 1 || (unit >= 128 && upper < 128)) continue;
    const family = byUpper.get(upper);
    if (family) family.push(unit);
    else byUpper.set(upper, [upper, unit]);
  }
  families = [...byUpper.values()];
  return families;
}

function withBothCases(ranges: readonly Range[]): Range[] {
  const listed = new Uint8Array(UNITS);
  for (const [from, to] of ranges) listed.fill(1, from, to + 1);
  const relatives = caseFamilies().filter((family) => family.some((unit) => listed[unit] === 1));
  return sorted([...ranges, ...relatives.flat().map((unit): Range => [unit, unit])]);
}
