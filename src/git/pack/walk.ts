import { bytesOf, type PackBytes, type PackSource } from './bytes.ts';
import { Delta } from './delta.ts';
import { makeInflate } from './inflate.ts';
import { type PackTable, WANTED } from './table.ts';

/** A pack that is walked. */
export type SharedPack = { source: PackSource; table: PackTable };

/** How an object was made of another one. */
export type Made<State> = { state: State; delta: Delta; size: number };

export type Visitor<State> = {
  /**
   * Takes an object.
   *
   * @param bytes good until the call returns
   * @param made what it was made of, with what was made of that; null where it was packed whole
   */
  visit(entry: number, bytes: Buffer, made: Made<State> | null): State;
  /** Called with an entry that cannot be unpacked, or that is too large; what is made of it is not tried. */
  fail(entry: number): void;
};

/** The largest object that is made, in bytes. */
export const MAX_OBJECT = 1 << 30;

/** So many bytes of objects are held while what is made of them is looked at. What more there is is made again. */
const MAX_HELD = 48 << 20;

/** zlib packs a thousand to one at best (zlib.net, "Maximum Compression Factor"). */
const BEST_FACTOR = 1032;

/** An object on the way down: its bytes may have been given up. */
type Frame<State> = { entry: number; bytes: Buffer | null; state: State; next: number };

/** Walks the chains of a pack depth first, so that each delta is applied once, to a base that is in memory. */
export class PackWalker {
  readonly #table: PackTable;
  readonly #bytes: PackBytes;
  readonly #inflate = makeInflate();
  readonly #delta = new Delta();
  readonly #spare = new SpareBuffers();
  #unpacked: Buffer = Buffer.allocUnsafe(1 << 16);
  #held = 0;

  constructor({ source, table }: SharedPack) {
    this.#table = table;
    this.#bytes = bytesOf(source);
  }

  /** Closes the pack's file, where it is one that is read. */
  close(): void {
    this.#bytes.close();
  }

  /** Visits an entry that was packed whole, and all that is made of it. */
  walk<State>(root: number, visitor: Visitor<State>): void {
    const { children, siblings } = this.#table;
    const bytes = this.#whole(root);
    if (bytes === null) {
      this.#failAll(root, visitor);
      return;
    }
    const stack: Frame<State>[] = [];
    const state = visitor.visit(root, bytes, null);
    this.#push(stack, { entry: root, bytes, state, next: children[root]! });
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const child = top.next;
      if (child < 0) {
        this.#pop(stack);
        continue;
      }
      top.next = siblings[child]!;
      const base = top.bytes ?? this.#rebuild(top);
      const made = base === null ? null : this.#apply(child, base);
      if (made === null) {
        this.#failAll(child, visitor);
        continue;
      }
      const from = { state: top.state, delta: this.#delta, size: base!.length };
      const own = visitor.visit(child, made, from);
      // A base is not needed behind its last child.
      if (top.next < 0) this.#pop(stack);
      if (children[child]! >= 0) this.#push(stack, { entry: child, bytes: made, state: own, next: children[child]! });
      else this.#spare.give(made);
    }
  }

  #packed(entry: number): Uint8Array {
    const { starts, headers } = this.#table;
    return this.#bytes.read(starts[entry]! + headers[entry]!, starts[entry + 1]!);
  }

  /** Whether an entry could hold what it says. */
  #isPlausible(entry: number): boolean {
    const { starts, sizes } = this.#table;
    const most = (starts[entry + 1]! - starts[entry]! + 8) * BEST_FACTOR;
    return sizes[entry]! <= Math.min(most, MAX_OBJECT);
  }

  /** Unpacks an object that was packed whole. */
  #whole(entry: number): Buffer | null {
    if (!this.#isPlausible(entry)) return null;
    const size = this.#table.sizes[entry]!;
    const room = this.#spare.take(size + 1);
    if (this.#inflate(this.#packed(entry), room) === 'whole') return this.#spare.cut(room, size);
    this.#spare.give(room);
    return null;
  }

  /** Makes an entry's object of its base. */
  #apply(entry: number, base: Buffer): Buffer | null {
    if (!this.#isPlausible(entry)) return null;
    const size = this.#table.sizes[entry]!;
    if (this.#unpacked.length < size + 1) this.#unpacked = Buffer.allocUnsafe((size + 1) * 2);
    const delta = this.#unpacked.subarray(0, size + 1);
    if (this.#inflate(this.#packed(entry), delta) !== 'whole') return null;
    if (!this.#delta.read(delta.subarray(0, size), base.length, MAX_OBJECT)) return null;
    const made = this.#spare.take(this.#delta.size);
    this.#delta.apply(delta, base, made);
    return made;
  }

  /** Makes the bytes of a frame again, from its chain's beginning. */
  #rebuild<State>(frame: Frame<State>): Buffer | null {
    const { bases } = this.#table;
    const chain: number[] = [];
    for (let entry = frame.entry; entry >= 0; entry = bases[entry]!) chain.push(entry);
    let bytes = this.#whole(chain.pop()!);
    for (let entry = chain.pop(); entry !== undefined && bytes; entry = chain.pop()) {
      const base: Buffer = bytes;
      bytes = this.#apply(entry, base);
      this.#spare.give(base);
    }
    frame.bytes = bytes;
    if (bytes) this.#held += bytes.length;
    return bytes;
  }

  #push<State>(stack: Frame<State>[], frame: Frame<State>): void {
    stack.push(frame);
    this.#held += frame.bytes!.length;
    // The uppermost are needed last.
    for (let at = 0; this.#held > MAX_HELD && at < stack.length - 1; at += 1) this.#drop(stack[at]!);
  }

  #pop<State>(stack: Frame<State>[]): void {
    this.#drop(stack.pop()!);
  }

  #drop<State>(frame: Frame<State>): void {
    if (!frame.bytes) return;
    this.#held -= frame.bytes.length;
    this.#spare.give(frame.bytes);
    frame.bytes = null;
  }

  #failAll<State>(entry: number, { fail }: Visitor<State>): void {
    const { children, siblings, flags } = this.#table;
    const open = [entry];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (flags[one] === WANTED) fail(one);
      for (let child = children[one]!; child >= 0; child = siblings[child]!) open.push(child);
    }
  }
}

/** Memory that is used again: garbage of this kind is collected too late. */
class SpareBuffers {
  /** By the power of two that is their size. */
  readonly #spare: Buffer[][] = Array.from({ length: MAX_POWER + 1 }, () => []);

  take(size: number): Buffer {
    if (size > 2 ** MAX_POWER) return Buffer.allocUnsafeSlow(size);
    const power = powerOf(size);
    return this.cut(this.#spare[power]!.pop() ?? Buffer.allocUnsafeSlow(2 ** power), size);
  }

  cut(room: Buffer, size: number): Buffer {
    return Buffer.from(room.buffer, 0, size);
  }

  give({ buffer }: Buffer): void {
    if (buffer.byteLength > 2 ** MAX_POWER) return;
    const kept = this.#spare[powerOf(buffer.byteLength)]!;
    if (kept.length < MAX_SPARE) kept.push(Buffer.from(buffer));
  }
}

const MIN_POWER = 8;
/** Larger ones are not kept: 4 MiB. */
const MAX_POWER = 22;
/** How many of each size are kept: a chain needs two at a time, and few branch. */
const MAX_SPARE = 4;

/** The smallest power of two that is no less. */
function powerOf(size: number): number {
  return size <= 2 ** MIN_POWER ? MIN_POWER : 32 - Math.clz32(size - 1);
}
