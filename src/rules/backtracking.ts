import type { AST } from '@eslint-community/regexpp';
import { Characters } from './characters.ts';
import { explosive, type Place, tooComplicated, writeOut } from './places.ts';
import { type Reach, reachOf } from './reach.ts';
import { groupsOf, Texts } from './together.ts';

/** How much work the question itself may be: a hostile pattern must not explode here instead. */
const MAX_WORK = 1_000_000;

/**
 * Counts the steps that a backtracking matcher may need from one start: an upper bound, whatever the
 * text. A step is one character taken in one of the ways to come to it.
 *
 * A matcher that fails has gone every way through the pattern once, so the question is how many
 * ways one text can go. Two facts bound that number: in how many ways a text can lead to each
 * place, and which places the same text can lead to. Ways to places that are never together do not
 * add up: in `[a-z]{1,9}-[0-9]{1,9}` are many places to be at, but a matcher is at one of them.
 *
 * @param alternatives without endless repeats and back references
 * @param flags without "u" and "v"
 * @param maxSteps more are refused
 * @throws PatternError
 */
export function countSteps(alternatives: AST.Alternative[], flags: string, maxSteps: number): number {
  const characters = new Characters(flags);
  const looks = new Map<AST.LookaroundAssertion, number>();
  let work = 0;
  return count(alternatives, false);

  function count(alternatives: AST.Alternative[], backwards: boolean): number {
    const places = writeOut(alternatives, backwards);
    const texts = new Texts(places, characters, spend);
    const together = texts.together([0], () => true);
    const reach = reachOf(places, texts, together, spend);
    const groups: Group[] = [];
    for (const [place, number] of groupsOf(places.keys(), together)) {
      const looked = [...places[place]!.looks].reduce((sum, [look, times]) => sum + stepsOf(look) * times, 0);
      groups[number] ??= new Group();
      groups[number].add(reach[place]!, looked);
    }
    const steps = groups.reduce((sum, group) => sum + group.steps, 0);
    if (steps > maxSteps) throw explosive(worstRepeat(places, reach));
    return steps;
  }

  function spend(more: number): void {
    work += more;
    if (work > MAX_WORK) throw tooComplicated();
  }

  function stepsOf(look: AST.LookaroundAssertion): number {
    let steps = looks.get(look);
    steps ??= count(look.alternatives, look.kind === 'lookbehind');
    looks.set(look, steps);
    return steps;
  }
}

/**
 * Places that are never together. After each character a matcher is at one of them at most, so there
 * are not more steps than the most at any place, after each number of characters that may have been
 * taken at any; nor more than those of all places, each with its own numbers of characters.
 */
class Group {
  readonly #sum = [0, 0];
  readonly #most = [0, 0];
  #nearest = Number.MAX_SAFE_INTEGER;
  #farthest = 0;

  add({ ways, nearest, farthest }: Reach, looked: number): void {
    this.#nearest = Math.min(this.#nearest, nearest);
    this.#farthest = Math.max(this.#farthest, farthest);
    // A long look-around is often asked at one place only: it is counted apart from what is taken.
    [ways, looked && ways * looked].forEach((steps, i) => {
      this.#sum[i]! += steps * (farthest - nearest + 1);
      this.#most[i] = Math.max(this.#most[i]!, steps);
    });
  }

  get steps(): number {
    const span = this.#farthest - this.#nearest + 1;
    return Math.min(this.#sum[0]!, this.#most[0]! * span) + Math.min(this.#sum[1]!, this.#most[1]! * span);
  }
}

/** The first repeat in which ways have become many; null if they do so in none. */
function worstRepeat(places: readonly Place[], reach: readonly Reach[]): AST.Quantifier | null {
  const most = reach.reduce((most, { ways }) => Math.max(most, ways), 0);
  for (const [number, place] of places.entries()) {
    const repeat = reach[number]!.ways ** 2 >= most ? outermostRepeat(place) : null;
    if (repeat) return repeat;
  }
  return null;
}

function outermostRepeat({ takes }: Place): AST.Quantifier | null {
  let outermost: AST.Quantifier | null = null;
  for (let node: AST.Node | null = takes; node; node = node.parent) {
    if (node.type === 'Quantifier' && node.max > 1) outermost = node;
  }
  return outermost;
}
