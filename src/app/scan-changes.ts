import { type Blob, blobKey, type Skip } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import { heldBy, parentsOf, type Range, rangeChanges, stagedChanges } from '../git/changes.ts';
import { readObjects } from '../git/objects.ts';
import type { Change } from '../git/parse.ts';
import { pathParts, type RawPath, showPath } from '../git/path.ts';
import { addAuthors, markPresent, type ObjectPlace } from '../git/places.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import type { Located } from './findings.ts';
import { sameness } from './fingerprint.ts';
import { type SourceContext, type SourceResult, skippedOf } from './source.ts';

/** Scans what the next commit would add. */
export async function scanStaged(repository: Repository, context: SourceContext): Promise<SourceResult> {
  const changes = await stagedChanges(repository);
  const found = await scanChanges(repository, changes, [], context, () => stagedChanges(repository, true));
  for (const { places } of found.located) for (const place of places) place.present = true;
  return { ...found, kind: 'staged', commits: 0, root: repository.root };
}

/** Scans what each commit of a range brought, and its message. */
export async function scanRange(repository: Repository, range: Range, context: SourceContext): Promise<SourceResult> {
  const unreadable: string[] = [];
  const changes = await rangeChanges(repository, range.commits, false, (commit) => unreadable.push(commit));
  const found = await scanChanges(repository, changes, [...range.commits, ...range.tags, ...range.blobs], context, (commits) =>
    rangeChanges(repository, commits, true),
  );
  const places = found.located.flatMap((located) => located.places);
  for (const place of places) if (place.kind === 'file' && range.notes.has(place.commit)) place.kind = 'note';
  const byKey = new Map<string, ObjectPlace[]>();
  for (const place of places) append(byKey, blobKey('blob', place.object), place);
  await markPresent(repository, byKey, range.tips);
  await addAuthors(repository.context, places);
  const skipped = [...found.skipped];
  for (const commit of unreadable)
    skipped.push({ what: `commit ${commit}`, why: 'git cannot read its trees: see "git fsck"', incomplete: true });
  if (range.cutOff.length > 0) {
    skipped.unshift({
      what: 'commits of the range',
      why: 'this clone is shallow, and what came before them is not here: "git fetch --unshallow" brings it',
      count: range.cutOff.length,
      incomplete: true,
    });
  }
  return { ...found, kind: 'range', commits: range.commits.length, skipped, root: repository.root };
}

/**
 * Scans the new side of changes, and of those that hold something the old sides too: what a parent
 * already held is not new, however its line moved.
 *
 * @param messages commits and tags that are new as a whole
 * @param withRenames the same changes again, with renamed files followed, for some commits
 */
async function scanChanges(
  repository: Repository,
  changes: Change[],
  messages: string[],
  context: SourceContext,
  withRenames: (commits: string[]) => Promise<Change[]>,
): Promise<Pick<SourceResult, 'located' | 'skipped'>> {
  const { scanner } = context;
  const reader = new ObjectScans(repository, context, changes);
  context.progress.total(new Set(changes.map((change) => change.id)).size + messages.length);
  await reader.scan([...changes.map((change) => change.id), ...messages]);
  await scanner.add(newNames(changes));
  await scanner.settle();
  const candidatesOf = (kind: Blob['kind'], id: string): Candidate[] =>
    scanner.tally.results.get(blobKey(kind, id))?.candidates ?? [];

  let suspicious = changes.filter((change) => candidatesOf('blob', change.id).length > 0);
  if (suspicious.length > 0) {
    const refined = await withRenames([...new Set(suspicious.map((change) => change.commit))]);
    const byPlace = new Map(refined.map((change) => [`${change.commit} ${change.path}`, change]));
    suspicious = suspicious.map((change) => byPlace.get(`${change.commit} ${change.path}`) ?? change);
    await reader.scan(suspicious.flatMap((change) => change.parents.flatMap((parent) => parent.id ?? [])));
    await scanner.settle();
  }

  const located: Located[] = [];
  const parents = new Parents(repository);
  for (const [order, change] of suspicious.entries()) {
    const old = new Set(
      change.parents.flatMap((parent) => candidatesOf('blob', parent.id ?? '').map(({ secret }) => sameness(secret))),
    );
    const candidates = candidatesOf('blob', change.id).filter(({ secret }) => !old.has(sameness(secret)));
    if (candidates.length === 0 || (await parents.hold(change.commit, change.id))) continue;
    located.push({ candidates, places: [placeOf(change, 'file', 0, order)] });
  }
  const named = new Set<string>();
  for (const [order, change] of changes.entries()) {
    for (const { name, at } of isNewPath(change) ? pathParts(change.path) : []) {
      const candidates = candidatesOf('name', name);
      if (candidates.length === 0 || named.has(change.path.slice(0, at + name.length)) || (await parents.havePath(change.commit, change.path.slice(0, at + name.length))))
        continue;
      named.add(change.path.slice(0, at + name.length));
      located.push({ candidates, places: [placeOf(change, 'filename', at, order)] });
    }
  }
  for (const [order, id] of messages.entries()) {
    for (const [kind, placeKind] of [
      ['commit', 'commit-message'],
      ['tag', 'tag-message'],
      ['blob', 'file'],
    ] as const) {
      const candidates = candidatesOf(kind, id);
      if (candidates.length === 0) continue;
      const commit = kind === 'commit' ? id : '';
      located.push({
        candidates,
        places: [{ ...placeOf({ commit, path: '', id }, placeKind, 0, order), present: true }],
      });
    }
  }
  return { located, skipped: [...reader.skipped, ...skippedOf(scanner.tally, (id) => reader.nameOf(id))] };
}

/** Reads objects and hands them to the scanner, each once. */
class ObjectScans {
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

  async scan(ids: string[]): Promise<void> {
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
    return path === undefined ? `object ${id}` : showPath(path).path;
  }
}

/** What the parents of commits hold, looked up only for what would be reported. */
class Parents {
  readonly #repository: Repository;
  readonly #held = new Map<string, Set<string>>();
  readonly #parents = new Map<string, string[]>();
  readonly #paths = new Map<string, Set<RawPath>>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Whether an object stands anywhere in a parent: then the change is a rename or a copy. */
  async hold(commit: string, id: string): Promise<boolean> {
    for (const parent of await this.#of(commit)) {
      let held = this.#held.get(parent);
      if (!held) {
        held = await heldBy(this.#repository, parent);
        this.#held.set(parent, held);
      }
      if (held.has(id)) return true;
    }
    return false;
  }

  async havePath(commit: string, path: RawPath): Promise<boolean> {
    for (const parent of await this.#of(commit)) {
      let paths = this.#paths.get(parent);
      if (!paths) {
        // An argument is text, and a path may be no UTF-8: the whole tree is listed instead.
        const { stdout } = await runGit(this.#repository.context, [
          'ls-tree', '-r', '-t', '-z', '--full-tree', '--name-only', parent,
        ]);
        paths = new Set(stdout.toString('latin1').split('\0'));
        this.#paths.set(parent, paths);
      }
      if (paths.has(path)) return true;
    }
    return false;
  }

  async #of(commit: string): Promise<string[]> {
    const known = this.#parents.get(commit);
    if (known) return known;
    const parents = await parentsOf(this.#repository, commit);
    this.#parents.set(commit, parents);
    return parents;
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
