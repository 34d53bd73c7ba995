import type { Blob, Skip } from '../domain/blob.ts';
import { hexId, IdSet } from './ids.ts';
import { listObjects, readObjects, type UnreadableObject } from './objects.ts';
import { eachTreeEntry, GITLINK, readCommit, readTag } from './parse.ts';
import { pathParts, type RawPath } from './path.ts';
import { headId, isPartialClone, listRefs, type Repository, worktreeHeads } from './repository.ts';
import { startGit } from './run.ts';
import { listIndexes } from './trees.ts';

/** What the graph needs of a commit. */
export type CommitNode = { tree: string; parents: string[]; seconds: number };

/**
 * Every object of a repository, whether a ref leads to it or not: reads all of them once, hands out
 * what can hold a secret (contents, messages, names), and keeps the commit graph.
 */
export class History {
  readonly repository: Repository;
  readonly commits = new Map<string, CommitNode>();
  readonly tags = new Map<string, { object: string; type: string; name: string }>();
  readonly trees: string[] = [];
  readonly names = new Set<RawPath>();
  readonly unreadable: UnreadableObject[] = [];
  readonly #ids: string[];
  readonly #missing = new Set<string>();
  #known: IdSet | null = null;
  readonly #listing: string;

  private constructor(repository: Repository, ids: string[], listing: string) {
    this.#listing = listing;
    this.repository = repository;
    this.#ids = ids;
  }

  static async open(repository: Repository): Promise<History> {
    const { ids, stderr } = await listObjects(repository.context);
    return new History(repository, ids, stderr);
  }

  /** How many objects there are. */
  get size(): number {
    return this.#ids.length;
  }

  /**
   * Reads everything, once. The bytes are only good until the next batch is asked for.
   *
   * @param onRead called with how many objects were read since the last call
   */
  async *read(onRead: (count: number) => void): AsyncGenerator<Blob[]> {
    const known = new IdSet(this.#ids, this.repository.objectFormat);
    this.#known = known;
    for await (const { objects, unreadable } of readObjects(this.repository.context, this.#ids)) {
      this.unreadable.push(...unreadable);
      const blobs: Blob[] = [];
      for (const { id, type, bytes } of objects) {
        if (type === 'tree') this.#readTree(id, bytes, known, blobs);
        else blobs.push({ id, kind: type, bytes });
        if (type === 'commit') {
          const { tree, parents, seconds } = readCommit(bytes);
          this.commits.set(id, { tree, parents, seconds });
          this.#expect([tree, ...parents], known);
        } else if (type === 'tag') {
          const tag = readTag(bytes);
          this.tags.set(id, tag);
          this.#expect([tag.object], known);
        }
      }
      onRead(objects.length + unreadable.length);
      if (blobs.length > 0) yield blobs;
    }
    const staged: Blob[] = [];
    for (const { path } of await listIndexes(this.repository)) {
      for (const { name } of pathParts(path)) {
        if (this.names.has(name)) continue;
        this.names.add(name);
        staged.push({ id: name, kind: 'name', bytes: Buffer.from(name, 'latin1') });
      }
    }
    if (staged.length > 0) yield staged;
  }

  #readTree(id: string, bytes: Uint8Array, known: IdSet, blobs: Blob[]): void {
    this.trees.push(id);
    const idLength = this.repository.objectFormat === 'sha256' ? 32 : 20;
    eachTreeEntry(bytes, idLength, ({ mode, name, idAt }) => {
      if (!this.names.has(name)) {
        this.names.add(name);
        blobs.push({ id: name, kind: 'name', bytes: Buffer.from(name, 'latin1') });
      }
      if (mode !== GITLINK && !known.has(bytes, idAt)) this.#missing.add(hexId(bytes, idAt, idLength));
    });
  }

  #expect(ids: string[], known: IdSet): void {
    for (const id of ids) {
      if (!/^[0-9a-f]+$/.test(id) || !known.has(Buffer.from(id, 'hex'), 0)) this.#missing.add(id);
    }
  }

  /** What keeps this audit from being complete. Ask when everything was read. */
  async gaps(): Promise<Skip[]> {
    const gaps: Skip[] = this.unreadable.map(({ id, why }) => ({
      what: `object ${id}`,
      why: why === 'too large' ? 'it is larger than 1 GiB' : `git cannot read it (${why}): see "git fsck"`,
      incomplete: true,
    }));
    if (this.repository.shallow) {
      gaps.push({
        what: 'the older history',
        why: 'this clone is shallow: "git fetch --unshallow" brings the rest',
        incomplete: true,
      });
    }
    if (/^error:/m.test(this.#listing)) {
      gaps.push({ what: 'a pack', why: 'git cannot read it: see "git fsck"', incomplete: true });
    }
    const missing = await this.#reachableMissing();
    if (missing.size > 0) {
      if (await isPartialClone(this.repository)) {
        const why = 'this is a partial clone and they were never fetched: clone without --filter to audit everything';
        gaps.push({ what: missing.size === 1 ? 'an object' : 'objects', why, count: missing.size, incomplete: true });
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
    const named = await this.#namedMissing();
    if (this.#missing.size === 0) return named;
    const { child, ended } = startGit(this.repository.context, [
      'rev-list',
      '--objects',
      '--missing=print',
      '--all',
      '--reflog',
    ]);
    child.stdin.end();
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

  /** Missing objects that refs, HEADs and indexes name. */
  async #namedMissing(): Promise<Set<string>> {
    const refs = (await listRefs(this.repository)).map((ref) => ref.id);
    const heads = [await headId(this.repository), ...(await worktreeHeads(this.repository))].filter(
      (id) => id !== null,
    );
    const staged = (await listIndexes(this.repository)).filter((entry) => entry.mode !== GITLINK).map(({ id }) => id);
    const known = this.#known;
    return new Set([...refs, ...heads, ...staged].filter((id) => !known?.has(Buffer.from(id, 'hex'), 0)));
  }
}
