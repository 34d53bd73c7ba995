import type { Span } from '../../domain/blob.ts';
import type { Confidence } from '../../domain/rule.ts';

/** A secret that stands in a structure. Indexes are into the text. */
export type Found = {
  start: number;
  end: number;
  /** The name that it has there. */
  name: string;
  /** What it is, in words: the report says "it is …". */
  what: string;
  /** What is written, where the format encodes it. */
  value?: string;
  confidence: Confidence;
};

/** What was read round an anchor: a region, which is read only once, and what it holds. */
export type Reading = Span & { found: Found[] };

/** Knows one format. It looks no further than its reach, and at no character more than a few times. */
export type Reader = {
  /** How far from an anchor it may look, in characters, in either direction. */
  reach: number;
  /**
   * Whether the structure may begin at an anchor: a quick look that turns most anchors away.
   *
   * @param text one character is one code unit of the source
   * @param at where the anchor stands
   */
  glance(text: string, at: number): boolean;
  /** How far from the anchor that looks, in characters; absent: 256 at most. */
  glanceReach?: number;
  /**
   * @param text the same, with line ends that are written as escapes turned into white space
   * @param floor what stands before is known already
   */
  read(text: string, at: number, floor: number): Reading | null;
};

/** Where a sticky pattern ends if it matches right at `index`, else null. */
export function skip(pattern: RegExp, text: string, index: number): number | null {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** What a sticky pattern matches right at `index`. */
export function take(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
