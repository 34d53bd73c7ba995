/** A word of a command. Its span is without the quotes that it stands in. */
export type Word = {
  text: string;
  start: number;
  end: number;
  /** Whether quotes stand round all of it. */
  isQuotedWhole: boolean;
};

/** At most this many words of one command. */
const MAX_WORDS = 150;

/** The longest text in quotes that is looked at. */
const MAX_QUOTED = 400;

/** A quote as it is written in a shell, or in a string of JSON or code that holds the command. */
const QUOTE = /\\{0,3}["']/y;

/** What ends a command. */
const END = /[\n;|&)`]/;

/**
 * The words behind a command's name: of a shell's command line, continued on further lines or not,
 * or of a list of strings, as Docker and programs write commands (`["curl", "-u", …]`).
 *
 * @returns where the command ends, too
 */
export function wordsOf(text: string, from: number, limit: number): { words: Word[]; end: number } {
  const stop = Math.min(text.length, limit);
  const list = listBehind(text, from);
  return list === null ? commandWords(text, from, stop) : listWords(text, list, stop);
}

function commandWords(text: string, from: number, stop: number): { words: Word[]; end: number } {
  const words: Word[] = [];
  let at = from;
  while (at < stop && words.length < MAX_WORDS) {
    at = skipSpace(text, at, stop);
    if (at >= stop || END.test(text[at]!)) break;
    const word = oneWord(text, at, stop);
    if (!word) break;
    words.push(word.word);
    if (word.after <= at) break;
    at = word.after;
  }
  return { words, end: at };
}

/** White space, and line ends that a backslash (or a backtick, a caret) takes back. */
function skipSpace(text: string, from: number, stop: number): number {
  let at = from;
  while (at < stop) {
    const letter = text[at]!;
    if (letter === ' ' || letter === '\t' || letter === '\r') at += 1;
    else if ((letter === '\\' || letter === '`' || letter === '^') && /^\r?\n/.test(text.slice(at + 1, at + 3))) {
      at = text.indexOf('\n', at) + 1;
    } else break;
  }
  return at;
}

/** A word from its first character: plain pieces and at most one quoted one, as in `--user="a:b"`. */
function oneWord(text: string, from: number, stop: number): { word: Word; after: number } | null {
  let at = from;
  QUOTE.lastIndex = at;
  const opening = QUOTE.exec(text)?.[0];
  if (opening === undefined) {
    while (at < stop && !/[\s"']/.test(text[at]!) && !END.test(text[at]!)) at += 1;
    const takesQuote = text[at - 1] === '=' || /^-\w$/.test(text.slice(from, Math.min(at, from + 3)));
    const quote = at < stop && takesQuote ? quotedAt(text, at, stop) : null;
    if (quote) {
      const name = text.slice(from, at);
      const word = {
        text: name + text.slice(quote.start, quote.end),
        start: quote.start - name.length,
        end: quote.end,
      };
      return { word: { ...word, isQuotedWhole: false }, after: quote.after };
    }
    // A quote in the middle ends the string that the command stands in.
    const end = text[at - 1] === '\\' && /["']/.test(text[at] ?? '') ? at - 1 : at;
    if (end <= from) return null;
    const word = { text: text.slice(from, end), start: from, end, isQuotedWhole: false };
    return { word, after: /["']/.test(text[at] ?? '') ? from : at };
  }
  const quote = quotedAt(text, at, stop);
  if (!quote) return null;
  const word = { text: text.slice(quote.start, quote.end), start: quote.start, end: quote.end, isQuotedWhole: true };
  return { word, after: quote.after };
}

/** A quoted text that begins at `at`. */
function quotedAt(text: string, at: number, stop: number): { start: number; end: number; after: number } | null {
  QUOTE.lastIndex = at;
  const quote = QUOTE.exec(text)?.[0];
  if (quote === undefined) return null;
  const start = at + quote.length;
  const inside = text.slice(start, Math.min(stop, start + MAX_QUOTED));
  const end = inside.indexOf(quote);
  if (end < 0 || inside.lastIndexOf('\n', end) >= 0) return null;
  return { start, end: start + end, after: start + end + quote.length };
}

/** Where the next item begins if the command's name is itself an item of a list: `"curl", "-u"`. */
function listBehind(text: string, from: number): number | null {
  const match = /^\\{0,3}["'],\s{0,40}(?=\\{0,3}["'])/.exec(text.slice(from, from + 50));
  return match ? from + match[0].length : null;
}

function listWords(text: string, from: number, stop: number): { words: Word[]; end: number } {
  const words: Word[] = [];
  let at = from;
  while (at < stop && words.length < MAX_WORDS) {
    const quote = quotedAt(text, at, stop);
    if (!quote) break;
    words.push({ text: text.slice(quote.start, quote.end), start: quote.start, end: quote.end, isQuotedWhole: false });
    at = quote.after;
    const comma = /^,\s{0,80}/.exec(text.slice(at, at + 82));
    if (!comma) break;
    at += comma[0].length;
  }
  return { words, end: at };
}
