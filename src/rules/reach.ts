import { append } from '../domain/multimap.ts';
import { explosive, type Loop, type Place, type Ways } from './places.ts';
import { groupsOf, type Texts, type Together } from './together.ts';

/** How a text can lead to a place. */
export type Reach = {
  /** In how many ways, at most. */
  ways: number;
  /** How many characters have been taken there, at least and at most. */
  nearest: number;
  farthest: number;
};

/**
 * Tells how a text can lead to each place.
 *
 * Ways to a place come from the places before it; those that the same text leads to add up. In a
 * loop this would go on for ever. But if a text that has come into a loop can go on in it in one way
 * only, there are no more ways to a place in it than ways into the loop: those of one moment, or of
 * every moment at which the text may still come in while another way is inside already.
 *
 * @param spend is told of all work, and throws where it is too much
 * @throws PatternError for a loop that the same text can go through in different ways: their number
 *   grows with every round
 */
export function reachOf(
  places: readonly Place[],
  texts: Texts,
  together: Together,
  spend: (work: number) => void,
): Reach[] {
  const members = new Map<Loop, number[]>();
  places.forEach(({ loop }, place) => {
    if (loop) append(members, loop, place);
  });
  const reach: Reach[] = [];
  const entered = new Map<Loop, Pick<Reach, 'ways' | 'farthest'>>();
  // What a look-around takes at the beginning of a loop waits for the loop.
  for (let open = [...places.keys()]; open.length > 0; ) {
    spend(open.length);
    open = open.filter((place) => !settle(place));
  }
  return reach;

  function settle(place: number): boolean {
    const { before, loop } = places[place]!;
    if (before.size === 0) {
      reach[place] = { ways: place === 0 ? 1 : 0, nearest: 0, farthest: 0 };
      return true;
    }
    const isKnown = (from: number): boolean => reach[from] !== undefined;
    if (loop && !entered.has(loop)) {
      if (!members.get(loop)!.every((member) => entriesOf(member).every(isKnown))) return false;
      entered.set(loop, enter(loop));
    }
    const from = [...before.keys()];
    if (!loop && !from.every(isKnown)) return false;
    const known = from.filter(isKnown).map((from) => reach[from]!);
    const { ways, farthest } = (loop && entered.get(loop)) ?? {
      ways: mostWays(before),
      farthest: most(known, ({ farthest }) => farthest) + 1,
    };
    reach[place] = { ways, nearest: Math.min(...known.map(({ nearest }) => nearest)) + 1, farthest };
    return true;
  }

  /** The places that a place can be come to from, without those of its own loop. */
  function entriesOf(place: number): number[] {
    const { before, loop } = places[place]!;
    return [...before.keys()].filter((from) => places[from]!.loop !== loop);
  }

  function enter(loop: Loop): Pick<Reach, 'ways' | 'farthest'> {
    const own = members.get(loop)!;
    const isOwn = (place: number): boolean => places[place]!.loop === loop;
    const inside = texts.together(own, isOwn);
    const entries: Ways = new Map();
    let ways = 0;
    let isOpen = false;
    for (const member of own) {
      const { before } = places[member]!;
      const again = new Map([...before].filter(([place]) => isOwn(place)));
      if ([...again.values()].some((times) => times > 1) || anyTogether(again, again, inside)) {
        throw explosive(loop.repeat);
      }
      isOpen ||= anyTogether(again, before, together);
      const fresh = new Map(entriesOf(member).map((place) => [place, before.get(place)!]));
      ways = Math.max(ways, mostWays(fresh));
      for (const [place, times] of fresh) entries.set(place, (entries.get(place) ?? 0) + times);
    }
    if (isOpen) ways = mostWays(entries) * Math.min(loop.longest, 1 + longestWait(entries, own[0]!, isOwn));
    return { ways, farthest: most(entries.keys(), (place) => reach[place]!.farthest) + loop.longest };
  }

  /** How many characters one way can come into a loop behind another: all that time both are together. */
  function longestWait(entries: Ways, first: number, isOwn: (place: number) => boolean): number {
    spend(first);
    const waits: number[] = [];
    const waitAt = (place: number): number => waits[place] ?? Number.POSITIVE_INFINITY;
    const isBeside = (place: number): boolean => together[place]!.some(isOwn);
    const inLoops = new Map<Loop, number>();
    for (let place = 0; place < first; place += 1) {
      const { before, loop } = places[place]!;
      if (loop && !inLoops.has(loop)) {
        const others = members.get(loop)!;
        const wait = others.some(isBeside) ? loop.longest + most(others.flatMap(entriesOf), waitAt) : 0;
        inLoops.set(loop, wait);
      }
      waits.push(loop ? inLoops.get(loop)! : isBeside(place) ? 1 + most(before.keys(), waitAt) : 0);
    }
    return most(entries.keys(), waitAt);
  }

  /** No more than can be together come from the places before: two bounds of the heaviest clique. */
  function mostWays(before: Ways): number {
    const weight = (place: number): number => reach[place]!.ways * before.get(place)!;
    for (const place of before.keys()) spend(1 + together[place]!.length);
    const groups = groupsOf(before.keys(), together);
    const heaviest: number[] = [];
    for (const [place, group] of groups) heaviest[group] = Math.max(heaviest[group] ?? 0, weight(place));
    const seen = new Set<number>();
    const withOthers = most(before.keys(), (place) => {
      seen.add(place);
      const others = together[place]!.filter((other) => before.has(other) && !seen.has(other));
      return weight(place) + sum(others.map(weight));
    });
    return Math.min(sum(heaviest), withOthers);
  }
}

function anyTogether(some: Ways, others: Ways, together: Together): boolean {
  return [...some.keys()].some((place) => together[place]!.some((other) => others.has(other)));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function most<Item>(items: Iterable<Item>, count: (item: Item) => number): number {
  let most = 0;
  for (const item of items) most = Math.max(most, count(item));
  return most;
}
