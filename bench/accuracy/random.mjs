// A small seeded generator (mulberry32): the same seed gives the same corpus on every machine.

/** A 32-bit FNV-1a hash of a text, to make seeds from names. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** A source of numbers that depends on nothing but the names given: adding a template moves no other one. */
export function randomFrom(...names) {
  let state = hash(names.join('\u0000'));
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => list[below(list.length)];
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (share) => next() < share,
    pick,
    /** `length` characters of an alphabet. */
    chars: (alphabet, length) => Array.from({ length }, () => pick(alphabet)).join(''),
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
    /** One of `[weight, thing]` pairs, heavier ones more often. */
    weighted: (pairs) => {
      let left = next() * pairs.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, thing] of pairs) {
        left -= weight;
        if (left < 0) return thing;
      }
      return pairs.at(-1)[1];
    },
    shuffle: (list) => {
      const copy = [...list];
      for (let index = copy.length - 1; index > 0; index -= 1) {
        const other = below(index + 1);
        [copy[index], copy[other]] = [copy[other], copy[index]];
      }
      return copy;
    },
  };
}
