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
import { listIndexes, listTree } from './trees.ts';

/** What places are asked for: objects by id, names as trees have them. */
export type Wanted = { blobs: Set<string>; names: Set<RawPath>; commits: Set<string>; tags: Set<string> };

/**
 * Finds where objects of a history stand: for each path, the commit that first brought it there.
 *
 * @returns places by the key of the object or name
 */
export async function locate(history: History, wanted: Wanted): Promise<Map<string, ObjectPlace[]>> {
  const graph = await readGraph(history);
  const places = new PlaceBook();
  if (wanted.blobs.size > 0 || wanted.names.size > 0) {
    await addIntroduced(history, graph, wanted, places);
    await markPresent(history.repository, places.all(), graph.tips);
    await addIndexed(history, wanted, places);
    await addReferred(history, graph, wanted, places);
    await addDangling(history, wanted, places);
  }
  addMessages(graph, wanted, places);
  await addAuthors(history.repository.context, places.all());
  return places.byKey;
}

/** A place on its way, before it is known who brought it and whether it is still there. */
type NewPlace = Pick<ObjectPlace, 'object' | 'kind' | 'reachable'> & Partial<ObjectPlace>;

/** The places found so far, numbered in the order in which they came. */
class PlaceBook {
  readonly byKey = new Map<string, ObjectPlace[]>();
  #order = 0;

  add(key: string, place: NewPlace): void {
    const full = {
      path: '',
      nameAt: 0,
      commit: '',
      author: '',
      date: '',
      present: false,
      linesBefore: 0,
      order: this.#order,
      ...place,
    };
    append(this.byKey, key, full);
    this.#order += 1;
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  /** Those of an object that stand at, or below, a path. */
  at(key: string, path: RawPath): ObjectPlace[] {
    return (this.byKey.get(key) ?? []).filter((place) => place.path === path || place.path.startsWith(`${path}/`));
  }

  all(): ObjectPlace[] {
    return [...this.byKey.values()].flat();
  }
}

/** What commits brought, ancestors first. */
async function addIntroduced(history: History, graph: Graph, wanted: Wanted, places: PlaceBook): Promise<void> {
  const seen = new Set<string>();
  const first = (key: string): boolean => !seen.has(key) && Boolean(seen.add(key));
  for await (const change of changesOf(history.repository, graph.order)) {
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
}

/** What is in an index, and perhaps nowhere else. */
async function addIndexed(history: History, wanted: Wanted, places: PlaceBook): Promise<void> {
  const here = { reachable: true, present: true } as const;
  for (const { id: object, path } of await listIndexes(history.repository)) {
    const known = places.at(blobKey('blob', object), path).find((place) => place.path === path);
    if (known) Object.assign(known, here);
    else if (wanted.blobs.has(object)) places.add(blobKey('blob', object), { ...here, object, kind: 'file', path });
    for (const { name, at } of pathParts(path)) {
      const key = blobKey('name', name);
      if (wanted.names.has(name) && places.at(key, path.slice(0, at + name.length)).length === 0) {
        places.add(key, { ...here, object, kind: 'filename', path, nameAt: at });
      }
    }
  }
}

/** What refs lead to without a commit between: a tag on a blob or on a tree. */
async function addReferred(history: History, graph: Graph, wanted: Wanted, places: PlaceBook): Promise<void> {
  for (const { id, name: ref } of graph.refs) {
    const target = graph.peel(id);
    if (history.commits.has(target)) continue;
    const here = { ref, kind: 'file', reachable: true, present: true } as const;
    if (wanted.blobs.has(target) && !places.has(blobKey('blob', target))) {
      places.add(blobKey('blob', target), { ...here, object: target });
    }
    for (const { id: object, path } of await listTree(history.repository, target)) {
      const key = blobKey('blob', object);
      if (wanted.blobs.has(object) && places.at(key, path).length === 0) places.add(key, { ...here, object, path });
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
    const ref = graph.refs.find((candidate) => graph.tagsOf(candidate.id).includes(id));
    const state = { reachable: ref !== undefined, present: ref !== undefined };
    places.add(blobKey('tag', id), { object: id, kind: 'tag-message', ...(ref ? { ref: ref.name } : {}), ...state });
  }
}
