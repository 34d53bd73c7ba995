/**
 * What an object is made of: ranges of its base, and bytes that are new. (git-scm.com/docs/gitformat-pack,
 * "Deltified representation".)
 */
export class Delta {
  /** How many pieces there are. */
  count = 0;
  /** The object's size. */
  size = 0;
  /** Where each piece begins in the object, and behind the last one its size. */
  starts = new Uint32Array(64);
  /** Where each piece begins in the base, or, as -1 - n, its bytes in the delta. */
  sources = new Int32Array(64);

  /**
   * Reads instructions. Pieces that go on in the base where the one before ended are joined.
   *
   * @param bytes a delta, unpacked
   * @param base the size of what it is to be applied to
   * @param most the largest object that is made
   * @returns whether it fits the base, and gives as much as it says
   */
  read(bytes: Uint8Array, base: number, most: number): boolean {
    let at = 0;
    const sizeAt = (): number => {
      let value = 0;
      let scale = 1;
      for (; at < bytes.length && scale < 2 ** 49; scale *= 128) {
        const byte = bytes[at++]!;
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
      }
      return -1;
    };
    if (sizeAt() !== base) return false;
    const size = sizeAt();
    if (size < 0 || size > most) return false;
    let count = 0;
    let filled = 0;
    /** Where the base goes on behind the last piece; -1 behind bytes that are new. */
    let goesOn = -1;
    while (at < bytes.length) {
      const instruction = bytes[at++]!;
      let source: number;
      let length: number;
      if (instruction & 0x80) {
        let from = 0;
        length = 0;
        if (instruction & 1) from = bytes[at++]!;
        if (instruction & 2) from |= bytes[at++]! << 8;
        if (instruction & 4) from |= bytes[at++]! << 16;
        if (instruction & 8) from += bytes[at++]! * 0x100_0000;
        if (instruction & 16) length = bytes[at++]!;
        if (instruction & 32) length |= bytes[at++]! << 8;
        if (instruction & 64) length |= bytes[at++]! << 16;
        if (length === 0) length = 0x1_0000;
        if (at > bytes.length || from + length > base) return false;
        source = from;
      } else {
        length = instruction;
        if (length === 0 || at + length > bytes.length) return false;
        source = -1 - at;
        at += length;
      }
      if (filled + length > size) return false;
      if (source < 0 || source !== goesOn) {
        if (count + 1 >= this.starts.length) this.#grow();
        this.starts[count] = filled;
        this.sources[count] = source;
        count += 1;
      }
      goesOn = source < 0 ? -1 : source + length;
      filled += length;
    }
    this.starts[count] = filled;
    this.count = count;
    this.size = size;
    return filled === size;
  }

  /** Makes the object. `out` has its size at least. */
  apply(delta: Buffer, base: Buffer, out: Buffer): void {
    const { starts, sources, count } = this;
    for (let piece = 0; piece < count; piece += 1) {
      const start = starts[piece]!;
      const length = starts[piece + 1]! - start;
      let source = sources[piece]!;
      const from = source < 0 ? delta : base;
      if (source < 0) source = -1 - source;
      // A call costs more than so many bytes.
      if (length <= 40) for (let i = 0; i < length; i += 1) out[start + i] = from[source + i]!;
      else from.copy(out, start, source, source + length);
    }
  }

  #grow(): void {
    const starts = new Uint32Array(this.starts.length * 2);
    const sources = new Int32Array(starts.length);
    starts.set(this.starts);
    sources.set(this.sources);
    this.starts = starts;
    this.sources = sources;
  }
}
