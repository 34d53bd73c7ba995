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
  run(bytes: Uint8Array, from: number, to: number, report: (anchor: number, at: number) => boolean): void;
};

/** Folds ASCII upper case to lower case, as the anchors are given. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/**
 * @param anchors lower-case ASCII literals; each must be distinct
 * @param wide look for their UTF-16 form: a zero byte between any two characters. Both byte orders
 *   hold it, since the zeros before the first and after the last character are left out.
 */
export function buildPrefilter(anchors: string[], wide = false): Prefilter {
  const words = anchors.map((anchor) => {
    const bytes = [...Buffer.from(anchor, 'latin1')];
    return wide ? bytes.flatMap((byte, i) => (i ? [0, byte] : [byte])) : bytes;
  });

  const classOf = new Uint8Array(256);
  let classes = 1;
  for (const byte of words.flat()) {
    if (classOf[byte] === 0) classOf[byte] = classes++;
  }
  for (let byte = 0; byte < 256; byte += 1) classOf[byte] = classOf[fold(byte)]!;
  let shift = 0;
  while (1 << shift < classes) shift += 1;

  const trie = buildTrie(words, classOf, classes);
  const { order, table, outputs } = determinize(trie, shift, classes);
  // States are numbered so that those which end an anchor come last: one comparison tells them.
  const firstOutput = order.silent;
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

  /** Four parts of bytes[from, from + 4 * LANE), side by side: each step of one need not wait for the other's. */
  const followLanes = (bytes: Uint8Array, from: number, start: number, floor: number, hits: Hits[]): number => {
    const [second, third, last] = [from + LANE, from + LANE * 2, from + LANE * 3];
    let a = start;
    let b = stateAt(bytes, second, floor);
    let c = stateAt(bytes, third, floor);
    let d = stateAt(bytes, last, floor);
    const [hitsA, hitsB, hitsC, hitsD] = hits as [Hits, Hits, Hits, Hits];
    for (let i = 0; i < LANE; i += 1) {
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
      for (; to - at >= LANE * 4; at += LANE * 4) {
        state = followLanes(bytes, at, state, from, hits);
        if (!tell()) return;
      }
      follow(bytes, at, to, state, hits[0]!);
      tell();
    },
  };
}

/**
 * How many bytes are looked at side by side. A step waits for the table's answer to the one before
 * it; four chains of steps keep the processor busy meanwhile (measured: twice as fast).
 */
const LANE = 2048;

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

type Trie = { next: Map<number, number>[]; ends: number[][] };

function buildTrie(words: number[][], classOf: Uint8Array, classes: number): Trie {
  const trie: Trie = { next: [new Map()], ends: [[]] };
  if (classes > 255) throw new Error('anchors use too many different bytes');
  words.forEach((word, index) => {
    let node = 0;
    for (const byte of word) {
      const letter = classOf[byte]!;
      let child = trie.next[node]!.get(letter);
      if (child === undefined) {
        child = trie.next.length;
        trie.next.push(new Map());
        trie.ends.push([]);
        trie.next[node]!.set(letter, child);
      }
      node = child;
    }
    trie.ends[node]!.push(index);
  });
  return trie;
}

/** Follows the failure links once, here, so that the run needs none. */
function determinize(trie: Trie, shift: number, classes: number) {
  const size = trie.next.length;
  const rows = Array.from({ length: size }, () => new Uint32Array(classes));
  const failure = new Uint32Array(size);
  const ends = trie.ends.map((list) => [...list]);
  const queue = [0];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head]!;
    if (node !== 0) {
      rows[node]!.set(rows[failure[node]!]!);
      ends[node]!.push(...ends[failure[node]!]!);
    }
    for (const [letter, child] of trie.next[node]!) {
      failure[child] = node === 0 ? 0 : rows[failure[node]!]![letter]!;
      rows[node]![letter] = child;
      queue.push(child);
    }
  }
  const silentNodes = queue.filter((node) => ends[node]!.length === 0);
  const endNodes = queue.filter((node) => ends[node]!.length > 0);
  if (size > 0xffff) throw new Error('too many anchors for one table');
  const number = new Uint16Array(size);
  [...silentNodes, ...endNodes].forEach((node, index) => {
    number[node] = index;
  });
  const table = new Uint16Array(size << shift);
  for (let node = 0; node < size; node += 1) {
    for (let letter = 0; letter < classes; letter += 1) {
      table[(number[node]! << shift) | letter] = number[rows[node]![letter]!]!;
    }
  }
  return {
    order: { silent: silentNodes.length },
    table,
    outputs: endNodes.map((node) => Uint16Array.from(ends[node]!)),
  };
}
