import model from 'clawback:rarity';
import { ALPHABETS, alphabetOf, SYMBOLS, symbolsOf } from './symbols.ts';

/** Steps of a cost in the model, to the bit. */
export const STEPS = 12;

let costs: Uint8Array | null = null;

/**
 * How much better a value is explained as drawn at random than as something that people or programs
 * wrote, in bits: the logarithm of the ratio of its chances under two Markov chains over symbols.
 * What is written (words, identifiers, paths, sentences) is modelled by three symbols in a row,
 * counted in public source code; what is drawn by two, counted in random strings of the same
 * alphabet. 0 says that both explain it equally well; 10, that chance does it a thousand times better.
 *
 * scripts/train-rarity.mjs made the model; bench/rarity.mjs compares it with entropy and with the
 * number of tokens in an LLM's vocabulary.
 */
export function rarity(value: string): number {
  costs ??= Buffer.from(model, 'base64');
  const symbols = symbolsOf(value);
  const drawn = SYMBOLS ** 3 + ALPHABETS.indexOf(alphabetOf(value)) * SYMBOLS ** 2;
  let before = symbols[0]!;
  let last = symbols[0]!;
  let steps = 0;
  for (let i = 1; i < symbols.length; i += 1) {
    const symbol = symbols[i]!;
    steps += costs[(before * SYMBOLS + last) * SYMBOLS + symbol]! - costs[drawn + last * SYMBOLS + symbol]!;
    before = last;
    last = symbol;
  }
  return steps / STEPS;
}
