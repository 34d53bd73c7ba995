import { append } from '../domain/multimap.ts';
import { readObjects } from './objects.ts';
import { type MessageLayout, readCommit, readLayout } from './parse.ts';
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import type { GitContext } from './run.ts';
import { lookUp } from './tree-paths.ts';

/** Where an object stands, and what brought it there. */
export type ObjectPlace = {
  /** Of the object; for a name, of what has that name. */
  object: string;
  kind: 'file' | 'commit-message' | 'tag-message' | 'note' | 'filename';
  path: RawPath;
  /** For a name: which of the path's parts it is, by where that begins. */
  nameAt: number;
  commit: string;
  author: string;
  date: string;
  ref?: string;
  reachable: boolean;
  present: boolean;
  /** Of a message: what comes before it in the object. */
  layout?: MessageLayout;
  /** Earlier places come first: commits in the order of the history, then what no commit brought. */
  order: number;
};

/** Marks the places at which a ref's tip still has one of the objects that are looked for. */
export async function markPresent(
  repository: Repository,
  places: readonly ObjectPlace[],
  tips: readonly string[],
): Promise<void> {
  const missing = new Map<RawPath, Map<string, ObjectPlace[]>>();
  for (const place of places) {
    if (place.present || place.path === '') continue;
    const objects = missing.get(place.path) ?? new Map<string, ObjectPlace[]>();
    missing.set(place.path, objects);
    append(objects, place.object, place);
  }
  const mark = (path: RawPath, id: string): void => {
    const objects = missing.get(path);
    for (const place of objects?.get(id) ?? []) place.present = true;
    if (objects?.delete(id) && objects.size === 0) missing.delete(path);
  };
  // What the first tip has, as it has most, need not be looked for in the others.
  for (const group of [tips.slice(0, 1), tips.slice(1)])
    if (missing.size > 0) await lookUp(repository, group, missing.keys(), mark);
}

/** Fills in who brought a place and when, and where a message begins. */
export async function addAuthors(context: GitContext, places: readonly ObjectPlace[]): Promise<void> {
  const source = (place: ObjectPlace): string => place.commit || (place.kind === 'tag-message' ? place.object : '');
  const byId = new Map<string, ObjectPlace[]>();
  for (const place of places) {
    const id = source(place);
    if (id !== '') append(byId, id, place);
  }
  for await (const { objects } of readObjects(context, [...byId.keys()])) {
    for (const { id, bytes } of objects) {
      const { author, date } = readCommit(bytes);
      for (const place of byId.get(id)!) {
        Object.assign(place, { author, date });
        if (place.kind === 'commit-message' || place.kind === 'tag-message') place.layout = readLayout(bytes);
      }
    }
  }
}
