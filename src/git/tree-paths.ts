import { hexId } from './ids.ts';
import { readObjects } from './objects.ts';
import { eachTreeEntry, readCommit } from './parse.ts';
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { startGit } from './run.ts';

/** A folder or file that is asked for, or that leads to one. */
type Step = { path: RawPath | null; below: Map<RawPath, Step> };

/**
 * Looks paths up in many commits or trees at once. Each tree on the way is read one time, however many
 * commits have it: git itself would go down from the top for every path of every commit.
 *
 * @param visit called with what stands at a path, once for each tree that holds it there
 */
export async function lookUp(
  repository: Repository,
  roots: Iterable<string>,
  paths: Iterable<RawPath>,
  visit: (path: RawPath, id: string) => void,
): Promise<void> {
  const idLength = repository.objectFormat === 'sha256' ? 32 : 20;
  const top = stepsTo(paths);
  let level = new Map<string, Set<Step>>();
  for (const root of roots) level.set(root, new Set([top]));
  while (level.size > 0) {
    const next = new Map<string, Set<Step>>();
    const go = (id: string, step: Step): void => {
      const known = next.get(id);
      if (known) known.add(step);
      else next.set(id, new Set([step]));
    };
    for await (const { objects } of readObjects(repository.context, [...level.keys()])) {
      for (const { id, type, bytes } of objects) {
        const steps = level.get(id)!;
        if (type === 'commit') {
          const { tree } = readCommit(bytes);
          if (/^[0-9a-f]{40,64}$/.test(tree)) for (const step of steps) go(tree, step);
        } else if (type === 'tree') {
          eachTreeEntry(bytes, idLength, ({ mode, name, idAt }) => {
            for (const { below } of steps) {
              const step = below.get(name);
              if (!step) continue;
              const entry = hexId(bytes, idAt, idLength);
              if (step.path !== null) visit(step.path, entry);
              if (step.below.size > 0 && (mode & 0o170000) === 0o40000) go(entry, step);
            }
          });
        }
      }
    }
    level = next;
  }
}

/** Paths as a tree of their parts. */
function stepsTo(paths: Iterable<RawPath>): Step {
  const top: Step = { path: null, below: new Map() };
  for (const path of paths) {
    let step = top;
    for (const name of path.split('/')) {
      const known = step.below.get(name);
      const next = known ?? { path: null, below: new Map() };
      if (!known) step.below.set(name, next);
      step = next;
    }
    step.path = path;
  }
  return top;
}

/** Those objects that the trees of commits hold, at whatever path; what cannot be read holds nothing. */
export async function heldIn(
  repository: Repository,
  commits: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Set<string>> {
  const held = new Set<string>();
  if (commits.length === 0 || wanted.size === 0) return held;
  const args = ['rev-list', '--objects', '--no-walk', '--missing=allow-any', '--stdin'];
  const { child, ended } = startGit(repository.context, args);
  child.stdin.end(commits.map((id) => `${id}\n`).join(''));
  let rest = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const id = line.split(' ', 1)[0]!;
      if (wanted.has(id)) held.add(id);
    }
  }
  await ended;
  return held;
}
