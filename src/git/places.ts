import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { blobKey } from '../domain/blob.ts';
import { append } from '../domain/multimap.ts';
import { readGraph } from './graph.ts';
import type { History } from './history.ts';
import { hexId } from './ids.ts';
import { readObjects } from './objects.ts';
import { type Change, eachTreeEntry, RawDiffParser, readCommit, readHeaders } from './parse.ts';
import { pathParts, type RawPath } from './path.ts';
import type { Ref, Repository } from './repository.ts';
import { type GitContext, nulSeparated, runGit, startGit } from './run.ts';

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

/** A place on its way, before it is known who brought it and whether it is still there. */
type NewPlace = Pick<ObjectPlace, 'object' | 'kind' | 'path' | 'commit' | 'reachable'> & Partial<ObjectPlace>;
type Add = (key: string, place: NewPlace) => void;

/** What places are asked for: objects by id, names as trees have them. */
export type Wanted = { blobs: Set<string>; names: Set<RawPath>; commits: Set<string>; tags: Set<string> };

/**
 * Finds where objects of a history stand: for each path, the commit that first brought it there.
 *
 * @returns places by the key of the object or name
 */
export async function locate(history: History, wanted: Wanted): Promise<Map<string, ObjectPlace[]>> {
  const { repository } = history;
  const graph = await readGraph(history);
  const places = new Map<string, ObjectPlace[]>();
  let order = 0;
  const add: Add = (key, place) => {
    append(places, key, { nameAt: 0, author: '', date: '', present: false, linesBefore: 0, order, ...place });
    order += 1;
  };

  if (wanted.blobs.size > 0 || wanted.names.size > 0) {
    const seen = new Set<string>();
    const first = (key: string): boolean => !seen.has(key) && Boolean(seen.add(key));
    for await (const change of changesOf(repository, graph.order)) {
      const common = {
        object: change.id,
        path: change.path,
        commit: change.commit,
        reachable: graph.reachable.has(change.commit),
      };
      if (wanted.blobs.has(change.id) && first(`${change.id} ${change.path}`)) {
        add(blobKey('blob', change.id), { ...common, kind: graph.notes.has(change.commit) ? 'note' : 'file' });
      }
      for (const part of wanted.names.size > 0 ? pathParts(change.path) : []) {
        if (wanted.names.has(part.name) && first(`${part.name} ${change.path.slice(0, part.at)}`)) {
          add(blobKey('name', part.name), { ...common, kind: 'filename', nameAt: part.at });
        }
      }
    }
    await markPresent(repository, places, graph.tips);
    await addIndexPlaces(repository, wanted, places, add);
    for (const ref of graph.refs) {
      const target = graph.peel(ref.id);
      if (!history.commits.has(target) && !wanted.blobs.has(target)) await addTree(repository, wanted, target, ref, places, add);
      if (wanted.blobs.has(target) && !places.has(blobKey('blob', target))) {
        add(blobKey('blob', target), {
          object: target,
          kind: 'file',
          path: '',
          commit: '',
          ref: ref.name,
          reachable: true,
          present: true,
        });
      }
    }
    await addDangling(history, wanted, places, add);
  }

  for (const id of wanted.commits) {
    add(blobKey('commit', id), {
      object: id,
      kind: 'commit-message',
      path: '',
      commit: id,
      reachable: graph.reachable.has(id),
      // No later commit can take a message out.
      present: graph.kept.has(id),
    });
  }
  for (const id of wanted.tags) {
    const ref = graph.refs.find((candidate) => graph.tagsOf(candidate.id).includes(id));
    const name = ref ? { ref: ref.name } : {};
    add(blobKey('tag', id), {
      object: id,
      kind: 'tag-message',
      path: '',
      commit: '',
      ...name,
      reachable: ref !== undefined,
      present: ref !== undefined,
    });
  }
  await addAuthors(repository.context, [...places.values()].flat());
  return places;
}

/**
 * What each commit brought, in the order of the commits; of a merge, what none of its parents had.
 * A commit whose trees cannot be read is passed over: that object was reported when it was read.
 */
export async function* changesOf(
  repository: Repository,
  commits: readonly string[],
  options: string[] = ['--no-renames'],
  onUnreadable: (commit: string) => void = () => {},
): AsyncGenerator<Change> {
  let next = 0;
  while (next < commits.length) {
    const { child, ended } = startGit(repository.context, [
      'diff-tree',
      '--stdin',
      '--always',
      '--root',
      '-r',
      '-c',
      '--combined-all-paths',
      '--raw',
      '-z',
      '--no-abbrev',
      '--ignore-submodules=none',
      ...options,
    ]);
    child.stdin.end(`${commits.slice(next).join('\n')}\n`);
    const parser = new RawDiffParser();
    let reached = next;
    for await (const pieces of nulSeparated(child.stdout)) {
      const changes: Change[] = [];
      parser.push(
        pieces,
        (change) => changes.push(change),
        () => {
          reached += 1;
        },
      );
      yield* changes;
    }
    const { code } = await ended;
    if (code === 0) return;
    // The commit after the last one named is the one that ended the process.
    if (reached > next) next = reached;
    else {
      onUnreadable(commits[next]!);
      next += 1;
    }
  }
}

/** Marks the places at which a ref's tip still has one of the objects that are looked for. */
export async function markPresent(
  repository: Repository,
  places: ReadonlyMap<string, ObjectPlace[]>,
  tips: readonly string[],
): Promise<void> {
  const byPath = new Map<RawPath, ObjectPlace[]>();
  for (const place of [...places.values()].flat()) append(byPath, place.path, place);
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
  // An argument is text, and a path may be no UTF-8: whole trees are listed instead.
  for (const tip of odd.size > 0 ? tips : []) {
    const { stdout } = await runGit(repository.context, ['ls-tree', '-r', '-z', '--full-tree', tip]);
    for (const entry of stdout.toString('latin1').split('\0')) {
      const match = /^\d+ \w+ ([0-9a-f]+)\t(.*)$/s.exec(entry);
      if (!match || !odd.has(match[2]!)) continue;
      for (const place of byPath.get(match[2]!)!) if (place.object === match[1]) place.present = true;
    }
  }
}

/** Every entry of every index: of this work tree and linked ones, in any stage of a merge. */
export async function indexEntries(repository: Repository): Promise<{ mode: number; id: string; path: RawPath }[]> {
  const linked = join(repository.commonDir, 'worktrees');
  const context = { ...repository.context, ambient: false };
  const gitDirs = [
    repository.commonDir,
    ...(existsSync(linked)
      ? readdirSync(linked)
          .sort()
          .map((name) => join(linked, name))
      : []),
  ];
  const entries: { mode: number; id: string; path: RawPath }[] = [];
  for (const gitDir of gitDirs.filter((dir) => existsSync(join(dir, 'index')))) {
    const { stdout } = await runGit(context, [`--git-dir=${gitDir}`, 'ls-files', '--stage', '-z']);
    for (const entry of stdout.toString('latin1').split('\0')) {
      const match = /^(\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(entry);
      if (match) entries.push({ mode: Number.parseInt(match[1]!, 8), id: match[2]!, path: match[3]! });
    }
  }
  return entries;
}

/** What is only in an index. */
async function addIndexPlaces(
  repository: Repository,
  wanted: Wanted,
  places: Map<string, ObjectPlace[]>,
  add: Add,
): Promise<void> {
  for (const { id, path } of await indexEntries(repository)) {
    const known = places.get(blobKey('blob', id))?.find((place) => place.path === path);
    if (known) {
      known.present = true;
      known.reachable = true;
    } else if (wanted.blobs.has(id)) {
      add(blobKey('blob', id), { object: id, kind: 'file', path, commit: '', reachable: true, present: true });
    }
    for (const part of pathParts(path)) {
      if (
        wanted.names.has(part.name) &&
        !places
          .get(blobKey('name', part.name))
          ?.some((place) => place.path.startsWith(path.slice(0, part.at + part.name.length)))
      ) {
        add(blobKey('name', part.name), {
          object: id,
          kind: 'filename',
          path,
          nameAt: part.at,
          commit: '',
          reachable: true,
          present: true,
        });
      }
    }
  }
}

/** What a ref that points straight at a tree leads to. */
async function addTree(
  repository: Repository,
  wanted: Wanted,
  tree: string,
  ref: Ref,
  places: Map<string, ObjectPlace[]>,
  add: Add,
): Promise<void> {
  const { code, stdout } = await runGit(repository.context, ['ls-tree', '-r', '-z', '--full-tree', tree]);
  if (code !== 0) return;
  for (const entry of stdout.toString('latin1').split('\0')) {
    const match = /^\d+ \w+ ([0-9a-f]+)\t(.*)$/s.exec(entry);
    if (!match || !wanted.blobs.has(match[1]!)) continue;
    const [object, path] = [match[1]!, match[2]!];
    if (places.get(blobKey('blob', object))?.some((place) => place.path === path)) continue;
    add(blobKey('blob', object), { object, kind: 'file', path, commit: '', ref: ref.name, reachable: true, present: true });
  }
}

/** Objects and names that no commit, index or ref leads to: by their names in trees, where there are any. */
async function addDangling(
  history: History,
  wanted: Wanted,
  places: Map<string, ObjectPlace[]>,
  add: Add,
): Promise<void> {
  const blobs = new Set([...wanted.blobs].filter((id) => !places.has(blobKey('blob', id))));
  const names = new Set([...wanted.names].filter((name) => !places.has(blobKey('name', name))));
  if (blobs.size === 0 && names.size === 0) return;
  const idLength = history.repository.objectFormat === 'sha256' ? 32 : 20;
  const found = new Map<string, { name: RawPath; object: string }>();
  for await (const { objects } of readObjects(history.repository.context, history.trees)) {
    for (const { bytes } of objects) {
      eachTreeEntry(bytes, idLength, ({ name, idAt }) => {
        const object = hexId(bytes, idAt, idLength);
        if (blobs.has(object) && !((found.get(object)?.name ?? '\uffff') <= name)) found.set(object, { name, object });
        if (names.has(name)) found.set(name, { name, object });
      });
    }
  }
  for (const id of blobs) {
    add(blobKey('blob', id), {
      object: id,
      kind: 'file',
      path: found.get(id)?.name ?? '',
      commit: '',
      reachable: false,
    });
  }
  for (const name of names) {
    add(blobKey('name', name), {
      object: found.get(name)?.object ?? '',
      kind: 'filename',
      path: name,
      commit: '',
      reachable: false,
    });
  }
}

/** Fills in who brought a place and when, and where a message begins. */
export async function addAuthors(context: GitContext, places: ObjectPlace[]): Promise<void> {
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
