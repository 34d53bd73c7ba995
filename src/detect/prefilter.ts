/**
 * Finds every anchor of every rule in one pass over the bytes: an Aho-Corasick automaton, made
 * into a table of transitions, over bytes folded to lower case.
 *
 * Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18(6), 1975.
 */
export type Prefilter = {
  /**
   * Reports each anchor in bytes[from, to).
   *
   * @param report called with the anchor's index and the position of its first byte, in the order
   *   in which anchors end; it returns false to stop
   */
  run(bytes: Uint8Array, from: number, to: number, report: Report): void;
  /**
   * The same for their UTF-16 form: a zero byte between any two characters. Both byte orders hold it,
   * since the zeros before the first and after the last character are left out.
   */
  runWide(bytes: Uint8Array, from: number, to: number, report: Report): void;
};

type Report = (anchor: number, at: number) => boolean;

/** Folds ASCII upper case to lower case, as the anchors are given. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** @param anchors lower-case ASCII literals; each must be distinct */
export function buildPrefilter(anchors: string[]): Prefilter {
  const words = anchors.map((anchor) => [...Buffer.from(anchor, 'latin1')]);

  const classOf = new Uint8Array(256);
  let classes = 1;
  for (const byte of words.flat()) {
    if (classOf[byte] === 0) classOf[byte] = classes++;
  }
  for (let byte = 0; byte < 256; byte += 1) classOf[byte] = classOf[fold(byte)]!;
  let shift = 0;
  while (1 << shift < classes) shift += 1;

  const { table, silent: firstOutput, outputs } = buildAutomaton(words, classOf, classes, shift);
  const lengths = Uint16Array.from(words, (word) => word.length);

  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);

  /** Goes over bytes[from, to) in the given state; remembers each state that ends an anchor, and where. */
  const follow = (bytes: Uint8Array, from: number, to: number, start: number, hits: Hits): number => {
    let state = start;
    for (let i = from; i < to; i += 1) {
      state = table[(state << shift) | classOf[bytes[i]!]!]!;
      if (state >= firstOutput) hits.push(state, i);
    }
    return state;
  };
  /** The state in which whatever ends behind `at` can still be told. */
  const stateAt = (bytes: Uint8Array, at: number, from: number): number =>
    follow(bytes, Math.max(from, at - longest + 1), at, 0, new Hits());

  /** Four parts of bytes[from, from + 4 * size), side by side: each step of one need not wait for the other's. */
  const followLanes = (
    bytes: Uint8Array,
    from: number,
    size: number,
    start: number,
    floor: number,
    hits: Hits[],
  ): number => {
    const [second, third, last] = [from + size, from + size * 2, from + size * 3];
    let a = start;
    let b = stateAt(bytes, second, floor);
    let c = stateAt(bytes, third, floor);
    let d = stateAt(bytes, last, floor);
    const [hitsA, hitsB, hitsC, hitsD] = hits as [Hits, Hits, Hits, Hits];
    for (let i = 0; i < size; i += 1) {
      a = table[(a << shift) | classOf[bytes[from + i]!]!]!;
      b = table[(b << shift) | classOf[bytes[second + i]!]!]!;
      c = table[(c << shift) | classOf[bytes[third + i]!]!]!;
      d = table[(d << shift) | classOf[bytes[last + i]!]!]!;
      if (a >= firstOutput) hitsA.push(a, from + i);
      if (b >= firstOutput) hitsB.push(b, second + i);
      if (c >= firstOutput) hitsC.push(c, third + i);
      if (d >= firstOutput) hitsD.push(d, last + i);
    }
    return d;
  };

  return {
    run(bytes, from, to, report) {
      const hits = [new Hits(), new Hits(), new Hits(), new Hits()];
      /** False once the caller has had enough. */
      const tell = (): boolean => {
        for (const lane of hits) {
          for (let n = 0; n < lane.size; n += 1) {
            for (const anchor of outputs[lane.states[n]! - firstOutput]!) {
              if (!report(anchor, lane.ends[n]! + 1 - lengths[anchor]!)) return false;
            }
          }
          lane.size = 0;
        }
        return true;
      };
      let state = 0;
      let at = from;
      while (to - at >= MIN_LANE * 4) {
        const size = Math.min(LANE, (to - at) >> 2);
        state = followLanes(bytes, at, size, state, from, hits);
        if (!tell()) return;
        at += size * 4;
      }
      follow(bytes, at, to, state, hits[0]!);
      tell();
    },
    runWide(bytes, from, to, report) {
      // One state for the characters at even offsets, one for those at odd ones.
      const states = [0, 0];
      for (let i = from; i < to; i += 1) {
        const lane = i & 1;
        const apart = i > from && bytes[i - 1] !== 0;
        const state = table[((apart ? 0 : states[lane]!) << shift) | classOf[bytes[i]!]!]!;
        states[lane] = state;
        if (state < firstOutput) continue;
        for (const anchor of outputs[state - firstOutput]!) {
          if (!report(anchor, i - (lengths[anchor]! - 1) * 2)) return;
        }
      }
    },
  };
}

/**
 * How many bytes are looked at side by side. A step waits for the table's answer to the one before
 * it; four chains of steps keep the processor busy meanwhile (measured: twice as fast).
 */
const LANE = 2048;
/** With less than this, the steps to get into each lane's state cost more than they save. */
const MIN_LANE = 128;

/** States that end an anchor, with the position of the anchor's last byte. */
class Hits {
  size = 0;
  readonly states: number[] = [];
  readonly ends: number[] = [];

  push(state: number, end: number): void {
    this.states[this.size] = state;
    this.ends[this.size] = end;
    this.size += 1;
  }
}

/** A table of transitions, and what ends in which state. */
type Automaton = {
  /** The next state, by state and class of byte. */
  table: Uint16Array;
  /** How many states end no anchor: they come first, so that one comparison tells those that do. */
  silent: number;
  /** The anchors that end in each of the others. */
  outputs: Uint16Array[];
};

/** Makes a trie of the words, then follows the failure links once, here, so that the run needs none. */
function buildAutomaton(words: number[][], classOf: Uint8Array, classes: number, shift: number): Automaton {
  if (classes > 255) throw new Error('anchors use too many different bytes');
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const next = new Int32Array(most << shift);
  const ends: number[][] = [[]];
  words.forEach((word, index) => {
    let node = 0;
    for (const byte of word) {
      const at = (node << shift) | classOf[byte]!;
      if (next[at] === 0) next[at] = ends.push([]) - 1;
      node = next[at]!;
    }
    ends[node]!.push(index);
  });
  const size = ends.length;
  if (size > 0xffff) throw new Error('too many anchors for one table');

  const failure = new Int32Array(size);
  const order = new Int32Array(size);
  let known = 1;
  for (let head = 0; head < known; head += 1) {
    const node = order[head]!;
    const fallen = failure[node]!;
    if (node !== 0) ends[node]!.push(...ends[fallen]!);
    for (let letter = 0; letter < classes; letter += 1) {
      const at = (node << shift) | letter;
      const beside = node === 0 ? 0 : next[(fallen << shift) | letter]!;
      const child = next[at]!;
      if (child === 0) next[at] = beside;
      else {
        failure[child] = beside;
        order[known] = child;
        known += 1;
      }
    }
  }

  const ending = order.filter((node) => ends[node]!.length > 0);
  const silent = size - ending.length;
  const number = new Uint16Array(size);
  let quiet = 0;
  let loud = silent;
  for (const node of order) number[node] = ends[node]!.length > 0 ? loud++ : quiet++;
  const table = new Uint16Array(size << shift);
  for (let node = 0; node < size; node += 1) {
    const row = number[node]! << shift;
    for (let letter = 0; letter < classes; letter += 1) table[row | letter] = number[next[(node << shift) | letter]!]!;
  }
  return { table, silent, outputs: Array.from(ending, (node) => Uint16Array.from(ends[node]!)) };
}
