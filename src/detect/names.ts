import type { Span } from '../domain/blob.ts';

/** Of a name, how much is looked at before and after the anchor in it. */
export const NAME_REACH = 80;

/** The identifier that a match is part of: letters, digits, and the signs that join them. */
export function wholeName(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start > 0 && from - start < NAME_REACH && joins(text.charCodeAt(start - 1))) start -= 1;
  while (start < from && JOINS[text.charCodeAt(start)] === SIGN) start += 1;
  while (end < text.length && end - to < NAME_REACH && joins(text.charCodeAt(end))) end += 1;
  // What ends in a dash or a dot goes on elsewhere: `${NAME-fallback}`, the end of a sentence.
  while (end > to && JOINS[text.charCodeAt(end - 1)] === SIGN) end -= 1;
  if (text.charCodeAt(start - 1) === 123 && text.charCodeAt(start - 2) === 36) {
    const dash = text.slice(to, end).search(/-/);
    if (dash >= 0) end = to + dash;
  }
  return { start, end };
}

/** What joins the words of a name, by character: signs, and what is part of the words themselves. */
const SIGN = 1;
const PART = 2;
const JOINS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  return /[$.-]/.test(letter) ? SIGN : /\w/.test(letter) ? PART : 0;
});

/** Whether a character is one of a name's; those beyond ASCII are not. */
function joins(code: number): boolean {
  return code < 128 && JOINS[code] !== 0;
}

/** A name that was read: its characters, and whether it is asked for. */
type Known = { characters: Uint8Array; asked: boolean };

/** How many names are remembered, as a power of two. */
const SLOTS = 12;

/**
 * Tells of most names that nobody asks for their values, from the bytes that they are written in: before
 * anything is made a string of. What it lets pass is read again; it refuses nothing that the reading would take.
 */
export class NameGate {
  readonly asksFor: (name: string) => boolean;
  readonly #known: (Known | undefined)[] = new Array(1 << SLOTS).fill(undefined);

  /** @param asksFor whether what is given to a name is worth a look; always the same for the same name */
  constructor(asksFor: (name: string) => boolean) {
    this.asksFor = asksFor;
  }

  /**
   * Whether the name that holds bytes[from, to) may be asked for.
   *
   * @param to behind the last byte of the name that is known to be one of its characters
   */
  passes(bytes: Uint8Array, from: number, to: number): boolean {
    let start = from;
    const floor = Math.max(0, from - NAME_REACH);
    while (start > floor && joins(bytes[start - 1]!)) start -= 1;
    // Behind a backslash the first letters may belong to an escape; behind a brace a fallback may begin.
    const before = start > 0 ? bytes[start - 1]! : 0;
    if (before === 92 || before === 123) return true;
    while (start < from && JOINS[bytes[start]!] === SIGN) start += 1;
    let end = to;
    const ceiling = Math.min(bytes.length, to + NAME_REACH);
    while (end < ceiling && joins(bytes[end]!)) end += 1;
    // Letters of other alphabets belong to few names: reading them tells which.
    if (start === floor || end === to + NAME_REACH || bytes[end]! >= 0x80) return start < end;
    while (end > to && JOINS[bytes[end - 1]!] === SIGN) end -= 1;
    return this.#isAsked(bytes, start, end);
  }

  #isAsked(bytes: Uint8Array, start: number, end: number): boolean {
    let hash = end - start;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const slot = (hash ^ (hash >>> SLOTS)) & ((1 << SLOTS) - 1);
    const known = this.#known[slot];
    if (known && isSame(known.characters, bytes, start, end)) return known.asked;
    const characters = bytes.slice(start, end);
    const asked = this.asksFor(Buffer.from(characters).toString('latin1'));
    this.#known[slot] = { characters, asked };
    return asked;
  }
}

function isSame(characters: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (characters.length !== end - start) return false;
  for (let at = start; at < end; at += 1) if (characters[at - start] !== bytes[at]) return false;
  return true;
}
