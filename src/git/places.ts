import { blobKey } from '../domain/blob.ts';
import { append } from '../domain/multimap.ts';
import { type Graph, readGraph } from './graph.ts';
import type { History } from './history.ts';
import { hexId } from './ids.ts';
import { changesOf } from './introductions.ts';
import { addAuthors, markPresent, type ObjectPlace } from './object-place.ts';
import { readObjects } from './objects.ts';
import { eachTreeEntry } from './parse.ts';
import { pathParts, type RawPath } from './path.ts';
import { TreeSums } from './tree-sums.ts';
import { listTree } from './trees.ts';
import { lacksTrees } from './unreadable.ts';

/** What places are asked for: objects by id, names as trees have them. */
export type Wanted = { blobs: Set<string>; names: Set<RawPath>; commits: Set<string>; tags: Set<string> };

/** Where things stand, and what may stand in more places, since git could not tell. */
export type Locations = {
  /** By the key of the object or name. */
  places: Map<string, ObjectPlace[]>;
  /** Commits that git cannot compare with their parents, though nothing of them is rightly gone. */
  commits: string[];
  /** Trees that a ref leads to without a commit, and that git cannot list whole. */
  trees: string[];
};

/** Finds where objects of a history stand: for each path, the commit that first brought it there. */
export async function locate(history: History, wanted: Wanted): Promise<Locations> {
  const graph = readGraph(history);
  const places = new PlaceBook();
  let commits: string[] = [];
  const trees: string[] = [];
  if (wanted.blobs.size > 0 || wanted.names.size > 0) {
    commits = await addIntroduced(history, graph, wanted, places);
    await markPresent(history.repository, places.all(), graph.tips);
    addIndexed(history, wanted, places);
    await addReferred(history, graph, wanted, places, (tree) => trees.push(tree));
    await addDangling(history, wanted, places);
  }
  addMessages(graph, wanted, places);
  await addAuthors(history.repository.context, places.all());
  return { places: places.byKey, commits, trees };
}

/** A place on its way, before it is known who brought it and whether it is still there. */
type NewPlace = Pick<ObjectPlace, 'object' | 'kind' | 'reachable'> & Partial<ObjectPlace>;

/** The places found so far, numbered in the order in which they came. */
class PlaceBook {
  readonly byKey = new Map<string, ObjectPlace[]>();
  readonly #byPath = new Map<string, ObjectPlace>();
  #order = 0;

  add(key: string, place: NewPlace): void {
    const full = {
      path: '',
      nameAt: 0,
      commit: '',
      author: '',
      date: '',
      present: false,
      order: this.#order,
      ...place,
    };
    append(this.byKey, key, full);
    const at = `${key} ${headOf(full)}`;
    if (!this.#byPath.has(at)) this.#byPath.set(at, full);
    this.#order += 1;
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  /** The first one of an object that stands at a path; of a name, the first thing whose path to that name it is. */
  at(key: string, path: RawPath): ObjectPlace | undefined {
    return this.#byPath.get(`${key} ${path}`);
  }

  all(): ObjectPlace[] {
    return [...this.byKey.values()].flat();
  }
}

/** The path of what is so named, where a place is one of a name; else all of its path. */
function headOf({ kind, path, nameAt }: Pick<ObjectPlace, 'kind' | 'path' | 'nameAt'>): RawPath {
  const end = kind === 'filename' ? path.indexOf('/', nameAt) : -1;
  return end < 0 ? path : path.slice(0, end);
}

/** Git compares so many commits with their parents before anybody else has read all trees. */
const FEW = 20;

/**
 * What commits brought, ancestors first.
 *
 * @returns commits that git has no answer for; without those that nothing leads to, and of which garbage
 *   collection took a part
 */
async function addIntroduced(history: History, graph: Graph, wanted: Wanted, places: PlaceBook): Promise<string[]> {
  const seen = new Set<string>();
  const first = (key: string): boolean => !seen.has(key) && Boolean(seen.add(key));
  const failed: string[] = [];
  // Git would have to be started anew behind each commit without a tree, and the tree is told of as missing.
  const readable = graph.order.filter((id) => history.hasTrees(id));
  const sums = readable.length > FEW ? await TreeSums.of(history, wanted) : null;
  const commits = sums ? readable.filter((id) => sums.mayBring(id)) : readable;
  for await (const change of changesOf(history.repository, commits, undefined, (commit) => failed.push(commit))) {
    const { id: object, path, commit } = change;
    const common = { object, path, commit, reachable: graph.reachable.has(commit) };
    if (wanted.blobs.has(object) && first(`${object} ${path}`)) {
      places.add(blobKey('blob', object), { ...common, kind: graph.notes.has(commit) ? 'note' : 'file' });
    }
    for (const { name, at } of wanted.names.size > 0 ? pathParts(path) : []) {
      if (wanted.names.has(name) && first(`${name} ${path.slice(0, at)}`)) {
        places.add(blobKey('name', name), { ...common, kind: 'filename', nameAt: at });
      }
    }
  }
  const unread: string[] = [];
  for (const commit of failed) {
    if (graph.reachable.has(commit) || !(await lacksTrees(history.repository, commit))) unread.push(commit);
  }
  return unread;
}

/** What is in an index, and perhaps nowhere else. */
function addIndexed(history: History, wanted: Wanted, places: PlaceBook): void {
  const here = { reachable: true, present: true } as const;
  for (const { id: object, path } of history.snapshot.indexes.entries) {
    const known = places.at(blobKey('blob', object), path);
    if (known) Object.assign(known, here);
    else if (wanted.blobs.has(object)) places.add(blobKey('blob', object), { ...here, object, kind: 'file', path });
    for (const { name, at } of pathParts(path)) {
      const key = blobKey('name', name);
      if (wanted.names.has(name) && !places.at(key, path.slice(0, at + name.length))) {
        places.add(key, { ...here, object, kind: 'filename', path, nameAt: at });
      }
    }
  }
}

/** What refs lead to without a commit between: a tag on a blob or on a tree. */
async function addReferred(
  history: History,
  graph: Graph,
  wanted: Wanted,
  places: PlaceBook,
  onUnreadable: (tree: string) => void,
): Promise<void> {
  const refOf = new Map<string, string>();
  for (const ref of graph.refs) {
    const target = graph.targetOf(ref);
    if (!history.commits.has(target) && !refOf.has(target)) refOf.set(target, ref.name);
  }
  const trees = new Set(refOf.size === 0 ? [] : history.trees.filter((id) => refOf.has(id)));
  for (const [target, ref] of refOf) {
    const here = { ref, kind: 'file', reachable: true, present: true } as const;
    if (wanted.blobs.has(target) && !places.has(blobKey('blob', target))) {
      places.add(blobKey('blob', target), { ...here, object: target });
    }
    if (!trees.has(target)) continue;
    const { entries, whole } = await listTree(history.repository, target);
    if (!whole) onUnreadable(target);
    for (const { id: object, path } of entries) {
      const key = blobKey('blob', object);
      if (wanted.blobs.has(object) && !places.at(key, path)) places.add(key, { ...here, object, path });
    }
  }
}

/** What no commit, index or ref leads to: by its name in trees, where there is any. */
async function addDangling(history: History, wanted: Wanted, places: PlaceBook): Promise<void> {
  const blobs = new Set([...wanted.blobs].filter((id) => !places.has(blobKey('blob', id))));
  const names = new Set([...wanted.names].filter((name) => !places.has(blobKey('name', name))));
  if (blobs.size === 0 && names.size === 0) return;
  const idLength = history.repository.objectFormat === 'sha256' ? 32 : 20;
  const nameOf = new Map<string, RawPath>();
  const holderOf = new Map<RawPath, string>();
  for await (const { objects } of readObjects(history.repository.context, history.trees)) {
    for (const { bytes } of objects) {
      eachTreeEntry(bytes, idLength, ({ name, idAt }) => {
        const object = hexId(bytes, idAt, idLength);
        // Of several names the first counts, whichever tree was read first.
        if (blobs.has(object) && !((nameOf.get(object) ?? '\uffff') <= name)) nameOf.set(object, name);
        if (names.has(name) && !((holderOf.get(name) ?? '\uffff') <= object)) holderOf.set(name, object);
      });
    }
  }
  for (const object of blobs) {
    places.add(blobKey('blob', object), { object, kind: 'file', path: nameOf.get(object) ?? '', reachable: false });
  }
  for (const name of names) {
    const object = holderOf.get(name) ?? '';
    places.add(blobKey('name', name), { object, kind: 'filename', path: name, reachable: false });
  }
}

/** Messages stand where their commits and tags do. No later commit can take one out. */
function addMessages(graph: Graph, wanted: Wanted, places: PlaceBook): void {
  for (const id of wanted.commits) {
    const state = { reachable: graph.reachable.has(id), present: graph.kept.has(id) };
    places.add(blobKey('commit', id), { object: id, kind: 'commit-message', commit: id, ...state });
  }
  for (const id of wanted.tags) {
    const ref = graph.refOfTag(id);
    const state = { reachable: ref !== undefined, present: ref !== undefined };
    places.add(blobKey('tag', id), { object: id, kind: 'tag-message', ...(ref ? { ref: ref.name } : {}), ...state });
  }
}
