import type { Header, PlaceKind, Span } from './blob.ts';
import type { Confidence, Severity } from './rule.ts';
import type { Secret } from './secret.ts';
import type { Outcome, Verdict } from './verdict.ts';

/** A position as people and editors count it: lines and columns from 1, columns in UTF-16 units. */
export type Position = { line: number; column: number };

/** Lines round a match, every secret in them masked, ready to be shown. */
export type Frame = { firstLine: number; lines: string[] };

/** An inline comment that allows a match. */
export type InlineAllow = { tag: string; reason: string };

/**
 * A file in an archive: its name there, as bytes in Latin-1, with "!/" between archives in archives;
 * and where in the object it begins, or the archive does that it is in. Several may have one name:
 * each has a number of its own in the object.
 */
export type Inside = { path: string; offset: number; member: number };

/** One match in one object, before places are known. */
export type Candidate = {
  rule: string;
  /** Which of the rule's detectors found it. */
  detector: number;
  /** The secret, in bytes of the object, or of the file in it. */
  span: Span;
  /** Every byte that could change the decision. */
  evidence: Span;
  secret: Secret;
  /** Other captures by name, such as the id that belongs to a secret. */
  parts: Record<string, Secret>;
  /** Where the parts lie; a weaker match there is part of this one. */
  partSpans: Span[];
  /** The name that the value was given, where there is one. */
  keyName: string;
  confidence: Confidence;
  reasons: string[];
  /** What could be told without asking anybody, such as an expiry that has passed. */
  offline: Verdict | null;
  /** Globs of which a place's path must match one; empty: any place. */
  files: string[];
  allow: InlineAllow | null;
  start: Position;
  end: Position;
  frame: Frame | null;
  /** The file that it is in, where the object is an archive. */
  inside?: Inside;
  /** How the secret is encoded there, the outermost encoding first; its spans are those of the encoded text. */
  encodings?: string[];
  /** Rules of other providers that take the same characters for a credential of theirs, and know as much of it. */
  rivals?: string[];
};

/** Where a secret stands. */
export type Place = {
  kind: PlaceKind;
  /** As shown: control characters escaped, secrets masked. Empty where an object has no name. */
  path: string;
  /** The raw bytes, in base64, where the path is not UTF-8. */
  pathBytes?: string;
  /** The header of a commit or tag that it is in, not its message: lines are then the whole object's. */
  header?: Header;
  start: Position;
  end: Position;
  /** In bytes, in the object: of the secret, or of the file in it that the secret is in. */
  offset: number;
  /** Which file of an archive it is in, and where in that, in bytes. */
  within?: { path: string; offset: number };
  /** How it is encoded there, the outermost encoding first. */
  encodings?: string[];
  /** The object's id; empty for standard input. */
  object: string;
  /** The commit that brought it here first; empty where there is none. */
  commit: string;
  author: string;
  /** ISO 8601. */
  date: string;
  /** The ref that leads here, where no commit does (a tag on a blob). */
  ref?: string;
  /** Whether a ref, a reflog, the index or the work tree leads here. */
  reachable: boolean;
  /** Whether it is still there: at the tip of a ref, in the index or in the work tree. */
  present: boolean;
  frame: Frame | null;
};

/** One secret, with every place that it was found at. */
export type Finding = {
  fingerprint: string;
  rule: string;
  provider: string;
  title: string;
  severity: Severity;
  confidence: Confidence;
  secret: Secret;
  parts: Record<string, Secret>;
  /** All that stands beside it, place by place, where that differs: which of them belongs to it, its provider knows. */
  partSets: Record<string, Secret>[];
  reasons: string[];
  verdict: Verdict;
  /** What came of revoking it; null: nobody tried. */
  outcome: Outcome | null;
  /** A comment that allows it, and does not count, since the proposal itself brought it: its text. */
  unheeded?: string;
  /** Rules of other providers that it could be a credential of: it is then sent to none. */
  rivals: string[];
  /** How many distinct objects hold it. */
  occurrences: number;
  places: Place[];
  /** How many more places there are than are named. */
  placesOmitted: number;
};

/** Who silenced a finding. */
export type SuppressedBy = 'baseline' | 'ignore-file' | 'inline' | 'config';

/** Places of a finding that somebody decided not to be told about. */
export type Suppressed = { finding: Finding; by: SuppressedBy; reason: string; places: Place[] };
