import type { Blob, Skip } from '../domain/blob.ts';
import { hexId, IdSet, type SharedIds } from './ids.ts';
import { listObjects, readObjects, type UnreadableObject } from './objects.ts';
import { openPacks } from './pack/packs.ts';
import { TREE, WANTED } from './pack/table.ts';
import type { TreeNews } from './pack/trees.ts';
import { partWork, type Units } from './pack/units.ts';
import type { SharedPack } from './pack/walk.ts';
import { eachTreeEntry, GITLINK, readCommit, readTag } from './parse.ts';
import { pathParts, type RawPath } from './path.ts';
import { emptyTree, isPartialClone, type Repository } from './repository.ts';
import { startGit } from './run.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { NEVER_FETCHED, whyUnreadable } from './unreadable.ts';

/** What the graph needs of a commit. */
export type CommitNode = { tree: string; parents: string[]; seconds: number };

/** What packs hold, to be walked elsewhere: plain data over shared memory, which threads are told. */
export type PackWork = {
  packs: SharedPack[];
  units: Units;
  /** All objects of the repository. */
  ids: SharedIds;
  objectFormat: Repository['objectFormat'];
};

/** What a walk tells of the objects that are no contents. */
export type PackNews = TreeNews & {
  commits: (CommitNode & { id: string })[];
  tags: (ReturnType<typeof readTag> & { id: string })[];
  /** What could not be unpacked. */
  failed: string[];
};

type Listing = Awaited<ReturnType<typeof listObjects>>;

/**
 * Every object of a repository, whether a ref leads to it or not: hands out what can hold a secret (contents,
 * messages, names), once, and keeps the commit graph. What is packed is for a walk through the packs (`work`
 * tells of it, and `take` takes what comes of it); `read` reads the rest.
 */
export class History {
  readonly repository: Repository;
  readonly snapshot: Snapshot;
  readonly commits = new Map<string, CommitNode>();
  readonly tags = new Map<string, { object: string; type: string; name: string }>();
  readonly names = new Set<RawPath>();
  readonly unreadable: UnreadableObject[] = [];
  /** What is packed. */
  readonly work: PackWork;
  /** What is left to git. */
  #left: string[];
  readonly #size: number;
  readonly #missing = new Set<string>();
  readonly #known: IdSet;
  readonly #listing: Omit<Listing, 'ids'>;
  readonly #trees: string[] = [];
  /** Names that are to be handed out. */
  #news: RawPath[] = [];

  private constructor(repository: Repository, snapshot: Snapshot, { ids, ...listing }: Listing) {
    const { objectFormat } = repository;
    this.repository = repository;
    this.snapshot = snapshot;
    this.#listing = listing;
    this.#size = ids.length;
    this.#known = IdSet.of(ids, objectFormat);
    const { packs, claimed } = openPacks(repository, this.#known);
    this.work = { packs, units: partWork(packs), ids: this.#known.shared, objectFormat };
    this.#left = ids.filter((_, number) => claimed[number] === 0);
  }

  static async open(repository: Repository): Promise<History> {
    // In this order: what comes into being meanwhile may be listed, but nothing leads to it.
    const snapshot = await takeSnapshot(repository);
    return new History(repository, snapshot, await listObjects(repository.context));
  }

  /** How many objects there are. */
  get size(): number {
    return this.#size;
  }

  /** The ids of all trees. Ask when everything was read. */
  get trees(): string[] {
    const packed = this.work.packs.flatMap(({ table: { count, types, flags, ids, idLength } }) => {
      const trees: string[] = [];
      for (let entry = 0; entry < count; entry += 1) {
        if (types[entry] === TREE && flags[entry] === WANTED) trees.push(hexId(ids, entry * idLength, idLength));
      }
      return trees;
    });
    return [...packed, ...this.#trees];
  }

  /** Takes what a walk tells. What it could not unpack is left to git. */
  take({ commits, tags, failed, names, missing }: PackNews): void {
    for (const { id, ...commit } of commits) this.#addCommit(id, commit);
    for (const { id, ...tag } of tags) this.#addTag(id, tag);
    for (const id of failed) this.#left.push(id);
    for (const id of missing) this.#missing.add(id);
    for (const name of names) this.#addName(name);
  }

  #addCommit(id: string, commit: CommitNode): void {
    this.commits.set(id, commit);
    this.#expect([commit.tree, ...commit.parents]);
  }

  #addTag(id: string, tag: ReturnType<typeof readTag>): void {
    this.tags.set(id, tag);
    this.#expect([tag.object]);
  }

  #addName(name: RawPath): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    this.#news.push(name);
  }

  /** The names that came since, as something to be scanned. */
  #takeNames(): Blob[] {
    const names = this.#news;
    this.#news = [];
    return names.map((name) => ({ id: name, kind: 'name', bytes: Buffer.from(name, 'latin1') }));
  }

  /**
   * Reads what no walk read, once. The bytes are only good until the next batch is asked for.
   *
   * @param onRead called with how many objects were read since the last call
   */
  async *read(onRead: (count: number) => void): AsyncGenerator<Blob[]> {
    for await (const { objects, unreadable } of readObjects(this.repository.context, this.#left)) {
      for (const one of unreadable) this.unreadable.push(one);
      const blobs: Blob[] = [];
      for (const { id, type, bytes } of objects) {
        if (type === 'tree') this.#readTree(id, bytes);
        else blobs.push({ id, kind: type, bytes });
        if (type === 'commit') {
          const { tree, parents, seconds } = readCommit(bytes);
          this.#addCommit(id, { tree, parents, seconds });
        } else if (type === 'tag') this.#addTag(id, readTag(bytes));
      }
      onRead(objects.length + unreadable.length);
      for (const name of this.#takeNames()) blobs.push(name);
      if (blobs.length > 0) yield blobs;
    }
    for (const { path } of this.snapshot.indexes.entries) {
      for (const { name } of pathParts(path)) this.#addName(name);
    }
    const names = this.#takeNames();
    if (names.length > 0) yield names;
  }

  /** Whether git has the top trees of a commit, and of its parents as far as they are here. */
  hasTrees(commit: string): boolean {
    const { tree, parents } = this.commits.get(commit)!;
    const trees = [tree, ...parents.flatMap((parent) => this.commits.get(parent)?.tree ?? [])];
    const empty = emptyTree(this.repository.objectFormat);
    return trees.every((id) => id === empty || this.#isKnown(id));
  }

  #isKnown(id: string): boolean {
    return this.numberOf(id) >= 0;
  }

  /** The number of an object; -1 where there is none. */
  numberOf(id: string): number {
    return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? this.#known.indexOf(Buffer.from(id, 'hex'), 0) : -1;
  }

  /** The same by the bytes of its id, which stand in others. */
  numberAt(bytes: Uint8Array, at: number): number {
    return this.#known.indexOf(bytes, at);
  }

  /** The ids of trees that no walk read. */
  get looseTrees(): readonly string[] {
    return this.#trees;
  }

  #readTree(id: string, bytes: Uint8Array): void {
    this.#trees.push(id);
    const idLength = this.repository.objectFormat === 'sha256' ? 32 : 20;
    eachTreeEntry(bytes, idLength, ({ mode, name, idAt }) => {
      this.#addName(name);
      if (mode !== GITLINK && !this.#known.has(bytes, idAt)) this.#missing.add(hexId(bytes, idAt, idLength));
    });
  }

  #expect(ids: string[]): void {
    for (const id of ids) {
      if (!this.#isKnown(id)) this.#missing.add(id);
    }
  }

  /** What keeps this audit from being complete. Ask when everything was read. */
  async gaps(): Promise<Skip[]> {
    const whys = await whyUnreadable(this.repository, this.unreadable, () => 'it');
    const gaps = this.unreadable.map(({ id }, index): Skip => {
      return { what: `object ${id}`, why: whys[index]!, incomplete: true };
    });
    if (this.repository.shallow) {
      gaps.push({
        what: 'the older history',
        why: 'this clone is shallow: "git fetch --unshallow" brings the rest',
        incomplete: true,
      });
    }
    for (const what of this.snapshot.indexes.unreadable) {
      gaps.push({ what, why: 'it could not be read: see "git ls-files --stage"', incomplete: true });
    }
    if (!this.#listing.ended) {
      gaps.push({ what: 'some objects', why: 'git could not list them: see "git fsck"', incomplete: true });
    } else if (this.#listing.complained) {
      gaps.push({ what: 'a pack', why: 'git cannot read it: see "git fsck"', incomplete: true });
    }
    const missing = await this.#reachableMissing();
    if (missing.size > 0) {
      if (await isPartialClone(this.repository)) {
        const what = missing.size === 1 ? 'an object' : 'objects';
        gaps.push({ what, why: NEVER_FETCHED, count: missing.size, incomplete: true });
      } else {
        const why = 'the history names it, and it is not in the repository: see "git fsck"';
        for (const id of missing) gaps.push({ what: `object ${id}`, why, incomplete: true });
      }
    }
    return gaps;
  }

  /**
   * How many missing objects a ref or a reflog leads to. What is left of garbage-collected branches
   * may name objects that are rightly gone, so git is asked, and only if anything is missing at all.
   */
  async #reachableMissing(): Promise<Set<string>> {
    const { refs, heads, indexes } = this.snapshot;
    const ids = [...refs.map(({ id }) => id), ...heads];
    const staged = indexes.entries.filter((entry) => entry.mode !== GITLINK).map(({ id }) => id);
    const named = new Set([...ids, ...staged].filter((id) => !this.#isKnown(id)));
    if (this.#missing.size === 0) return named;
    const { child, ended } = startGit(this.repository.context, [
      'rev-list',
      '--objects',
      '--missing=print',
      '--stdin',
      '--reflog',
    ]);
    const known = ids.filter((id) => this.#isKnown(id));
    child.stdin.end(known.map((id) => `${id}\n`).join(''));
    const reachable = new Set<string>();
    let rest = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line.startsWith('?')) reachable.add(line.slice(1));
    }
    const { code } = await ended;
    // Where git itself stops at a missing commit, none of them can be told to be harmless.
    return new Set([...named, ...(code === 0 ? reachable : this.#missing)]);
  }
}
