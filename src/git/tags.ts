/** Where tags lead. */
export type Peeled = {
  /** What each object leads to in the end: itself, where it is no tag. */
  targets: Map<string, string>;
  /** The tags on the way, each with the first of the objects that leads through it. */
  tags: Map<string, string>;
};

/**
 * Follows tags, and tags on tags, to their ends, however many stand in a row. Where they go in a circle,
 * as only forged ones can, a tag is the end.
 *
 * @param tagged what a tag is on; undefined for any other object
 */
export function peelTags(ids: Iterable<string>, tagged: (id: string) => string | undefined): Peeled {
  const targets = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const id of ids) {
    const way = [id];
    let at = id;
    for (let next = tagged(at); next !== undefined && !tags.has(at); next = tagged(at)) {
      tags.set(at, id);
      way.push(next);
      at = next;
    }
    const end = targets.get(at) ?? at;
    for (const step of way) targets.set(step, end);
  }
  return { targets, tags };
}
