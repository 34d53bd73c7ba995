import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import { type Blob, blobKey } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import type { ScanKind } from '../domain/report.ts';
import { readFile } from '../files/read.ts';
import { blobId } from '../git/ids.ts';
import { addAuthors, type ObjectPlace } from '../git/object-place.ts';
import { readObjects } from '../git/objects.ts';
import { type RawPath, showPath } from '../git/path.ts';
import { isInside } from './file-names.ts';
import { compareText } from './finding-places.ts';
import { sameness } from './fingerprint.ts';
import type { Target } from './perform.ts';
import { type SourceContext, type SourceResult, skippedOf } from './source.ts';
import type { Located } from './spots.ts';
import { archiveOf, type ToldPlace, type ToldReport } from './told-report.ts';

/**
 * Scans what a report names, each object once: the report itself holds no secret. What no commit brought is
 * taken from the work tree as it is now, where it is still there.
 */
export async function scanReport(
  told: ToldReport,
  { repository, root }: Target,
  kind: ScanKind,
  { scanner, progress }: SourceContext,
): Promise<SourceResult> {
  const places = placesOf(told);
  const names = new Map<string, string>();
  const scanned = new Map<string, Blob['kind']>();
  const scan = async (blob: Blob): Promise<void> => {
    if (scanned.has(blob.id)) return;
    scanned.set(blob.id, blob.kind);
    await scanner.add([blob]);
    progress.step(1);
  };
  /** The ids of files' content, by path; null for one that cannot be read. */
  const files = new Map<RawPath, string | null>();
  const scanFile = async ({ path }: ObjectPlace): Promise<void> => {
    if (files.has(path)) return;
    const read = root === null ? null : readBelow(root, path);
    const id = read?.is === 'content' ? blobId(read.bytes, repository?.objectFormat ?? 'sha1') : null;
    files.set(path, id);
    if (read?.is !== 'content' || id === null) return;
    names.set(id, showPath(path).path);
    await scan({ id, kind: 'blob', bytes: read.bytes });
  };

  progress.total(new Set(places.map(({ object }) => object)).size);
  for (const place of places) if (isLoose(place)) await scanFile(place);
  if (repository) {
    const wanted = new Set(places.map(({ object }) => object).filter((id) => OBJECT_ID.test(id) && !scanned.has(id)));
    for await (const { objects } of readObjects(repository.context, [...wanted])) {
      for (const { id, type, bytes } of objects) if (type !== 'tree') await scan({ id, kind: type, bytes });
    }
    await addAuthors(
      repository.context,
      places.filter((place) => /-message$/.test(place.kind) && scanned.has(place.object)),
    );
  }
  // An object that is not here may still be a file.
  for (const place of places) if (isFile(place) && !scanned.has(place.object)) await scanFile(place);
  await scanner.settle();

  const candidatesOf = (id: string): Candidate[] =>
    scanner.tally.results.get(blobKey(scanned.get(id) ?? 'blob', id))?.candidates ?? [];
  const byObject = new Map<string, ObjectPlace[]>();
  const older: Located[] = [];
  for (const place of places) {
    const isOnDisk = isLoose(place) || (isFile(place) && !scanned.has(place.object));
    const now = (isOnDisk ? files.get(place.path) : null) ?? place.object;
    append(byObject, now, { ...place, object: now });
    if (now === place.object) continue;
    // What was taken out of the file since may live; what is still in it is as the file has it, with its comments.
    const known = new Set(candidatesOf(now).map(({ secret }) => sameness(secret)));
    const gone = candidatesOf(place.object).filter(({ secret }) => !known.has(sameness(secret)));
    older.push({ candidates: gone, places: [place] });
  }
  const located = [...byObject].map(([id, at]) => ({ candidates: candidatesOf(id), places: at }));
  return {
    kind,
    located: [...located, ...older].filter(({ candidates }) => candidates.length > 0),
    commits: 0,
    skipped: skippedOf(scanner.tally, (id) => names.get(id) ?? `object ${id}`),
    root,
  };
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const isFile = ({ kind, path }: ObjectPlace): boolean => kind === 'file' && path !== '';

/** Whether it is of the work tree or the index. */
const isLoose = (place: ObjectPlace): boolean => isFile(place) && place.commit === '' && place.ref === undefined;

/**
 * Where the report's secrets stand, each place once, in the order of the history as far as dates tell it. Names
 * are no content: a secret in one is masked in the report.
 */
function placesOf({ findings }: ToldReport): ObjectPlace[] {
  const places = new Map<string, ObjectPlace>();
  for (const told of findings.flatMap((finding) => finding.places)) {
    if (told.kind === 'filename') continue;
    const place = placeOf(told);
    places.set(JSON.stringify([place.kind, place.path, place.object, place.commit, place.ref]), place);
  }
  const time = ({ date }: ObjectPlace): number => Date.parse(date) || Number.MAX_SAFE_INTEGER;
  const sorted = [...places.values()].sort((a, b) => time(a) - time(b) || compareText(a.path, b.path));
  return sorted.map((place, order) => ({ ...place, order }));
}

function placeOf({ kind, path, pathBytes, within, commit, ref, ...told }: ToldPlace): ObjectPlace {
  const raw = Buffer.from(pathBytes ?? path, pathBytes === undefined ? 'utf8' : 'base64').toString('latin1');
  return {
    kind,
    path: archiveOf(raw, within),
    nameAt: 0,
    object: told.object,
    commit: OBJECT_ID.test(commit) ? commit : '',
    author: told.author,
    date: told.date,
    ...(ref === undefined ? {} : { ref }),
    reachable: told.reachable,
    present: told.present,
    order: 0,
  };
}

/** Reads a file in a folder; null where its path leads out of there, over ".." or a link, or nowhere. */
function readBelow(root: string, path: RawPath): ReturnType<typeof readFile> | null {
  const top = Buffer.from(root, 'utf8').toString('latin1');
  const file = posix.resolve(top, path);
  try {
    const folder = realpathSync(Buffer.from(posix.dirname(file), 'latin1'), { encoding: 'latin1' });
    const real = realpathSync(Buffer.from(top, 'latin1'), { encoding: 'latin1' });
    if (!isInside(folder, real)) return null;
    return readFile(Buffer.from(posix.join(folder, posix.basename(file)), 'latin1'));
  } catch {
    return null;
  }
}
