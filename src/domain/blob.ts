/** A half-open range of bytes. */
export type Span = { start: number; end: number };

/**
 * Where in a repository the bytes of an object come from. Commit and tag objects are scanned for
 * their messages, trees for the names that they hold.
 */
export type ObjectKind = 'blob' | 'commit' | 'tag' | 'name';

/** One object to scan: its bytes, and an id that is the same for the same content. */
export type Blob = { id: string; kind: ObjectKind; bytes: Uint8Array };

/** Names an object among all that are scanned: a file may be named like an id. */
export function blobKey(kind: ObjectKind, id: string): string {
  return `${kind}:${id}`;
}

/** What a place is: file content, or one of the other things that a history carries. */
export type PlaceKind = 'file' | 'commit-message' | 'tag-message' | 'note' | 'filename';

/** The headers of a commit or tag object in which people write something; `other` is any of the rest. */
export const HEADERS = ['author', 'committer', 'tagger', 'tag', 'mergetag', 'other'] as const;
export type Header = (typeof HEADERS)[number];

/** Something that was left out of a scan. */
export type Skip = {
  /** What: a path, an object id or a class of things, ready to be shown (never a secret). */
  what: string;
  why: string;
  /** How many of them, where `what` is a class. */
  count?: number;
  /** True if it should have been scanned: the scan is incomplete. */
  incomplete: boolean;
};
