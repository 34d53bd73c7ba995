/** What is read of an archive, in the order in which it stands there. Names are bytes in Latin-1. */
export type Entry =
  /** @property offset where it begins in the archive, in bytes */
  | { is: 'member'; name: string; offset: number; bytes: Uint8Array }
  /** Left out on purpose, and counted: what it is. */
  | { is: 'left-out'; what: LeftOut }
  /** What should have been looked at: of one member, or, without a name, of the archive. */
  | { is: 'gap'; name: string; why: string };

export const LEFT_OUT = ['encrypted archive member', 'archive member in another compression'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export const DAMAGED = 'the archive is damaged here';
export const TOO_LARGE = 'unpacked, it is larger than is looked at';
export const TOO_MANY = 'the archive has more members than are looked at';
export const TOO_DEEP = 'archives lie in archives deeper than is looked at';
