import { blobKey, type Skip } from '../domain/blob.ts';
import { commitGaps, treeGaps } from '../git/gaps.ts';
import { History } from '../git/history.ts';
import { locate, type Wanted } from '../git/places.ts';
import type { Repository } from '../git/repository.ts';
import type { Located } from './findings.ts';
import { type SourceContext, type SourceResult, skippedOf } from './source.ts';

/** Scans every object of a repository, and looks up places for the few that hold something. */
export async function scanHistory(repository: Repository, context: SourceContext): Promise<SourceResult> {
  const { scanner, progress, walk } = context;
  const history = await History.open(repository);
  progress.total(history.size);
  await walk(history.work, (news) => {
    progress.step(news.read);
    history.take(news);
  });
  for await (const blobs of history.read((count) => progress.step(count))) await scanner.add(blobs);
  await scanner.settle();

  const wanted: Wanted = { blobs: new Set(), names: new Set(), commits: new Set(), tags: new Set() };
  const sets = { blob: wanted.blobs, name: wanted.names, commit: wanted.commits, tag: wanted.tags };
  const found = [...scanner.tally.results.values()].filter((scan) => scan.candidates.length > 0);
  for (const { kind, id } of found) sets[kind].add(id);

  const located: Located[] = [];
  let gaps: Skip[] = [];
  if (found.length > 0) {
    const { places, commits, trees } = await locate(history, wanted);
    gaps = [...(await commitGaps(repository, commits)), ...(await treeGaps(repository, trees))];
    for (const { kind, id, candidates } of found) {
      const known = places.get(blobKey(kind, id));
      if (!known) throw new Error(`no place was found for ${kind} ${id}`);
      located.push({ candidates, places: known });
    }
  }
  // Of what comes to the same, what came first counts, however the objects are packed.
  const firstOf = new Map(
    located.map((one) => [one, one.places.reduce((first, { order }) => Math.min(first, order), Infinity)]),
  );
  located.sort((a, b) => firstOf.get(a)! - firstOf.get(b)!);
  const skipped = [...(await history.gaps()), ...gaps, ...skippedOf(scanner.tally, (id) => `object ${id}`)];
  return { kind: 'audit', located, commits: history.commits.size, skipped, root: repository.root };
}
