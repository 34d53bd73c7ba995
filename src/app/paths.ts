import micromatch from 'micromatch';
import { ClawbackError } from '../domain/errors.ts';
import { TooSlow, within } from './deadline.ts';

/** Asks whether a path matches one of some globs; none at all means any path. */
export type PathQuestion = (path: string | undefined, globs: readonly string[]) => boolean;

/** How long one path may be matched with one glob: a thousand times of what any takes. */
const PATIENCE_MS = 1000;

const compiled = new Map<string, (path: string) => boolean>();

/** A glob as a function, made once. Dots are matched like any other character, and so are line ends. */
function matcher(glob: string): (path: string) => boolean {
  let match = compiled.get(glob);
  if (!match) {
    // micromatch hands its options on to picomatch, which takes `flags` as text; its types say otherwise.
    const options = { dot: true, flags: 's' } as unknown as micromatch.Options;
    const whole = fromTop(glob);
    const matches = micromatch.matcher(whole, options);
    match = isSimple(whole) ? matches : (path) => patiently(matches, glob, path);
    compiled.set(glob, match);
  }
  return match;
}

/** A glob with the habits of gitignore: "/" in front is the top, and "/" at the end means all that is below. */
function fromTop(glob: string): string {
  const below = glob.endsWith('/') ? '/**' : '';
  return `${glob.replace(/\/+$/, '')}${below}`.replace(/^\/+/, '');
}

/** With so few wildcards no path takes long; with more, a path can be made that takes for ever. */
function isSimple(glob: string): boolean {
  const stars = glob.split('/').map((part) => part.match(/\*+/g)?.length ?? 0);
  return !/[@!?+*]\(/.test(glob) && Math.max(...stars) <= 2 && stars.reduce((sum, count) => sum + count, 0) <= 4;
}

function patiently(matches: (path: string) => boolean, glob: string, path: string): boolean {
  try {
    return within(PATIENCE_MS, () => matches(path));
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error;
    throw new ClawbackError('bad-config', `the glob "${glob}" takes too long to match: write it with fewer wildcards`);
  }
}

/**
 * Whether a path matches one of some globs.
 *
 * @param path with "/" between its parts; undefined where there is none, which matches no glob
 * @param globs none at all means any path
 * @throws ClawbackError `bad-config` for a glob that takes too long
 */
export function matchesPath(path: string | undefined, globs: readonly string[]): boolean {
  if (globs.length === 0) return true;
  // A file that was named outside of any repository may be told by its whole path.
  const relative = path?.replace(/^\/+/, '');
  return relative !== undefined && globs.some((glob) => matcher(glob)(relative));
}
