import type { History } from './history.ts';
import type { Ref } from './repository.ts';
import { peelTags } from './tags.ts';

/** What refs and reflogs lead to. */
export type Graph = {
  refs: Ref[];
  /** Every commit that was read, ancestors first; the same order whatever the packs look like. */
  order: string[];
  /** Commits that a ref or a reflog leads to. */
  reachable: Set<string>;
  /** Commits that only notes refs lead to. */
  notes: Set<string>;
  /** Commits that refs point at, directly or through tags; HEAD and branches first. */
  tips: string[];
  /** Commits that a ref leads to, not only a reflog. */
  kept: Set<string>;
  /** What a ref points at in the end, behind all tags. */
  targetOf: (ref: Ref) => string;
  /** The first ref that leads through a tag. */
  refOfTag: (tag: string) => Ref | undefined;
};

/** Orders the commits of a history and tells which of them anything leads to. */
export function readGraph(history: History): Graph {
  const { refs, logged } = history.snapshot;
  const { targets, tags } = peelTags(
    refs.map(({ id }) => id),
    (id) => history.tags.get(id)?.object,
  );
  const targetOf = (ref: Ref): string => targets.get(ref.id)!;
  const isNotes = (ref: Ref): boolean => ref.name.startsWith('refs/notes/');
  const commitsOf = (list: Ref[]): string[] => list.map(targetOf).filter((id) => history.commits.has(id));

  const branches = refs.filter((ref) => ref.name.startsWith('refs/heads/'));
  const rest = refs.filter((ref) => !ref.name.startsWith('refs/heads/'));
  const heads = history.snapshot.heads.filter((id) => history.commits.has(id));
  const tips = [...new Set([...heads, ...commitsOf([...branches, ...rest])])];
  const ordinary = [...heads, ...commitsOf(refs.filter((ref) => !isNotes(ref)))];
  const reachable = walk(history, [...ordinary, ...logged]);
  const kept = walk(history, ordinary);
  // Notes refs have reflogs too, so what reflogs lead to says nothing.
  const notes = new Set([...walk(history, commitsOf(refs.filter(isNotes)))].filter((id) => !kept.has(id)));
  for (const id of notes) {
    reachable.add(id);
    kept.add(id);
  }
  const refOf = new Map<string, Ref>();
  for (const ref of refs) if (!refOf.has(ref.id)) refOf.set(ref.id, ref);
  const refOfTag = (tag: string): Ref | undefined => refOf.get(tags.get(tag) ?? '');
  return { refs, order: ancestorsFirst(history), reachable, notes, tips, kept, targetOf, refOfTag };
}

function walk(history: History, from: string[]): Set<string> {
  const seen = new Set<string>();
  const stack = [...from];
  while (stack.length > 0) {
    const id = stack.pop()!;
    if (seen.has(id) || !history.commits.has(id)) continue;
    seen.add(id);
    for (const parent of history.commits.get(id)!.parents) stack.push(parent);
  }
  return seen;
}

/** By date and id, but never before a parent. */
function ancestorsFirst(history: History): string[] {
  const byDate = [...history.commits].sort(([a, left], [b, right]) => left.seconds - right.seconds || (a < b ? -1 : 1));
  const placed: string[] = [];
  // Ids are not checked against contents, so a forged history could loop: nothing is opened twice.
  const opened = new Set<string>();
  const open = (id: string): { id: string; parents: string[] } => {
    opened.add(id);
    // The last one is taken first.
    return { id, parents: [...history.commits.get(id)!.parents].reverse() };
  };
  for (const [start] of byDate) {
    const stack = opened.has(start) ? [] : [open(start)];
    while (stack.length > 0) {
      const { id, parents } = stack[stack.length - 1]!;
      let waiting = parents.pop();
      while (waiting !== undefined && (opened.has(waiting) || !history.commits.has(waiting))) waiting = parents.pop();
      if (waiting !== undefined) {
        stack.push(open(waiting));
      } else {
        placed.push(id);
        stack.pop();
      }
    }
  }
  return placed;
}
