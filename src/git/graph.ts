import type { History } from './history.ts';
import { headId, listReflogs, listRefs, type Ref, worktreeHeads } from './repository.ts';

/** What refs and reflogs lead to. */
export type Graph = {
  refs: Ref[];
  head: string | null;
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
  /** The tags that a ref leads through. */
  tagsOf: (id: string) => string[];
  /** What a tag points at in the end; any other object is itself. */
  peel: (id: string) => string;
};

/** Orders the commits of a history and tells which of them anything leads to. */
export async function readGraph(history: History): Promise<Graph> {
  const { repository } = history;
  const refs = await listRefs(repository);
  const head = await headId(repository);
  const others = await worktreeHeads(repository);
  const peel = (id: string): string => {
    let at = id;
    for (let depth = 0; depth < 20; depth += 1) {
      const tag = history.tags.get(at);
      if (!tag) return at;
      at = tag.object;
    }
    return at;
  };
  const isNotes = (ref: Ref): boolean => ref.name.startsWith('refs/notes/');
  const commitsOf = (list: Ref[]): string[] => list.map((ref) => peel(ref.id)).filter((id) => history.commits.has(id));

  const branches = refs.filter((ref) => ref.name.startsWith('refs/heads/'));
  const rest = refs.filter((ref) => !ref.name.startsWith('refs/heads/'));
  const heads = [...(head ? [head] : []), ...others].filter((id) => history.commits.has(id));
  const tips = [...new Set([...heads, ...commitsOf([...branches, ...rest])])];
  const ordinary = [...heads, ...commitsOf(refs.filter((ref) => !isNotes(ref)))];
  const reachable = walk(history, [...ordinary, ...(await listReflogs(repository))]);
  const kept = walk(history, ordinary);
  // Notes refs have reflogs too, so what reflogs lead to says nothing.
  const notes = new Set([...walk(history, commitsOf(refs.filter(isNotes)))].filter((id) => !kept.has(id)));
  for (const id of notes) {
    reachable.add(id);
    kept.add(id);
  }
  const tagsOf = (id: string): string[] => {
    const path: string[] = [];
    for (
      let at: string | undefined = id;
      at && history.tags.has(at) && path.length < 20;
      at = history.tags.get(at)?.object
    )
      path.push(at);
    return path;
  };
  return { refs, head, order: ancestorsFirst(history), reachable, notes, tips, kept, tagsOf, peel };
}

function walk(history: History, from: string[]): Set<string> {
  const seen = new Set<string>();
  const stack = [...from];
  while (stack.length > 0) {
    const id = stack.pop()!;
    if (seen.has(id) || !history.commits.has(id)) continue;
    seen.add(id);
    stack.push(...history.commits.get(id)!.parents);
  }
  return seen;
}

/** By date and id, but never before a parent. */
function ancestorsFirst(history: History): string[] {
  const byDate = [...history.commits].sort(([a, left], [b, right]) => left.seconds - right.seconds || (a < b ? -1 : 1));
  const placed = new Set<string>();
  // Ids are not checked against contents, so a forged history could loop: nothing is opened twice.
  const opened = new Set<string>();
  for (const [start] of byDate) {
    const stack = [start];
    while (stack.length > 0) {
      const id = stack[stack.length - 1]!;
      opened.add(id);
      const waiting = history.commits
        .get(id)!
        .parents.find((parent) => history.commits.has(parent) && !opened.has(parent));
      if (waiting !== undefined) {
        stack.push(waiting);
      } else {
        placed.add(id);
        stack.pop();
      }
    }
  }
  return [...placed];
}
