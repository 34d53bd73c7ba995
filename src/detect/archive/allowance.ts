/** The most that one member may unpack to, and all members of one object together, in bytes. */
const MAX_MEMBER = 64 << 20;
const MAX_TOTAL = 256 << 20;

/** Beyond a size that harms nobody, this many times of its packed bytes. Deflate gets to 1032 (zlib, "Technical details"). */
const FREE = 1 << 20;
const MAX_RATIO = 200;

/** Members of one object, those of archives in archives with them. */
const MAX_MEMBERS = 65_536;

/** How deep archives in archives are opened. */
export const MAX_DEPTH = 4;

/** What may still be unpacked of one object. */
export class Allowance {
  #bytes: number;
  #members: number;

  constructor(bytes = MAX_TOTAL, members = MAX_MEMBERS) {
    this.#bytes = bytes;
    this.#members = members;
  }

  /** How large a member may become, by its packed size. */
  roomFor(packed: number): number {
    return Math.min(MAX_MEMBER, this.#bytes, Math.max(FREE, packed * MAX_RATIO));
  }

  /** Counts what was unpacked. */
  spend(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** Counts a member; false if there were too many. */
  enter(): boolean {
    this.#members -= 1;
    return this.#members >= 0;
  }
}
