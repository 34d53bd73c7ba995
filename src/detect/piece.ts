import type { Span } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import type { Hidden } from './frame.ts';

/** What was seen in one piece of text, or in something binary. */
export type PieceScan = {
  candidates: Candidate[];
  /** Whether there was more than is kept. */
  capped: boolean;
  /** What a rule decoded that knows its form, and took for a secret: what is in it is no news. */
  decided?: Span[];
  /** What such a rule took for none: in it, only what has a shape of its own is news. */
  refused?: Span[];
  /** What frames hide of it: every match, even those that others pushed out. */
  hidden?: Hidden[];
  /** Makes the frames anew, where something else is to be hidden in them. */
  hide?(more: Hidden[]): void;
};

/** Scans a piece by itself, by all rules: of something binary, by those whose tokens have a shape. */
export type ScanPiece = (bytes: Uint8Array, binary: boolean) => PieceScan;
