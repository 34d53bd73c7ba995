import type { SharedPack } from './walk.ts';

/**
 * The work of a walk through packs, in parts that can be done by themselves: each is a few roots with all that
 * is made of them. It is plain data over shared memory.
 */
export type Units = {
  count: number;
  /** Where the roots of each unit begin, and behind the last one how many there are. */
  starts: Int32Array;
  /** The pack of each root, and its entry there. */
  packs: Int32Array;
  roots: Int32Array;
};

/** A unit has so many objects, or their packed forms take so many bytes, unless one root alone has more. */
const UNIT_OBJECTS = 256;
const UNIT_BYTES = 2 << 20;

/**
 * Parts the work: what takes longest comes first, so that none is left with much to do at the end. The same packs
 * give the same units.
 */
export function partWork(packs: readonly SharedPack[]): Units {
  const all: Root[] = packs.flatMap(({ table }, pack) => rootsOf(table, pack));
  all.sort((a, b) => b.bytes - a.bytes || a.pack - b.pack || a.root - b.root);
  const starts: number[] = [];
  let objects = UNIT_OBJECTS;
  let bytes = 0;
  all.forEach((root, index) => {
    if (objects >= UNIT_OBJECTS || bytes >= UNIT_BYTES) {
      starts.push(index);
      objects = 0;
      bytes = 0;
    }
    objects += root.objects;
    bytes += root.bytes;
  });
  return {
    count: starts.length,
    starts: shared([...starts, all.length]),
    packs: shared(all.map(({ pack }) => pack)),
    roots: shared(all.map(({ root }) => root)),
  };
}

type Root = { pack: number; root: number; objects: number; bytes: number };

/** The roots of a pack that are asked for, or lead to what is. */
function rootsOf({ count, bases, types, children, siblings, sizes, flags }: SharedPack['table'], pack: number): Root[] {
  const roots: Root[] = [];
  const open: number[] = [];
  for (let root = 0; root < count; root += 1) {
    if (bases[root] !== -1 || types[root] === 0) continue;
    const size = sizes[root]!;
    let objects = 0;
    let bytes = 0;
    let wanted = 0;
    open.push(root);
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      objects += 1;
      bytes += entry === root ? size : sizes[entry]! + size / DELTA_SHARE;
      wanted |= flags[entry]!;
      for (let child = children[entry]!; child >= 0; child = siblings[child]!) open.push(child);
    }
    if (wanted !== 0) roots.push({ pack, root, objects, bytes });
  }
  return roots;
}

/** A delta takes so much less time than what it is made of (measured). */
const DELTA_SHARE = 16;

function shared(numbers: readonly number[]): Int32Array {
  const memory = new Int32Array(new SharedArrayBuffer(numbers.length * 4));
  memory.set(numbers);
  return memory;
}
