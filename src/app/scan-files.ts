import { type Blob, blobKey } from '../domain/blob.ts';
import { readFile } from '../files/read.ts';
import type { ObjectPlace } from '../git/object-place.ts';
import { pathParts, type RawPath, showPath } from '../git/path.ts';
import type { GitContext } from '../git/run.ts';
import { findTargets, GONE, Skips } from './file-targets.ts';
import type { Located } from './findings.ts';
import type { PathQuestion } from './paths.ts';
import { type SourceContext, type SourceResult, skippedOf } from './source.ts';

export type FilesOptions = {
  /** As given; none means the folder we are in. */
  paths: string[];
  /** Ignored files too. */
  all: boolean;
  matchesPath: PathQuestion;
  include: string[];
  exclude: string[];
};

/** How much is read before it is handed to the scanner. */
const BATCH = 4 << 20;

/** Scans files as they are on disk. */
export async function scanFiles(git: GitContext, options: FilesOptions, context: SourceContext): Promise<SourceResult> {
  const skipped = new Skips();
  const targets = await findTargets(git, options.paths, options.all, skipped);
  const chosen = [...targets.values()].filter(({ path }) => {
    const shown = showPath(path).path;
    if (
      options.matchesPath(shown, options.include) &&
      !(options.exclude.length > 0 && options.matchesPath(shown, options.exclude))
    )
      return true;
    skipped.count('excluded paths', 'the configuration leaves them out');
    return false;
  });
  context.progress.total(chosen.length);

  const names = new Map<RawPath, { path: RawPath; at: number }[]>();
  let batch: Blob[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    await context.scanner.add(batch);
    context.progress.step(batch.filter((blob) => blob.kind === 'blob').length);
    batch = [];
    size = 0;
  };
  for (const { path, file } of chosen) {
    for (const part of pathParts(path)) {
      const known = names.get(part.name);
      if (known) known.push({ path, at: part.at });
      else {
        names.set(part.name, [{ path, at: part.at }]);
        batch.push({ id: part.name, kind: 'name', bytes: Buffer.from(part.name, 'latin1') });
      }
    }
    const bytes = contentOf(path, file, skipped);
    if (bytes) {
      batch.push({ id: path, kind: 'blob', bytes });
      size += bytes.length;
    }
    if (size >= BATCH) await flush();
  }
  await flush();
  await context.scanner.settle();

  const located: Located[] = [];
  const order = new Map([...targets.keys()].map((path, index) => [path, index]));
  const { tally } = context.scanner;
  for (const { kind, id, object, candidates } of tally.results.values()) {
    if (candidates.length === 0) continue;
    const at = kind === 'name' ? firstOfEach(names.get(id)!, id) : [{ path: id, at: 0 }];
    located.push({
      candidates,
      places: at.map(({ path, at }) => ({
        ...HERE,
        object: kind === 'name' ? (tally.results.get(blobKey('blob', path))?.object ?? '') : object,
        kind: kind === 'name' ? 'filename' : 'file',
        path,
        nameAt: at,
        order: order.get(path)!,
      })),
    });
  }
  return {
    kind: 'scan',
    located,
    commits: 0,
    skipped: [...skipped.list(), ...skippedOf(tally, (id) => showPath(id).path)],
    root: null,
  };
}

/** Scans one text that has no place of its own. */
export async function scanStdin(bytes: Uint8Array, name: string | null, context: SourceContext): Promise<SourceResult> {
  const id = Buffer.from(name ?? '', 'utf8').toString('latin1');
  await context.scanner.add([{ id, kind: 'blob', bytes }]);
  await context.scanner.settle();
  const { tally } = context.scanner;
  const candidates = tally.results.get(blobKey('blob', id))?.candidates ?? [];
  const located = candidates.length > 0 ? [{ candidates, places: [placeOfText(id)] }] : [];
  const shown = name || 'standard input';
  return { kind: 'scan', located, commits: 0, skipped: skippedOf(tally, () => shown), root: null };
}

/** Where a text stands that has no place of its own, or the one that it is taken for. */
export function placeOfText(path: RawPath): ObjectPlace {
  return { ...HERE, object: '', kind: 'file', path, nameAt: 0, order: 0 };
}

const HERE = { commit: '', author: '', date: '', reachable: true, present: true } as const;

/** One place for each folder or file of that name, not one for each file below it. */
function firstOfEach(places: { path: RawPath; at: number }[], name: RawPath): { path: RawPath; at: number }[] {
  const seen = new Set<string>();
  return places.filter(({ path, at }) => {
    const head = path.slice(0, at + name.length);
    return !seen.has(head) && seen.add(head);
  });
}

function contentOf(path: RawPath, file: RawPath, skipped: Skips): Uint8Array | null {
  const read = readFile(Buffer.from(file, 'latin1'));
  const what = showPath(path).path;
  switch (read.is) {
    case 'content':
      if (read.changed) skipped.add({ what, why: 'it kept changing while it was read', incomplete: true });
      return read.bytes;
    case 'other':
      if (read.what === 'folder')
        skipped.count('submodules', 'they are repositories of their own: scan them by themselves');
      else skipped.count(`${read.what}s`, 'they hold no content of their own');
      return null;
    case 'gone':
      skipped.count(...GONE);
      return null;
    case 'unreadable':
      skipped.add({ what, why: read.why, incomplete: true });
      return null;
  }
}
