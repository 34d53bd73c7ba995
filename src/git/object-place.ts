import { append } from '../domain/multimap.ts';
import { readObjects } from './objects.ts';
import { readCommit, readHeaders } from './parse.ts';
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { type GitContext, runGit } from './run.ts';
import { listTree } from './trees.ts';

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
  /** How many lines of the object come before a message's first. */
  linesBefore: number;
  /** Earlier places come first: commits in the order of the history, then what no commit brought. */
  order: number;
};

/** Marks the places at which a ref's tip still has one of the objects that are looked for. */
export async function markPresent(
  repository: Repository,
  places: readonly ObjectPlace[],
  tips: readonly string[],
): Promise<void> {
  const byPath = new Map<RawPath, ObjectPlace[]>();
  for (const place of places) append(byPath, place.path, place);
  // The protocol of --batch-check is lines, of which a CR before the end is dropped.
  const odd = new Set([...byPath.keys()].filter((path) => /\n|\r$/.test(path)));
  const plain = [...byPath.keys()].filter((path) => !odd.has(path));
  for (const group of [tips.slice(0, 1), tips.slice(1)]) {
    const asked = group.flatMap((tip) =>
      plain.filter((path) => byPath.get(path)!.some((place) => !place.present)).map((path) => ({ tip, path })),
    );
    if (asked.length === 0) continue;
    const input = Buffer.from(`${asked.map(({ tip, path }) => `${tip}:${path}`).join('\n')}\n`, 'latin1');
    const { stdout } = await runGit(repository.context, ['cat-file', '--batch-check=%(objectname)', '--buffer'], input);
    stdout
      .toString('latin1')
      .split('\n')
      .forEach((line, index) => {
        const path = asked[index]?.path;
        if (path !== undefined) for (const place of byPath.get(path)!) if (place.object === line) place.present = true;
      });
  }
  for (const tip of odd.size > 0 ? tips : []) {
    for (const { id, path } of await listTree(repository, tip)) {
      for (const place of odd.has(path) ? byPath.get(path)! : []) if (place.object === id) place.present = true;
    }
  }
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
      const { messageAt } = readHeaders(bytes);
      const linesBefore =
        Buffer.from(bytes.buffer, bytes.byteOffset, messageAt).toString('latin1').split('\n').length - 1;
      for (const place of byId.get(id)!) {
        Object.assign(place, { author, date });
        if (place.kind === 'commit-message' || place.kind === 'tag-message') place.linesBefore = linesBefore;
      }
    }
  }
}
