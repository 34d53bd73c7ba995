import { rarity } from './rarity/rarity.ts';

/** What may be the name of something, with the signs that join its words. */
const NAME = /[\w+/=-]{16,}/g;

/** Shorter runs, or less drawn ones, are no token: the words and numbers of a name. */
const RUN = /[A-Za-z0-9]{16,}/g;
const DRAWN = 20;

/** A word as names are made of, in one case or with a capital. */
const WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+)$/;

/**
 * A reason without what looks drawn at random in the names that it tells: a token may be part of a
 * name, where no rule takes it for one. Only the name's words are left.
 */
export function withoutDrawn(reason: string): string {
  return reason.replace(NAME, (name) => {
    if (!name.match(RUN)?.some((run) => rarity(run) >= DRAWN)) return name;
    const words = name.replace(/[A-Za-z0-9]+/g, (piece) => (WORD.test(piece) && rarity(piece) < DRAWN ? piece : '…'));
    return words.replace(/…(?:[\w+/=-]{0,2}…)+/g, '…');
  });
}
