import { randomBytes } from 'node:crypto';
import type { History } from './history.ts';
import { readObjects } from './objects.ts';
import { TREE } from './pack/table.ts';
import { eachEntry, modeAt } from './pack/trees.ts';
import { type Made, PackWalker } from './pack/walk.ts';
import { GITLINK } from './parse.ts';
import type { Wanted } from './places.ts';
import { emptyTree } from './repository.ts';

const FOLDER = 0o40000;

/** The entries of a tree: where they begin, which trees they are, and what they add to its sum. */
type Entries = {
  /** With one more at the end: where the last one ends. */
  starts: Uint32Array;
  /** The number of a tree; NO_TREE, or LOST where it is not in the repository. */
  trees: Int32Array;
  /** Two halves: of a tree, what stands for its name; of anything else, what it adds. */
  left: Uint32Array;
  right: Uint32Array;
};

const NO_TREE = -1;
const LOST = -2;

/** The lowest bit of what stands for a name says that the name itself is asked for. */
const NAMED = 1;

/**
 * A number for each tree that stands for all that is asked for in it, with the paths there: of two trees that hold
 * the same of it at the same paths, the numbers are the same. So the few commits can be told that may have brought
 * any of it, and git need not compare all of them with their parents.
 *
 * The numbers are hashes of 64 bits, mixed with what is drawn anew for each run. Where two match by chance, a finding
 * is told all the same, with a later commit, or none.
 */
export class TreeSums {
  readonly #history: History;
  readonly #seed = [randomBytes(4).readUInt32LE() | 1, randomBytes(4).readUInt32LE() | 1] as const;
  readonly #wantedNames: Set<string>;
  /** By number of an object: 1 where it is asked for. */
  readonly #wanted: Uint8Array;
  /** By number of an object: what its tree adds of its own, and its trees. */
  readonly #rows = new Map<number, { left: number; right: number; edges: Int32Array }>();
  readonly #sums = new Map<number, readonly [number, number] | null>();
  readonly #empty: string;

  private constructor(history: History, wanted: Pick<Wanted, 'blobs' | 'names'>) {
    this.#history = history;
    this.#wantedNames = wanted.names;
    this.#wanted = new Uint8Array(history.size);
    this.#empty = emptyTree(history.repository.objectFormat);
    for (const id of wanted.blobs) {
      const number = history.numberOf(id);
      if (number >= 0) this.#wanted[number] = 1;
    }
  }

  /** Reads all trees. */
  static async of(history: History, wanted: Pick<Wanted, 'blobs' | 'names'>): Promise<TreeSums> {
    const sums = new TreeSums(history, wanted);
    for (const pack of history.work.packs) {
      const { table } = pack;
      const walker = new PackWalker(pack);
      for (let root = 0; root < table.count; root += 1) {
        if (table.bases[root] !== -1 || table.types[root] !== TREE) continue;
        walker.walk<Entries>(root, {
          visit: (entry, bytes, made) => {
            const entries = sums.#read(bytes, made);
            sums.#add(history.numberAt(table.ids, entry * table.idLength), entries);
            return entries;
          },
          fail: () => {},
        });
      }
      walker.close();
    }
    for await (const { objects } of readObjects(history.repository.context, history.looseTrees)) {
      for (const { id, bytes } of objects) {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        sums.#add(history.numberOf(id), sums.#read(buffer, null));
      }
    }
    return sums;
  }

  /** Whether a commit may have brought something that is asked for, or git has to say why that cannot be told. */
  mayBring(commit: string): boolean {
    const { tree, parents } = this.#history.commits.get(commit)!;
    const own = this.#sumOf(tree);
    if (own === null) return true;
    if (parents.length === 0) return own[0] !== 0 || own[1] !== 0;
    const others = parents.map((parent) => {
      const known = this.#history.commits.get(parent);
      return known ? this.#sumOf(known.tree) : null;
    });
    if (others.includes(null)) return true;
    return others.every((other) => other![0] !== own[0] || other![1] !== own[1]);
  }

  /** @returns null where a part of it is not known */
  #sumOf(tree: string): readonly [number, number] | null {
    if (tree === this.#empty) return ZERO;
    const root = this.#history.numberOf(tree);
    if (root < 0) return null;
    const stack = [root];
    // Ids are not checked against contents, so a forged tree could lead to itself.
    const open = new Set(stack);
    while (stack.length > 0) {
      const number = stack.at(-1)!;
      const row = this.#rows.get(number);
      const known = this.#sums.get(number);
      if (known !== undefined || !row) {
        if (!row) this.#sums.set(number, null);
        open.delete(number);
        stack.pop();
        continue;
      }
      let left = row.left;
      let right = row.right;
      let isLost = false;
      let waits = false;
      for (let at = 0; at < row.edges.length; at += 3) {
        const child = row.edges[at]!;
        const sum = child < 0 ? null : this.#sums.get(child);
        if (sum === undefined && !open.has(child)) {
          stack.push(child);
          open.add(child);
          waits = true;
        } else if (!sum) isLost = true;
        else {
          const [a, b] = [row.edges[at + 1]!, row.edges[at + 2]!];
          if (sum[0] === 0 && sum[1] === 0 && (a & NAMED) === 0) continue;
          left = (left + mixed(a, sum[0], sum[1])) >>> 0;
          right = (right + mixed(b, sum[1], sum[0])) >>> 0;
        }
      }
      if (waits) continue;
      this.#sums.set(number, isLost ? null : left === 0 && right === 0 ? ZERO : [left, right]);
      open.delete(number);
      stack.pop();
    }
    return this.#sums.get(root)!;
  }

  #add(number: number, { trees, left, right }: Entries): void {
    let [a, b] = [0, 0];
    const edges: number[] = [];
    for (let at = 0; at < trees.length; at += 1) {
      if (trees[at] !== NO_TREE) edges.push(trees[at]!, left[at]!, right[at]!);
      else if (left[at] !== 0 || right[at] !== 0) {
        a = (a + left[at]!) >>> 0;
        b = (b + right[at]!) >>> 0;
      }
    }
    this.#rows.set(number, { left: a, right: b, edges: Int32Array.from(edges) });
  }

  /** Of a tree that was made of another, what was copied whole is known. */
  #read(bytes: Buffer, made: Made<Entries> | null): Entries {
    const starts: number[] = [];
    const trees: number[] = [];
    const left: number[] = [];
    const right: number[] = [];
    const idLength = this.#history.repository.objectFormat === 'sha256' ? 32 : 20;
    const end = eachEntry(bytes, idLength, made && { starts: made.state.starts, delta: made.delta }, {
      copied: (number, at) => {
        const base = made!.state;
        starts.push(at);
        trees.push(base.trees[number]!);
        left.push(base.left[number]!);
        right.push(base.right[number]!);
      },
      fresh: (at, space, zero) => {
        starts.push(at);
        const mode = modeAt(bytes, at, space);
        const number = mode === GITLINK ? -1 : this.#history.numberAt(bytes, zero + 1);
        const isNamed = this.#wantedNames.size > 0 && this.#wantedNames.has(bytes.toString('latin1', space + 1, zero));
        const isFolder = (mode & 0o170000) === FOLDER;
        const isAsked = isNamed || (number >= 0 && this.#wanted[number] === 1);
        const [a, b] = isFolder || isAsked ? this.#hash(bytes, space + 1, zero) : ZERO;
        trees.push(!isFolder ? NO_TREE : number < 0 ? LOST : number);
        if (isFolder) {
          left.push(((a & ~NAMED) | (isNamed ? NAMED : 0)) >>> 0);
          right.push(b);
        } else {
          left.push(isAsked ? mixed(a, number, 1) || 1 : 0);
          right.push(isAsked ? mixed(b, number, 2) : 0);
        }
      },
    });
    starts.push(end);
    return {
      starts: Uint32Array.from(starts),
      trees: Int32Array.from(trees),
      left: Uint32Array.from(left),
      right: Uint32Array.from(right),
    };
  }

  #hash(bytes: Uint8Array, from: number, to: number): [number, number] {
    let [a, b] = this.#seed as readonly [number, number];
    for (let at = from; at < to; at += 1) {
      a = Math.imul(a ^ bytes[at]!, 0x01000193) + 0x7f4a7c15;
      b = Math.imul(b ^ bytes[at]!, 0x85ebca6b) + 0x165667b1;
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
    return [a >>> 0, b >>> 0];
  }
}

const ZERO = [0, 0] as const;

/** Mixes three numbers into one. (The finish of MurmurHash3, by Austin Appleby, in the public domain.) */
function mixed(a: number, b: number, c: number): number {
  let h = a;
  for (const part of [b, c]) {
    h = Math.imul(h ^ part, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}
