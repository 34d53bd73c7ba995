import { resolveOverlaps } from '../detect/merge.ts';
import type { Candidate } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import type { Rule } from '../domain/rule.ts';
import type { ObjectPlace } from '../git/object-place.ts';
import { type RawPath, showPath } from '../git/path.ts';
import type { AllowEntry } from './config.ts';
import type { IgnoreFile } from './ignore.ts';
import type { PathQuestion } from './paths.ts';
import { lowersConfidence } from './surroundings.ts';

/** An object that holds something, and where it stands. */
export type Located = { candidates: Candidate[]; places: ObjectPlace[] };

/** What depends on paths. */
export type PathRules = {
  rules: ReadonlyMap<string, Rule>;
  matchesPath: PathQuestion;
  include: string[];
  exclude: string[];
  allow: AllowEntry[];
  ignore: IgnoreFile | null;
};

/** What a path decides. */
type PathFacts = {
  excluded: boolean;
  /** Why a value that merely looks secret is less sure there. */
  lowers: string | null;
  /** The configuration's allowances that hold there, as far as paths go. */
  allow: AllowEntry[];
  /** The reason of the ignore file's line for it. */
  ignored: string | null;
};

/** The same with the path as people read it, and a name for all paths that decide the same. */
type NamedFacts = PathFacts & { path: string; key: string };

/**
 * Places of one object at which the same counts. An object may stand at ten thousand paths, but
 * paths differ in few ways.
 */
export type Spot = Omit<PathFacts, 'excluded'> & {
  places: readonly ObjectPlace[];
  /** What counts there: rules for other files are out, and the best match of each place in the object stays. */
  candidates: readonly Candidate[];
};

/** Whether the configuration's paths leave a file out: one in an archive goes by the archive's own name, too. */
export function leavesOut(
  { matchesPath, include, exclude }: Pick<PathRules, 'matchesPath' | 'include' | 'exclude'>,
  path: string,
  file: string,
): boolean {
  if (file === '') return false;
  if (!matchesPath(file, include)) return true;
  return exclude.length > 0 && [path, file].some((name) => matchesPath(name, exclude));
}

/** A place in an archive, by the name of the file in it; `outer` is the archive's own. */
type ArchivePlace = ObjectPlace & { outer?: RawPath };

/** Sorts the places of objects into spots, in the order of their first places. */
export class SpotFinder {
  /** Places that the configuration's paths leave out. */
  excluded = 0;
  readonly #by: PathRules;
  /** By the archive's own path and the whole path. */
  readonly #facts = new Map<string, NamedFacts>();

  constructor(by: PathRules) {
    this.#by = by;
  }

  find({ candidates, places }: Located): Spot[] {
    if (candidates.every(({ inside }) => inside === undefined)) return this.#find(candidates, places);
    // By number: files of one name are not one file, and what allows a match in one says nothing of another.
    const files = new Map<number, Candidate[]>();
    for (const candidate of candidates) append(files, candidate.inside?.member ?? 0, candidate);
    return [...files.values()].flatMap((own) => {
      const path = own[0]!.inside?.path ?? '';
      const at =
        path === '' ? places : places.map((place) => ({ ...place, path: `${place.path}!/${path}`, outer: place.path }));
      return this.#find(own, at);
    });
  }

  /** The same where all candidates are in one file: spans are comparable. */
  #find(candidates: readonly Candidate[], places: readonly ArchivePlace[]): Spot[] {
    const { rules, matchesPath } = this.#by;
    const globs = new Map(candidates.map(({ files }) => [files.join('\0'), files]));
    const counting = new Map<string, readonly Candidate[]>();
    const spots = new Map<string, Spot & { places: ObjectPlace[] }>();
    for (const place of places) {
      const { excluded, path, key, ...facts } = this.#factsOf(place);
      if (excluded) {
        this.excluded += 1;
        continue;
      }
      const asked = path === '' ? undefined : path;
      const here = new Set([...globs].flatMap(([name, files]) => (matchesPath(asked, files) ? [name] : [])));
      const counts = [...here].join('\n');
      const known = spots.get(`${counts}\n${key}`);
      if (known) {
        known.places.push(place);
        continue;
      }
      const ofFiles = ({ files }: Candidate): boolean => here.has(files.join('\0'));
      const kept = counting.get(counts) ?? resolveOverlaps(candidates.filter(ofFiles), rules, true);
      counting.set(counts, kept);
      spots.set(`${counts}\n${key}`, { ...facts, places: [place], candidates: kept });
    }
    return [...spots.values()];
  }

  /** An archive's own name silences what is in it, too. */
  #factsOf({ path: raw, outer = raw }: ArchivePlace): NamedFacts {
    const both = `${outer}\0${raw}`;
    const known = this.#facts.get(both);
    if (known) return known;
    const { allow, ignore } = this.#by;
    const { path } = showPath(raw);
    const file = showPath(outer).path;
    const named = file !== '';
    const matches = (globs: readonly string[]): boolean =>
      this.#by.matchesPath(path, globs) || (file !== path && this.#by.matchesPath(file, globs));
    const allowed = allow.filter(({ path: glob }) => glob === undefined || (named && matches([glob])));
    const line = named ? ignore?.globs.find(({ glob }) => matches([glob])) : undefined;
    const lowers = lowersConfidence(path);
    const facts = {
      path,
      excluded: leavesOut(this.#by, path, file),
      lowers,
      allow: allowed,
      ignored: line?.reason ?? null,
      key: JSON.stringify([lowers, allowed.map((entry) => allow.indexOf(entry)), line?.reason ?? null]),
    };
    this.#facts.set(both, facts);
    return facts;
  }
}
