import { type Blob, blobKey, type Skip } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import { commitGaps, treeGaps } from '../git/gaps.ts';
import { addAuthors, markPresent, type ObjectPlace } from '../git/object-place.ts';
import { readObjects, type UnreadableObject } from '../git/objects.ts';
import { pathParts, type RawPath, showPath } from '../git/path.ts';
import { parentsOf, type Range, rangeChanges } from '../git/range.ts';
import type { Change } from '../git/raw-diff.ts';
import type { Repository } from '../git/repository.ts';
import { stagedChanges, stagedParents } from '../git/staged.ts';
import { heldIn, lookUp } from '../git/tree-paths.ts';
import { whyUnreadable } from '../git/unreadable.ts';
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

  const gaps = [...(await commitGaps(repository, unreadable)), ...(await treeGaps(repository, range.trees))];
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
  const contents = new Map<string, { change: Change; order: number; candidates: Candidate[] }[]>();
  for (const [order, change] of suspicious.entries()) {
    const olds = [...new Set(change.parents.map(({ id }) => id))];
    const known = new Set(olds.flatMap((id) => candidatesOf('blob', id).map(({ secret }) => sameness(secret))));
    const candidates = candidatesOf('blob', change.id).filter(({ secret }) => !known.has(sameness(secret)));
    if (candidates.length > 0) append(contents, change.commit, { change, order, candidates });
  }
  for (const [commit, group] of contents) {
    const held = await heldIn(repository, await parentsOf(commit), new Set(group.map(({ change }) => change.id)));
    for (const { change, order, candidates } of group) {
      // A plain rename or copy brings nothing new.
      if (!held.has(change.id)) located.push({ candidates, places: [placeOf(change, 'file', 0, order)] });
    }
  }

  const names = new Map<
    string,
    { change: Change; order: number; candidates: Candidate[]; at: number; path: RawPath }[]
  >();
  for (const [order, change] of changes.entries()) {
    for (const { name, at } of isNewPath(change) ? pathParts(change.path) : []) {
      const candidates = candidatesOf('name', name);
      const path = change.path.slice(0, at + name.length);
      if (candidates.length > 0) append(names, change.commit, { change, order, candidates, at, path });
    }
  }
  const told = new Set<RawPath>();
  for (const [commit, group] of names) {
    const old = new Set<RawPath>();
    const paths = group.map(({ path }) => path);
    await lookUp(repository, await parentsOf(commit), paths, (path) => old.add(path));
    for (const { change, order, candidates, at, path } of group) {
      if (old.has(path) || told.has(path)) continue;
      told.add(path);
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
    const failed: UnreadableObject[] = [];
    for await (const { objects, unreadable } of readObjects(this.#repository.context, fresh)) {
      const blobs = objects.flatMap(({ id, type, bytes }): Blob[] =>
        type === 'tree' ? [] : [{ id, kind: type, bytes }],
      );
      await this.#context.scanner.add(blobs);
      this.#context.progress.step(objects.length + unreadable.length);
      for (const one of unreadable) failed.push(one);
    }
    const whys = await whyUnreadable(this.#repository, failed, (id) => `object ${id}`);
    for (const [index, { id }] of failed.entries())
      this.skipped.push({ what: this.nameOf(id), why: whys[index]!, incomplete: true });
  }

  nameOf(id: string): string {
    const path = this.#paths.get(id);
    return path ? showPath(path).path : `object ${id}`;
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
    order,
  };
}
