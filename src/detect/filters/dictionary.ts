import packed from 'clawback:words';

let words: Set<string> | null = null;

/** Made on first use: most runs never need it. */
function known(word: string): boolean {
  words ??= new Set(packed.split(' '));
  return words.has(word);
}

/** The share of letters that known words must cover. */
const COVER = 0.75;

/**
 * Whether a value is made of words: an identifier, a sentence, a label. Letters count; a value with
 * more than a third of digits is not judged.
 *
 * @returns why the value is no secret, or null
 */
export function dictionary(value: string): string | null {
  const letters = value.replace(/[^A-Za-z]/g, '').length;
  const digits = value.replace(/[^0-9]/g, '').length;
  if (letters === 0 || digits > value.length / 3) return null;
  let covered = 0;
  for (const part of value.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []) covered += coveredLetters(part.toLowerCase());
  return covered >= letters * COVER ? 'dictionary words' : null;
}

/**
 * Whether a value is words and nothing else. For names that are given passwords which people choose:
 * "Summer2024!" may be one, "the password of the gateway" is none.
 *
 * @returns why the value is no secret, or null
 */
export function prose(value: string): string | null {
  return /^[A-Za-z' ,._/-]*$/.test(value) ? dictionary(value) : null;
}

/** How many letters of a run the known words cover: the whole, or the best cut into two or three words. */
function coveredLetters(run: string): number {
  if (run.length < 3) return 0;
  if (known(run)) return run.length;
  if (run.length > 40) return 0;
  const best = new Array<number>(run.length + 1).fill(0);
  for (let end = 1; end <= run.length; end += 1) {
    best[end] = best[end - 1]!;
    for (let start = Math.max(0, end - 16); start <= end - 4; start += 1) {
      if (known(run.slice(start, end))) best[end] = Math.max(best[end]!, best[start]! + end - start);
    }
  }
  return best[run.length]!;
}
