import { randomInt } from 'node:crypto';
import { Secret } from '../domain/secret.ts';

const DIGITS = '0123456789';
const CLASSES = [DIGITS, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const;
const HEX = ['0123456789abcdef', '0123456789ABCDEF'] as const;
/** For letters and digits of other scripts. */
const FOREIGN = 'àâäéèêëîïôöùûüçñ';

/** Of a secret, no run of so many characters may stand in what is made up for it. */
const RUN = 6;

/** How often it is drawn again if chance makes one, or one that does not fit. */
const TRIES = 100;

const ANYTHING = (): boolean => true;

/** One character of a secret. */
type Letter = {
  value: string;
  /** What is drawn in its place; null: it stays. */
  from: string | null;
};

/**
 * A made-up credential of the same shape: as long, with characters of the same kinds at the same places, and
 * drawn afresh. The literal that all such credentials begin with stays, and what is no letter and no digit; of
 * the secret itself nothing does.
 *
 * @param fits whether one can be asked about as the secret can: what it takes for that, a host's name or a word of
 *   an address, stays too, and only that
 */
export function lookAlike(secret: Secret, fits: (value: string) => boolean = ANYTHING): Secret {
  const { prefix } = secret;
  const rest = secret.reveal().slice(prefix.length);
  const isFit = (drawn: string): boolean => fits(prefix + drawn);
  const kept = isFit(rest) ? literals(lettersOf(rest), isFit) : new Set<number>();
  return new Secret(prefix + drawUntil(lettersOf(rest, kept), rest, isFit), prefix);
}

function drawUntil(letters: readonly Letter[], rest: string, isFit: (drawn: string) => boolean): string {
  const isGood = (drawn: string): boolean => drawn !== rest && !sharesRun(drawn, rest, letters) && isFit(drawn);
  let drawn = draw(letters);
  for (let tries = 0; tries < TRIES && !isGood(drawn); tries += 1) drawn = draw(letters);
  return drawn;
}

/** @param kept which of its letters stay, by their number */
function lettersOf(rest: string, kept: ReadonlySet<number> = new Set()): Letter[] {
  const all = [...rest];
  const isDrawn = (letter: string, index: number): boolean => !kept.has(index) && /[\p{L}\p{N}]/u.test(letter);
  const drawn = all.filter(isDrawn);
  const isHex = drawn.some((letter) => !DIGITS.includes(letter));
  const hex = isHex ? HEX.find((digits) => drawn.every((letter) => digits.includes(letter))) : undefined;
  return all.map((value, index) => {
    if (!isDrawn(value, index)) return { value, from: null };
    const own = CLASSES.find((letters) => letters.includes(value));
    return { value, from: own ? (hex ?? own) : FOREIGN };
  });
}

/** Letters that can be no other where they stand, by their number: nothing else fits there. */
function literals(letters: readonly Letter[], isFit: (drawn: string) => boolean): Set<number> {
  const found = new Set<number>();
  letters.forEach(({ value, from }, index) => {
    if (from === null) return;
    const [start, end] = [textOf(letters.slice(0, index)), textOf(letters.slice(index + 1))];
    const isFree = [...from].some((other) => other !== value && isFit(start + other.repeat(value.length) + end));
    if (!isFree) found.add(index);
  });
  return found;
}

function textOf(letters: readonly Letter[]): string {
  return letters.map(({ value }) => value).join('');
}

function draw(letters: readonly Letter[]): string {
  return letters
    .map(({ value, from }) =>
      // As many UTF-16 units as it has: two for some.
      from === null ? value : Array.from({ length: value.length }, () => anyOf(from)).join(''),
    )
    .join('');
}

function anyOf(letters: string): string {
  return letters[randomInt(letters.length)]!;
}

/** Whether a run of a secret that holds a letter which is drawn stands in another text. */
function sharesRun(text: string, secret: string, letters: readonly Letter[]): boolean {
  const isDrawn = letters.flatMap(({ value, from }) => Array.from({ length: value.length }, () => from !== null));
  for (let at = 0; at + RUN <= secret.length; at += 1) {
    if (isDrawn.slice(at, at + RUN).includes(true) && text.includes(secret.slice(at, at + RUN))) return true;
  }
  return false;
}
