import type { Candidate, Inside, Place } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import type { ObjectPlace } from '../git/object-place.ts';
import { headerAt } from '../git/parse.ts';
import { type RawPath, type ShownPath, showPath } from '../git/path.ts';
import type { Masker } from './masker.ts';
import type { Spot } from './spots.ts';

/** At most this many positions are named for one secret at one path. */
const MAX_POSITIONS = 100;

/** At most so many places are named for one finding, and for all of a run together. */
const MAX_PLACES = 1000;
const MAX_PLACES_OF_RUN = 100_000;

/** The places of the standings that are remembered, at most: most findings share theirs with others. */
const MAX_REMEMBERED = 1_000_000;

/** Paths that are remembered as they are shown. */
const MAX_SHOWN = 2000;

/** A match, and where in its object's places it counts. */
export type Standing = { candidate: Candidate; spot: Spot };

/** What came first at a path, with every spot that it is in. */
type Path = { first: ObjectPlace; at: { spot: Spot; place: ObjectPlace }[]; present: boolean; reachable: boolean };

/** For each path what came first there, in the order of history; and how many objects there are. */
type Paths = { paths: Path[]; objects: number };

/** The places of a finding, as far as they are named. */
export type NamedPlaces = { places: Place[]; placesOmitted: number; occurrences: number };

/** Names the places of findings: for each path the object that came first, with every position in it. */
export class PlaceNamer {
  readonly #masker: Masker;
  readonly #limit: number;
  readonly #numbers = new Map<Spot, number>();
  readonly #remembered = new Map<string, Paths>();
  readonly #shown = new Map<RawPath, ShownPath>();
  #size = 0;

  /** @param findings how many there are: the more, the fewer places of each are named */
  constructor(masker: Masker, findings: number) {
    this.#masker = masker;
    this.#limit = Math.min(MAX_PLACES, Math.max(1, Math.floor(MAX_PLACES_OF_RUN / findings)));
  }

  name(standings: readonly Standing[]): NamedPlaces {
    const candidates = new Map<Spot, Candidate[]>();
    for (const { candidate, spot } of standings) append(candidates, spot, candidate);
    const { paths, objects } = this.#pathsOf([...candidates.keys()]);
    const places: (Place & { order: number })[] = [];
    let count = 0;
    for (const { first, at, present, reachable } of paths) {
      const positions = at.reduce((sum, { spot }) => sum + candidates.get(spot)!.length, 0);
      count += Math.min(MAX_POSITIONS, positions);
      if (places.length >= this.#limit) continue;
      const matches = at.flatMap(({ spot, place }) => candidates.get(spot)!.map((candidate) => ({ candidate, place })));
      for (const { candidate, place } of matches.slice(0, Math.min(MAX_POSITIONS, this.#limit - places.length))) {
        places.push({
          ...makePlace(candidate, place, this.#masker, (path) => this.#show(path)),
          present,
          reachable,
          order: first.order,
        });
      }
    }
    places.sort((a, b) => a.order - b.order || compareText(a.path, b.path) || a.offset - b.offset);
    return {
      places: places.map(({ order: _, ...place }, index) => ({ ...place, frame: this.#frameOf(place, index) })),
      placesOmitted: count - places.length,
      occurrences: objects,
    };
  }

  /** As shown, and masked. Findings come in the same places again and again, and names in archives may be long. */
  #show(raw: RawPath): ShownPath {
    let known = this.#shown.get(raw);
    if (!known) {
      const { path, pathBytes } = showPath(raw);
      const masked = this.#masker.mask(path);
      known = { path: masked, ...(pathBytes !== undefined && masked === path ? { pathBytes } : {}) };
      if (this.#shown.size >= MAX_SHOWN) this.#shown.clear();
      this.#shown.set(raw, known);
    }
    return known;
  }

  /** One frame is shown; it is masked once more, since it may name a secret of another file. */
  #frameOf({ frame }: Place, index: number): Place['frame'] {
    return index === 0 && frame ? { ...frame, lines: frame.lines.map((line) => this.#masker.mask(line)) } : null;
  }

  #pathsOf(spots: Spot[]): Paths {
    const key = spots.map((spot) => this.#numberOf(spot)).join();
    let known = this.#remembered.get(key);
    if (!known) {
      known = sortPaths(spots);
      this.#size += known.paths.length;
      if (this.#size > MAX_REMEMBERED) {
        this.#remembered.clear();
        this.#size = known.paths.length;
      }
      this.#remembered.set(key, known);
    }
    return known;
  }

  #numberOf(spot: Spot): number {
    const number = this.#numbers.get(spot) ?? this.#numbers.size;
    this.#numbers.set(spot, number);
    return number;
  }
}

function sortPaths(spots: readonly Spot[]): Paths {
  const paths = new Map<string, Path>();
  const objects = new Set<string>();
  for (const spot of spots) {
    for (const place of spot.places) {
      const { kind, path, ref, commit, object, order, present, reachable } = place;
      objects.add(object || path);
      const key = `${kind}\0${path}\0${path === '' ? `${ref ?? ''}\0${commit}\0${object}` : ''}`;
      const known = paths.get(key);
      if (!known) {
        paths.set(key, { first: place, at: [{ spot, place }], present, reachable });
        continue;
      }
      known.present ||= present;
      known.reachable ||= reachable;
      if (order < known.first.order) Object.assign(known, { first: place, at: [{ spot, place }] });
      else if (order === known.first.order && object === known.first.object) known.at.push({ spot, place });
    }
  }
  const sorted = [...paths.values()].sort(
    ({ first: a }, { first: b }) => a.order - b.order || compareText(a.path, b.path),
  );
  return { paths: sorted, objects: objects.size };
}

function makePlace(candidate: Candidate, place: ObjectPlace, masker: Masker, show: (raw: RawPath) => ShownPath): Place {
  const isName = place.kind === 'filename';
  const before = isName ? showPath(place.path.slice(0, place.nameAt)).path.length : 0;
  const header = place.layout ? headerAt(place.layout, candidate.span.start) : null;
  const linesBefore = header === null ? (place.layout?.linesBefore ?? 0) : 0;
  const shift = ({ line, column }: Candidate['start']) => ({
    line: Math.max(1, line - linesBefore),
    column: column + before,
  });
  const frame = candidate.frame && !isName && !header ? withoutHeader(candidate.frame, linesBefore) : null;
  return {
    kind: place.kind,
    ...show(place.path),
    ...(header === null ? {} : { header }),
    start: shift(candidate.start),
    end: shift(candidate.end),
    offset: isName ? place.nameAt + candidate.span.start : (candidate.inside?.offset ?? candidate.span.start),
    ...(candidate.inside === undefined ? {} : { within: withinOf(candidate, candidate.inside, show) }),
    ...(candidate.encodings === undefined ? {} : { encodings: candidate.encodings }),
    object: place.object,
    commit: place.commit,
    author: masker.mask(place.author),
    date: place.date,
    ...(place.ref === undefined ? {} : { ref: masker.mask(place.ref) }),
    reachable: place.reachable,
    present: place.present,
    frame,
  };
}

function withinOf(
  { span }: Candidate,
  { path }: Inside,
  show: (raw: RawPath) => ShownPath,
): NonNullable<Place['within']> {
  return { path: show(path).path, offset: span.start };
}

/** A message is shown without the headers of its commit. */
function withoutHeader(frame: NonNullable<Candidate['frame']>, linesBefore: number): Candidate['frame'] {
  const firstLine = frame.firstLine - linesBefore;
  const drop = Math.max(0, 1 - firstLine);
  return { firstLine: firstLine + drop, lines: frame.lines.slice(drop) };
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
