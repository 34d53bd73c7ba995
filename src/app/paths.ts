import micromatch from 'micromatch';

/** Asks whether a path matches one of some globs; none at all means any path. */
export type PathQuestion = (path: string | undefined, globs: readonly string[]) => boolean;

const compiled = new Map<string, (path: string) => boolean>();

/** A glob as a function, made once. Dots are matched like any other character. */
function matcher(glob: string): (path: string) => boolean {
  let match = compiled.get(glob);
  if (!match) {
    match = micromatch.matcher(glob, { dot: true });
    compiled.set(glob, match);
  }
  return match;
}

/**
 * Whether a path matches one of some globs.
 *
 * @param path with "/" between its parts; undefined where there is none, which matches no glob
 * @param globs none at all means any path
 */
export function matchesPath(path: string | undefined, globs: readonly string[]): boolean {
  if (globs.length === 0) return true;
  return path !== undefined && globs.some((glob) => matcher(glob)(path));
}
