import rules from 'clawback:rules';
import { createEngine, type Engine, type Scan } from '../detect/engine.ts';
import { type Blob, blobKey } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import type { Rule } from '../domain/rule.ts';
import { blobId } from '../git/ids.ts';

/** Which rules an engine runs: plain data, so that a worker can be told. */
export type EngineSpec = {
  /** Ids of built-in rules that are off. */
  disable: string[];
  /** Compiled rules of the user's own. */
  custom: Rule[];
  /** Milliseconds since the epoch. */
  now: number;
  /** Objects that hold something get their id as a blob: files of a work tree have none. */
  hash: 'sha1' | 'sha256' | null;
};

/** Rules by a specification: the built-in ones that are on, then the user's own. */
export function rulesOf({ disable, custom }: Pick<EngineSpec, 'disable' | 'custom'>): Rule[] {
  const off = new Set(disable);
  return [...rules.filter((rule) => !off.has(rule.id)), ...custom];
}

export function engineOf(spec: EngineSpec): Engine {
  return createEngine(rulesOf(spec), { now: spec.now });
}

/** What came of one object, where that is anything. */
export type ObjectScan = {
  kind: Blob['kind'];
  id: string;
  /** The id of the content as a blob, where `hash` asks for it. */
  object: string;
  candidates: Candidate[];
  /** The kind of content that was left out on purpose. */
  skipped: string | null;
  /** Why not all of it could be looked at. */
  trouble: 'capped' | 'timed-out' | 'out-of-memory' | null;
} & Pick<Scan, 'gaps' | 'leftOut'>;

/** A run keeps so many matches, a kilobyte or two each. A history has the same ones in many versions of a file. */
export const MAX_MATCHES = 250_000;

/** What was scanned so far. Results stand in the order in which objects were added. */
export class Tally {
  objects = 0;
  bytes = 0;
  /** Matches that were not kept, since there are too many. */
  dropped = 0;
  #kept = 0;
  readonly results = new Map<string, ObjectScan>();

  /** Counts an object. Names are too small to count. */
  count({ kind, bytes }: Blob): void {
    if (kind === 'name') return;
    this.objects += 1;
    this.bytes += bytes.length;
  }

  keep(scan: ObjectScan): void {
    const candidates = scan.candidates.slice(0, MAX_MATCHES - this.#kept);
    this.#kept += candidates.length;
    this.dropped += scan.candidates.length - candidates.length;
    this.results.set(blobKey(scan.kind, scan.id), { ...scan, candidates });
  }
}

/** Something that scans objects. */
export interface Scanner {
  readonly tally: Tally;
  /** Takes objects; their bytes may be reused once this resolves. */
  add(blobs: Blob[]): Promise<void>;
  /** Resolves when everything that was added is scanned. */
  settle(): Promise<void>;
  /** Ends workers. */
  close(): Promise<void>;
}

/** Whether there is anything to remember about an object. */
export function isWorthKeeping(scan: ContentScan): boolean {
  const { candidates, skipped, trouble, gaps, leftOut } = scan;
  return candidates.length > 0 || skipped !== null || trouble !== null || gaps !== undefined || leftOut !== undefined;
}

/** What the content of an object comes to, whatever its name. */
export type ContentScan = Omit<ObjectScan, 'kind' | 'id'>;

/** Scans one object's content. */
export function scanContent(engine: Engine, bytes: Uint8Array, hash: EngineSpec['hash']): ContentScan {
  const { capped, ...scan } = engine.scan(bytes);
  const object = hash !== null && scan.candidates.length > 0 ? blobId(bytes, hash) : '';
  return { ...scan, object, trouble: capped ? 'capped' : null };
}

/** Scans in this thread: for few objects, and rules that are known to be quick. */
export class InlineScanner implements Scanner {
  readonly tally: Tally;
  readonly #engine: Engine;
  readonly #hash: EngineSpec['hash'];

  constructor(spec: EngineSpec, tally = new Tally()) {
    this.tally = tally;
    this.#engine = engineOf(spec);
    this.#hash = spec.hash;
  }

  async add(blobs: Blob[]): Promise<void> {
    for (const blob of blobs) {
      this.tally.count(blob);
      const scan = this.scanOne(blob, blob.bytes);
      if (scan) this.tally.keep(scan);
    }
  }

  /** Scans one object, and leaves it to others to count it. */
  readonly scanOne = ({ kind, id }: Pick<Blob, 'kind' | 'id'>, bytes: Uint8Array): ObjectScan | null => {
    const scan = scanContent(this.#engine, bytes, this.#hash);
    return isWorthKeeping(scan) ? { kind, id, ...scan } : null;
  };

  async settle(): Promise<void> {}

  async close(): Promise<void> {}
}
