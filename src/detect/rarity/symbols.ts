/**
 * The symbols that rarity is counted in: 26 letters without regard to case, one for any digit, and
 * one for everything that parts words: signs, and the border in "camelCase".
 */
export const SYMBOLS = 28;
const DIGIT = 26;
/** What parts words; it also stands before the first symbol and behind the last. */
export const BORDER = 27;

/** Kinds of values by the characters that they are drawn from, each with chances of its own. */
export const ALPHABETS = ['hex', 'lower', 'lower-digits', 'upper-digits', 'base62', 'any'] as const;
export type Alphabet = (typeof ALPHABETS)[number];

/** The narrowest alphabet that a value can be drawn from. */
export function alphabetOf(value: string): Alphabet {
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(value)) return 'hex';
  if (/^[a-z]+$/.test(value)) return 'lower';
  if (/^[a-z0-9_-]+$/.test(value)) return 'lower-digits';
  if (/^[A-Z0-9_-]+$/.test(value)) return 'upper-digits';
  return /^[A-Za-z0-9_-]+$/.test(value) ? 'base62' : 'any';
}

/** A value as symbols, with a border at both ends. */
export function symbolsOf(value: string): number[] {
  const symbols = [BORDER];
  let wasLower = false;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    const lower = code >= 97 && code <= 122;
    const upper = code >= 65 && code <= 90;
    if (upper && wasLower) symbols.push(BORDER);
    if (lower) symbols.push(code - 97);
    else if (upper) symbols.push(code - 65);
    else if (code >= 48 && code <= 57) symbols.push(DIGIT);
    else if (symbols.at(-1) !== BORDER) symbols.push(BORDER);
    wasLower = lower;
  }
  if (symbols.at(-1) !== BORDER) symbols.push(BORDER);
  return symbols;
}
