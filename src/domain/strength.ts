/** Bits that a word of letters is worth to somebody who guesses with a word list of 4,096. */
const WORD = 12;
/** Bits of four digits or more in a row: years, counters, "1234". */
const NUMBER = 10;

/** Shannon entropy of a text's characters, in bits per character. */
export function entropy(text: string): number {
  if (text.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits / text.length;
}

/**
 * How many bits a guesser has to find, estimated low, from the value alone. Runs of letters count
 * as words once they are four long, runs of digits as numbers, so that "MyCompanyProduction2024" is
 * weak and 32 random hexadecimal digits are strong.
 *
 * Fingerprints depend on this (design: "a secret of 80 bits or more"), so it never changes within
 * a fingerprint version; golden values are in a test.
 */
export function guessBits(value: string): number {
  let bits = 0;
  for (const run of value.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]|[0-9]+|[^A-Za-z0-9]/g) ?? []) {
    if (/[a-z]/i.test(run)) bits += run.length >= 4 ? WORD : run.length * Math.log2(26);
    else if (/[0-9]/.test(run)) bits += run.length >= 4 ? NUMBER : run.length * Math.log2(10);
    else bits += 3;
  }
  return Math.min(bits, entropy(value) * value.length);
}
