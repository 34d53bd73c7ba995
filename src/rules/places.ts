import type { AST } from '@eslint-community/regexpp';
import type { OneCharacter } from './characters.ts';
import { PatternError, shown } from './pattern-error.ts';
import { widthOf } from './width.ts';

/** A place in a pattern, where a matcher takes one character. */
export type Place = {
  /** Null at the beginning and at the end. */
  takes: OneCharacter | null;
  /** The places that a matcher can come from, and in how many ways from each. */
  before: Ways;
  /** The loop that it is part of; of loops within loops the outermost. */
  loop: Loop | null;
  /** Look-arounds against the direction of the match that are asked from here, and how often. */
  looks: Map<AST.LookaroundAssertion, number>;
};

/** A repeat that is not written out, and how many characters it can take. */
export type Loop = { repeat: AST.Quantifier; longest: number };

/** Places that a matcher can stand at when it comes to a part, and in how many ways it goes on from each. */
export type Ways = Map<number, number>;

/** Repeats of so many times are written out: they may be harmless although more times were not. */
const OPTIONAL_TIMES = 16;
/** What must stand so many times is written out: its length tells apart what else looks the same. */
const REQUIRED_TIMES = 64;

/** More than any pattern has that was written by hand. */
const MAX_PLACES = 20_000;
const MAX_WAYS = 200_000;

/**
 * Writes a pattern out as places: the first is the beginning, the last the end. Ways lead from a
 * place to later ones; but long repeats are loops, whose ends lead back to their beginnings.
 *
 * There are never fewer ways than in the pattern, but there may be more: nobody counts how often a
 * loop is gone through, and nothing is forbidden by what stands round it.
 *
 * @param alternatives without endless repeats and back references
 * @param backwards for what a look-behind looks for
 * @throws PatternError if there are too many
 */
export function writeOut(alternatives: AST.Alternative[], backwards: boolean): Place[] {
  const places: Place[] = [];
  let size = 0;
  const start = add(null, new Map(), null);
  add(null, writeAny(alternatives, new Map([[start, 1]]), null), null);
  return places;

  function add(takes: OneCharacter | null, before: Ways, loop: Loop | null): number {
    spend(before.size);
    if (places.push({ takes, before, loop, looks: new Map() }) > MAX_PLACES) throw tooComplicated();
    return places.length - 1;
  }

  function spend(ways: number): void {
    size += ways + 1;
    if (size > MAX_WAYS) throw tooComplicated();
  }

  function sum(all: Ways[]): Ways {
    const total: Ways = new Map();
    for (const ways of all) {
      spend(ways.size);
      for (const [place, times] of ways) total.set(place, (total.get(place) ?? 0) + times);
    }
    return total;
  }

  function writeAny(alternatives: AST.Alternative[], from: Ways, loop: Loop | null): Ways {
    const ends = alternatives.map(({ elements }) =>
      (backwards ? [...elements].reverse() : elements).reduce((ends, element) => write(element, ends, loop), from),
    );
    return ends.length === 1 ? ends[0]! : sum(ends);
  }

  function write(element: AST.Element, from: Ways, loop: Loop | null): Ways {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return writeAny(element.alternatives, from, loop);
      case 'Quantifier':
        return writeRepeat(element, from, loop);
      case 'Assertion':
        if (element.kind === 'lookahead' || element.kind === 'lookbehind') writeLook(element, from);
        return from;
      case 'Backreference':
        throw new TypeError('a back reference has no places');
      default:
        return new Map([[add(element, new Map(from), loop), 1]]);
    }
  }

  /** What looks in the direction of the match is a way of its own, that leads nowhere. */
  function writeLook(look: AST.LookaroundAssertion, from: Ways): void {
    if ((look.kind === 'lookbehind') === backwards) {
      writeAny(look.alternatives, from, null);
      return;
    }
    spend(from.size);
    for (const [place, times] of from) {
      const { looks } = places[place]!;
      looks.set(look, (looks.get(look) ?? 0) + times);
    }
  }

  function writeRepeat(repeat: AST.Quantifier, from: Ways, loop: Loop | null): Ways {
    const width = widthOf(repeat.element);
    if (width.min === 0 && repeat.min > REQUIRED_TIMES) throw explosive(repeat);
    const required = repeat.min > REQUIRED_TIMES ? 1 : repeat.min;
    let last = from;
    for (let times = 0; times < required; times += 1) last = write(repeat.element, last, loop);

    const more = repeat.max - required;
    if (more > OPTIONAL_TIMES)
      return sum([last, writeLoop(repeat, last, loop ?? { repeat, longest: width.max * more })]);
    const ends = [last];
    for (let times = 0; times < more && last.size > 0; times += 1) {
      last = onlyBehind(places.length - 1, write(repeat.element, last, loop));
      ends.push(last);
    }
    return sum(ends);
  }

  function writeLoop(repeat: AST.Quantifier, from: Ways, loop: Loop): Ways {
    // The ends are not known yet: this stands for them, and nothing leads to it when all is written.
    const gate = add(null, new Map(), null);
    const ends = onlyBehind(gate, write(repeat.element, sum([from, new Map([[gate, 1]])]), loop));
    for (const { before } of places.slice(gate + 1)) {
      const times = before.get(gate);
      if (times === undefined) continue;
      before.delete(gate);
      spend(ends.size);
      for (const [end, ways] of ends) before.set(end, (before.get(end) ?? 0) + ways * times);
    }
    for (const [look, times] of places[gate]!.looks) {
      for (const [end, ways] of ends) {
        const { looks } = places[end]!;
        looks.set(look, (looks.get(look) ?? 0) + ways * times);
      }
    }
    return ends;
  }
}

/** The language ends a repeat that took nothing, unless it must go on: ways that went past it do not count. */
function onlyBehind(place: number, ways: Ways): Ways {
  return new Map([...ways].filter(([end]) => end > place));
}

export function tooComplicated(): PatternError {
  return new PatternError(
    'can backtrack without bound for all that can be told: it is too complicated, make it simpler',
  );
}

/** @param repeat null where none is to blame */
export function explosive(repeat: AST.Quantifier | null): PatternError {
  const what = repeat ? `the repeat "${shown(repeat.raw)}"` : 'it';
  return new PatternError(`can backtrack without bound: ${what} can divide the same text in too many ways`);
}
