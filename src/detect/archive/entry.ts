import { createHash } from 'node:crypto';
import type { Span } from '../../domain/blob.ts';

/** What is read of an archive, in the order in which it stands there. Names are bytes in Latin-1. */
export type Entry =
  /**
   * @property offset where it begins in the archive, in bytes
   * @property covers of which bytes of the archive its content was made
   */
  | { is: 'member'; name: string; offset: number; bytes: Uint8Array; covers: Span[] }
  /** Left out on purpose, and counted: what it is. */
  | { is: 'left-out'; what: LeftOut }
  /** What should have been looked at: of one member, or, without a name, of the archive. */
  | { is: 'gap'; name: string; why: string };

export const LEFT_OUT = ['encrypted archive member', 'archive member in another compression'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export const DAMAGED = 'the archive is damaged here';
/** All that there is of it was read. */
export const CUT_OFF = 'the archive is cut off here';
export const TOO_LARGE = 'unpacked, it is larger than is looked at';
export const TOO_MANY = 'the archive has more members than are looked at';
export const TOO_DEEP = 'archives lie in archives deeper than is looked at';

/** No system has longer names (PATH_MAX is 4096, most files' are under 300); every finding repeats it. */
const MAX_NAME = 1024;
const HEAD = 512;
const TAIL = 384;

/**
 * A member's name, cut in the middle if nobody would read it: a digest then tells it from others. It is
 * cut between folders, so that no character and no secret in it is cut in two.
 */
export function shortName(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const head = name.slice(0, name.lastIndexOf('/', HEAD) + 1);
  const tail = /\/[\s\S]*$|\.\w{1,16}$/.exec(name.slice(-TAIL))?.[0] ?? '';
  return `${head}~${createHash('sha256').update(name, 'latin1').digest('hex').slice(0, 16)}${tail}`;
}
