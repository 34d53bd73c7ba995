import type { Span } from '../domain/blob.ts';
import { append } from '../domain/multimap.ts';
import type { Companion } from '../domain/rule.ts';
import { entropy } from '../domain/strength.ts';
import { linesRound, type RawMatch, union } from './match.ts';
import type { View } from './view.ts';

/** A match that may still lack what its companions give it: even the secret itself. */
export type Unpaired = Omit<RawMatch, 'key'> & { key: Span | null };

type Waiting = { view: View; match: Unpaired };

/**
 * Gives each match the companions that stand near it, such as an AWS key id its secret. The closest
 * two belong together, and nothing is given twice; but where several matches come first and then as
 * many companions, they pair in that order.
 */
export class Pairing {
  readonly #companions: { companion: Companion; pattern: RegExp }[];
  #waiting = new Map<number, Waiting>();

  constructor(companions: Companion[]) {
    this.#companions = companions.map((companion) => ({
      companion,
      pattern: new RegExp(companion.source, `${companion.flags}dg`),
    }));
  }

  reset(): void {
    if (this.#waiting.size > 0) this.#waiting = new Map();
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(view: View, match: Unpaired): void {
    const at = view.toByte(match.start);
    if (!this.#waiting.has(at)) this.#waiting.set(at, { view, match });
  }

  settle(): { view: View; raw: RawMatch }[] {
    let open = [...this.#waiting.values()];
    for (const { companion, pattern } of this.#companions) {
      const given = assign(open, companion, pattern);
      for (const [{ match }, near] of given) {
        match.looked = union(match.looked, near.looked);
        if (companion.name === 'key') match.key = near.span;
        else match.parts[companion.name] = near.span;
      }
      open = open.filter((waiting) => given.has(waiting) || !companion.required);
    }
    return open.filter(({ match }) => match.key).map(({ view, match }) => ({ view, raw: match as RawMatch }));
  }
}

/** A possible companion of a match. */
type Offer = { to: Waiting; span: Span; looked: Span; distance: number; at: number };

function assign(waiting: Waiting[], companion: Companion, pattern: RegExp): Map<Waiting, Offer> {
  const offers = waiting.flatMap((one) => offersTo(one, companion, pattern));
  const given = new Map<Waiting, Offer>();
  const taken = new Set<number>();
  const give = (offer: Offer): void => {
    if (given.has(offer.to) || taken.has(offer.at)) return;
    given.set(offer.to, offer);
    taken.add(offer.at);
  };
  for (const offer of inOrder(waiting, offers)) give(offer);
  for (const offer of offers.sort((a, b) => a.distance - b.distance || a.at - b.at)) give(offer);
  return given;
}

/** First all of one kind, then as many of the other: they belong together one by one. */
function inOrder(waiting: Waiting[], offers: Offer[]): Offer[] {
  const at = ({ view, match }: Waiting): number => view.toByte(match.start);
  const matches = [...waiting].sort((a, b) => at(a) - at(b));
  const spots = [...new Set(offers.map((offer) => offer.at))].sort((a, b) => a - b);
  if (matches.length < 2 || spots.length !== matches.length || at(matches.at(-1)!) > spots[0]!) return [];
  const own = new Map<Waiting, Offer[]>();
  for (const offer of offers) append(own, offer.to, offer);
  const pairs = matches.map((to, i) => own.get(to)?.find((offer) => offer.at === spots[i]));
  return pairs.every((pair) => pair !== undefined) ? pairs : [];
}

/** What could be a match's companion. One in front of it counts as twice as far away. */
function offersTo(to: Waiting, companion: Companion, pattern: RegExp): Offer[] {
  const { view, match } = to;
  const { text } = view;
  const looked = union(linesRound(text, match.start, companion.lines), linesRound(text, match.end, companion.lines));
  const cut = Math.max(0, looked.start - 1);
  const piece = view.plain.slice(cut, Math.min(text.length, looked.end + 1));
  const offers: Offer[] = [];
  pattern.lastIndex = looked.start - cut;
  for (let hit = pattern.exec(piece); hit; hit = pattern.exec(piece)) {
    pattern.lastIndex = hit.index + 1;
    const [from, end] = hit.indices!.groups![companion.name]!;
    const span = { start: from + cut, end: end + cut };
    if (span.end > looked.end || (span.start < match.end && match.start < span.end)) continue;
    // A hash or a path is no secret, though it may have its length. What may be missing is none, but an address or an id.
    if (companion.required && entropy(text.slice(span.start, span.end)) < 4.2) continue;
    const distance = span.start >= match.end ? span.start - match.end : (match.start - span.end) * 2;
    offers.push({ to, span, looked, distance, at: view.toByte(span.start) });
  }
  return offers;
}
