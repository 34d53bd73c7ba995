/** How an object's bytes make characters. */
export type Encoding = 'utf8' | 'utf16le' | 'utf16be';

/**
 * A piece of an object as text in which every character is one code unit of the source: a byte
 * (`stride` 1, so UTF-8 shows as Latin-1), or two bytes of UTF-16 (`stride` 2). Offsets in the text
 * and in the object are thus one multiplication apart.
 */
export class View {
  readonly text: string;
  /** The byte that the text begins with. */
  readonly base: number;
  readonly encoding: Encoding;
  readonly stride: 1 | 2;
  /** Whether the object goes no further. */
  readonly isLast: boolean;
  #plain: string | null = null;

  constructor(text: string, base: number, encoding: Encoding, isLast = true) {
    this.isLast = isLast;
    this.text = text;
    this.base = base;
    this.encoding = encoding;
    this.stride = encoding === 'utf8' ? 1 : 2;
  }

  /**
   * The same text with line ends and tabs that are written as escapes (`\n` in JSON and in code) turned
   * into white space of the same length, so that what they part is apart.
   */
  get plain(): string {
    this.#plain ??= withoutEscapes(this.text);
    return this.#plain;
  }

  toByte(index: number): number {
    return this.base + index * this.stride;
  }

  toIndex(byte: number): number {
    return (byte - this.base) / this.stride;
  }

  /** The characters between two indexes as people read them: UTF-8 decoded where it is valid. */
  decode(start: number, end: number): string {
    const raw = this.text.slice(start, end);
    return this.stride === 2 ? raw : decodeUtf8(raw);
  }
}

/** Any number of backslashes: JSON may stand in JSON. Of `\token` none: that is a path, or a word. */
const WRITTEN_SPACE = /\\+(?:n|r|t(?!oken)|u000[9aAdD])/y;

function withoutEscapes(text: string): string {
  const pieces: string[] = [];
  let known = 0;
  // Most of a text is no backslash: looking for the next one is many times as fast as the pattern.
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    WRITTEN_SPACE.lastIndex = at;
    const written = WRITTEN_SPACE.exec(text)?.[0];
    if (written === undefined) {
      while (text.charCodeAt(at) === BACKSLASH) at += 1;
      continue;
    }
    const end = written.endsWith('n') || /[aA]$/.test(written) ? '\n' : ' ';
    pieces.push(text.slice(known, at), ' '.repeat(written.length - 1), end);
    at += written.length;
    known = at;
  }
  return known === 0 ? text : pieces.join('') + text.slice(known);
}

const BACKSLASH = 92;

/** A piece that may be cut in the middle of a character, as people read it. */
export function decodePiece(text: string, encoding: Encoding): string {
  return encoding === 'utf8'
    ? Buffer.from(text, 'latin1')
        .toString('utf8')
        .replace(/\ufffd{1,3}$/, '')
    : text;
}

/** Reads Latin-1 characters as the UTF-8 bytes that they stand for; as they are where they are not. */
export function decodeUtf8(latin1: string): string {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return latin1;
  }
}

/** Usual limits. */
const WHOLE = 1 << 20;
const PIECE = 1 << 16;

/** Offsets of the first and the last byte of a run. */
type Run = { first: number; last: number };

/** Makes the views of one object, and keeps the latest of each kind. */
export class Views {
  readonly #bytes: Buffer;
  readonly #whole: number;
  readonly #piece: number;
  #narrow: View | null = null;
  /** By byte order and by whether units begin at odd offsets. */
  readonly #wide: (View | null)[] = [null, null, null, null];
  /** The latest run of ASCII characters in UTF-16, at even and at odd offsets. */
  readonly #runs: Run[] = [
    { first: 0, last: -1 },
    { first: 0, last: -1 },
  ];

  /**
   * @param whole up to this size an object becomes one view
   * @param piece how much more than is asked for one view shows of a larger one
   */
  constructor(bytes: Uint8Array, whole = WHOLE, piece = PIECE) {
    this.#whole = whole;
    this.#piece = piece;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** A view that covers `reach` bytes on both sides of `at`, as far as there are any. */
  narrow(at: number, reach: number): View {
    const from = Math.max(0, at - reach);
    const to = Math.min(this.size, at + reach);
    const known = this.#narrow;
    if (known && known.base <= from && known.base + known.text.length >= to) return known;
    const [start, end] = this.size <= this.#whole ? [0, this.size] : [from, Math.min(this.size, to + this.#piece)];
    this.#narrow = new View(this.#bytes.toString('latin1', start, end), start, 'utf8', end === this.size);
    return this.#narrow;
  }

  /** The same over UTF-16, for text of which an ASCII character has its byte at `at`. */
  wide(at: number, length: number, reach: number): View {
    const bigEndian = this.#isBigEndian(at, length);
    return this.wideAs(bigEndian ? 'utf16be' : 'utf16le', bigEndian ? at - 1 : at, reach);
  }

  /** The same where the encoding is known, and that a unit begins at `unit`. */
  wideAs(encoding: Encoding, unit: number, reach: number): View {
    const from = Math.max(unit & 1, unit - reach * 2);
    const to = Math.min(this.size, unit + reach * 2);
    const bigEndian = encoding === 'utf16be';
    const slot = (unit & 1) | (bigEndian ? 2 : 0);
    const known = this.#wide[slot];
    if (known && known.base <= from && known.base + known.text.length * 2 >= to - 1) return known;
    const [start, limit] =
      this.size <= this.#whole ? [unit & 1, this.size] : [from, Math.min(this.size, to + this.#piece)];
    const end = limit - ((limit - start) & 1);
    const copy = Buffer.from(this.#bytes.subarray(start, end));
    const text = (bigEndian ? copy.swap16() : copy).toString('utf16le');
    const view = new View(text, start, encoding, limit === this.size);
    this.#wide[slot] = view;
    return view;
  }

  /**
   * Which byte of each pair holds the ASCII character. A byte order mark tells; else what stands
   * round the anchor, since what is no ASCII has no zero byte; else how the object begins, if there
   * is nothing but such characters between, or how it ends: text does not end within a unit; else
   * the offset.
   */
  #isBigEndian(at: number, length: number): boolean {
    const bytes = this.#bytes;
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return true;
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return false;
    if (at === 0 || bytes[at - 1] !== 0) return false;
    const after = bytes[at + length];
    if (after !== undefined && after !== 0) return true;
    const { first } = this.#asciiRun(at);
    if (first === 0) return false;
    if (first === 1 && bytes[0] === 0) return true;
    const tail = this.size - 1;
    if (bytes[tail] === 0 && bytes[tail - 1] !== 0 && (tail - at) % 2 !== 0) return false;
    if (bytes[tail] !== 0 && bytes[tail - 1] === 0 && (tail - at) % 2 === 0) return true;
    return (at & 1) === 1;
  }

  /** The offsets of the first and the last of the bytes round `at` that have one zero byte between each two. */
  #asciiRun(at: number): Run {
    const bytes = this.#bytes;
    const known = this.#runs[at & 1]!;
    if (at >= known.first && at <= known.last) return known;
    let first = at;
    let last = at;
    while (first >= 2 && bytes[first - 1] === 0 && bytes[first - 2] !== 0) first -= 2;
    while (last + 2 < bytes.length && bytes[last + 1] === 0 && bytes[last + 2] !== 0) last += 2;
    this.#runs[at & 1] = { first, last };
    return { first, last };
  }
}
