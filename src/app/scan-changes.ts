import { type Blob, blobKey, type Skip } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { addAuthors, markPresent, type ObjectPlace } from '../git/object-place.ts';
import { readObjects } from '../git/objects.ts';
import { pathParts, type RawPath, showPath } from '../git/path.ts';
import { parentsOf, type Range, rangeChanges } from '../git/range.ts';
import type { Change } from '../git/raw-diff.ts';
import type { Repository } from '../git/repository.ts';
import { stagedChanges, stagedParents } from '../git/staged.ts';
import { type ListedEntry, listTree } from '../git/trees.ts';
import type { Located } from './findings.ts';
import { sameness } from './fingerprint.ts';
import { type SourceContext, type SourceResult, skippedOf } from './source.ts';

/** Scans what the next commit would add. */
export async function scanStaged(repository: Repository, context: SourceContext): Promise<SourceResult> {
  const found = await scanChanges(repository, context, {
    changes: await stagedChanges(repository),
    messages: [],
    withRenames: () => stagedChanges(repository, true),
    parentsOf: () => stagedParents(repository),
  });
  for (const { places } of found.located) for (const place of places) place.present = true;
  return { ...found, kind: 'staged', commits: 0, root: repository.root };
}

/** Scans what each commit of a range brought, and its message. */
export async function scanRange(repository: Repository, range: Range, context: SourceContext): Promise<SourceResult> {
  const { changes, unreadable } = await rangeChanges(repository, range.commits, false);
  const found = await scanChanges(repository, context, {
    changes: [...range.loose, ...changes],
    messages: [...range.commits, ...range.tags],
    withRenames: async (commits) => (await rangeChanges(repository, commits, true)).changes,
    parentsOf: async (commit) => (commit === '' ? [] : parentsOf(repository, commit)),
  });
  const places = found.located.flatMap((located) => located.places);
  for (const place of places) if (place.kind === 'file' && range.notes.has(place.commit)) place.kind = 'note';
  await markPresent(repository, places, range.tips);
  await addAuthors(repository.context, places);

  const gaps: Skip[] = unreadable.map((commit) => ({
    what: `commit ${commit}`,
    why: 'git cannot read its trees: see "git fsck"',
    incomplete: true,
  }));
  if (range.cutOff.length > 0) {
    gaps.unshift({
      what: 'commits of the range',
      why: 'this clone is shallow, and what came before them is not here: "git fetch --unshallow" brings it',
      count: range.cutOff.length,
      incomplete: true,
    });
  }
  const skipped = [...gaps, ...found.skipped];
  return { ...found, kind: 'range', commits: range.commits.length, skipped, root: repository.root };
}

/** Changes to scan, and how to learn more of the few that hold something. */
type Changes = {
  changes: Change[];
  /** Commits and tags that are new as a whole. */
  messages: string[];
  /** The changes of some commits again, with renamed files followed. */
  withRenames: (commits: string[]) => Promise<Change[]>;
  /** The parents of a change's commit. */
  parentsOf: (commit: string) => Promise<string[]>;
};

/**
 * Scans the new side of changes, and of those that hold something the old sides too: what a parent
 * already held is not new, however its line moved.
 */
async function scanChanges(
  repository: Repository,
  context: SourceContext,
  { changes, messages, withRenames, parentsOf }: Changes,
): Promise<Pick<SourceResult, 'located' | 'skipped'>> {
  const { scanner } = context;
  const reader = new ObjectReader(repository, context, changes);
  const parents = new Parents(repository, parentsOf);
  context.progress.total(new Set(changes.map((change) => change.id)).size + messages.length);
  await reader.read([...changes.map((change) => change.id), ...messages]);
  await scanner.add(newNames(changes));
  await scanner.settle();
  const candidatesOf = (kind: Blob['kind'], id: string | null): Candidate[] =>
    (id === null ? null : scanner.tally.results.get(blobKey(kind, id)))?.candidates ?? [];

  let suspicious = changes.filter((change) => candidatesOf('blob', change.id).length > 0);
  if (suspicious.length > 0) {
    const refined = await withRenames([...new Set(suspicious.map((change) => change.commit))]);
    const byPlace = new Map(refined.map((change) => [`${change.commit} ${change.path}`, change]));
    suspicious = suspicious.map((change) => byPlace.get(`${change.commit} ${change.path}`) ?? change);
    await reader.read(suspicious.flatMap((change) => change.parents.flatMap(({ id }) => id ?? [])));
    await scanner.settle();
  }

  const located: Located[] = [];
  for (const [order, change] of suspicious.entries()) {
    const old = change.parents.flatMap(({ id }) => candidatesOf('blob', id).map(({ secret }) => sameness(secret)));
    const known = new Set(old);
    const candidates = candidatesOf('blob', change.id).filter(({ secret }) => !known.has(sameness(secret)));
    // A plain rename or copy brings nothing new.
    if (candidates.length === 0 || (await parents.some(change.commit, ({ id }) => id === change.id))) continue;
    located.push({ candidates, places: [placeOf(change, 'file', 0, order)] });
  }
  const told = new Set<RawPath>();
  for (const [order, change] of changes.entries()) {
    for (const { name, at } of isNewPath(change) ? pathParts(change.path) : []) {
      const prefix = change.path.slice(0, at + name.length);
      const candidates = candidatesOf('name', name);
      if (candidates.length === 0 || told.has(prefix)) continue;
      if (await parents.some(change.commit, ({ path }) => path === prefix)) continue;
      told.add(prefix);
      located.push({ candidates, places: [placeOf(change, 'filename', at, order)] });
    }
  }
  for (const [order, id] of messages.entries()) {
    for (const [kind, placeKind] of MESSAGES) {
      const candidates = candidatesOf(kind, id);
      if (candidates.length === 0) continue;
      const place = placeOf({ commit: kind === 'commit' ? id : '', path: '', id }, placeKind, 0, order);
      located.push({ candidates, places: [{ ...place, present: true }] });
    }
  }
  return { located, skipped: [...reader.skipped, ...skippedOf(scanner.tally, (id) => reader.nameOf(id))] };
}

const MESSAGES = [
  ['commit', 'commit-message'],
  ['tag', 'tag-message'],
] as const;

/** Reads objects and hands them to the scanner, each once. */
class ObjectReader {
  readonly skipped: Skip[] = [];
  readonly #repository: Repository;
  readonly #context: SourceContext;
  readonly #paths: Map<string, RawPath>;
  readonly #seen = new Set<string>();

  constructor(repository: Repository, context: SourceContext, changes: Change[]) {
    this.#repository = repository;
    this.#context = context;
    this.#paths = new Map(changes.map((change) => [change.id, change.path]));
  }

  async read(ids: string[]): Promise<void> {
    const fresh = [...new Set(ids)].filter((id) => !this.#seen.has(id));
    for (const id of fresh) this.#seen.add(id);
    for await (const { objects, unreadable } of readObjects(this.#repository.context, fresh)) {
      const blobs = objects.flatMap(({ id, type, bytes }): Blob[] =>
        type === 'tree' ? [] : [{ id, kind: type, bytes }],
      );
      await this.#context.scanner.add(blobs);
      this.#context.progress.step(objects.length + unreadable.length);
      for (const { id, why } of unreadable) {
        const reason = why === 'too large' ? 'it is larger than 1 GiB' : `git cannot read object ${id} (${why})`;
        this.skipped.push({ what: this.nameOf(id), why: reason, incomplete: true });
      }
    }
  }

  nameOf(id: string): string {
    const path = this.#paths.get(id);
    return path ? showPath(path).path : `object ${id}`;
  }
}

/** What the parents of commits hold, looked up only for what would be reported. */
class Parents {
  readonly #repository: Repository;
  readonly #parentsOf: (commit: string) => Promise<string[]>;
  readonly #held = new Map<string, ListedEntry[]>();

  constructor(repository: Repository, parentsOf: (commit: string) => Promise<string[]>) {
    this.#repository = repository;
    this.#parentsOf = parentsOf;
  }

  /** Whether any parent of a commit has such an entry. */
  async some(commit: string, matches: (entry: ListedEntry) => boolean): Promise<boolean> {
    let held = this.#held.get(commit);
    if (!held) {
      const parents = await this.#parentsOf(commit);
      held = (await Promise.all(parents.map((parent) => listTree(this.#repository, parent)))).flat();
      this.#held.clear();
      this.#held.set(commit, held);
    }
    return held.some(matches);
  }
}

/** Whether the path is in no parent. */
function isNewPath(change: Change): boolean {
  return change.parents.every((parent) => parent.id === null || parent.path !== change.path);
}

function newNames(changes: Change[]): Blob[] {
  const names = new Set(changes.filter(isNewPath).flatMap((change) => change.path.split('/')));
  return [...names].map((name) => ({ id: name, kind: 'name', bytes: Buffer.from(name, 'latin1') }));
}

function placeOf(
  { commit, path, id }: Pick<Change, 'commit' | 'path' | 'id'>,
  kind: ObjectPlace['kind'],
  nameAt: number,
  order: number,
): ObjectPlace {
  return {
    object: id,
    kind,
    path,
    nameAt,
    commit,
    author: '',
    date: '',
    reachable: true,
    present: false,
    linesBefore: 0,
    order,
  };
}
