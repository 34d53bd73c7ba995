import { headId, listReflogs, listRefs, type Ref, type Repository, worktreeHeads } from './repository.ts';
import { type Indexes, listIndexes } from './trees.ts';

/** What leads into a repository's objects, as it was at one moment: work goes on while it is scanned. */
export type Snapshot = {
  refs: Ref[];
  /** What the HEADs of all work trees name, this one's first; whether or not there is such an object. */
  heads: string[];
  /** The commits that reflogs mention. */
  logged: string[];
  indexes: Indexes;
};

/** Reads all that leads to objects. Objects that are listed afterwards hold all that it names. */
export async function takeSnapshot(repository: Repository): Promise<Snapshot> {
  const [refs, own, others, logged, indexes] = await Promise.all([
    listRefs(repository),
    headId(repository),
    worktreeHeads(repository),
    listReflogs(repository),
    listIndexes(repository),
  ]);
  return { refs, heads: [...new Set([...(own === null ? [] : [own]), ...others])], logged, indexes };
}
