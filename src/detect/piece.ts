import type { Span } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';

/** What was seen in one piece of text, or in something binary. */
export type PieceScan = {
  candidates: Candidate[];
  /** Whether there was more than is kept. */
  capped: boolean;
  /** What a rule decoded that knows its form, whatever it decided: what is in it is no news. */
  decided?: Span[];
};

/** Scans a piece by itself, by all rules: of something binary, by those whose tokens have a shape. */
export type ScanPiece = (bytes: Uint8Array, binary: boolean) => PieceScan;
