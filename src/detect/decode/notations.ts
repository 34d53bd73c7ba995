import { HEX } from './digits.ts';
import type { EncodingName } from './piece.ts';

/** One escape: how many bytes it is written with, and the bytes that it stands for. */
export type Escape = { length: number; bytes: readonly number[] };

/** A way to write single characters. */
export type Notation = {
  by: EncodingName;
  /** What all its escapes begin with. */
  first: number;
  /**
   * Whether an escape may stand at a place for which it is worth decoding: one of an ASCII character.
   * Texts in other scripts have many others, and code has many such bytes.
   */
  matters(bytes: Uint8Array, at: number): boolean;
  /** Reads the escape at a place; null where there is none. */
  read(bytes: Uint8Array, at: number): Escape | null;
};

const [PERCENT, BACKSLASH, AMPERSAND, SEMICOLON] = [0x25, 0x5c, 0x26, 0x3b];

/** RFC 3986, 2.1. */
const percent: Notation = {
  by: 'percent encoding',
  first: PERCENT,
  matters: (bytes, at) => {
    const high = bytes[at + 1]!;
    return high >= 0x32 ? high <= 0x37 && HEX[bytes[at + 2]!]! >= 0 : high === 0x30 && HEX[bytes[at + 2]!]! >= 9;
  },
  read(bytes, at) {
    const byte = hexAt(bytes, at + 1, 2);
    return byte < 0 ? null : { length: 3, bytes: [byte] };
  },
};

/** More backslashes than that before an escape come from no nesting that anybody writes. */
const MAX_BACKSLASHES = 64;

/** `\uXXXX`, `\xXX` and, as PHP's json_encode writes it, `\/`; with any number of backslashes, as in JSON within JSON. */
const string: Notation = {
  by: 'string escapes',
  first: BACKSLASH,
  matters: (bytes, at) => {
    const next = bytes[at + 1];
    if (next === 0x75) return bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30;
    // Of slashes those of a URL: `https:\/\/`.
    return next === 0x78 || (next === 0x2f && bytes[at - 1] === 0x3a);
  },
  read(bytes, at) {
    let end = at + 1;
    while (bytes[end] === BACKSLASH && end - at < MAX_BACKSLASHES) end += 1;
    if (bytes[end] === 0x2f) return { length: end + 1 - at, bytes: [0x2f] };
    if (bytes[end] === 0x78) {
      const byte = hexAt(bytes, end + 1, 2);
      return byte < 0 ? null : { length: end + 3 - at, bytes: [byte] };
    }
    if (bytes[end] !== 0x75) return null;
    const unit = hexAt(bytes, end + 1, 4);
    if (unit < 0) return null;
    const behind = end + 5;
    const isPair = unit >> 10 === 0x36 && bytes[behind] === BACKSLASH && bytes[behind + 1] === 0x75;
    const low = isPair ? hexAt(bytes, behind + 2, 4) : -1;
    const text = low >> 10 === 0x37 ? String.fromCharCode(unit, low) : String.fromCharCode(unit);
    return {
      length: behind + (text.length === 2 ? 6 : 0) - at,
      bytes: unit < 0x80 ? [unit] : [...Buffer.from(text, 'utf8')],
    };
  },
};

/** Characters of an entity, put together as one number: names are no longer than eight letters. */
function keyOf(key: number, byte: number): number {
  return key * 64 + (byte & 63);
}

/** The named ones that stand in keys, URLs and round values (HTML, 13.5): characters, and what they are called. */
const NAMED = new Map(
  [
    ...['"quot', '"QUOT', "'apos", '&amp', '&AMP', '<lt', '<LT', '>gt', '>GT', ' nbsp', '\tTab', '\nNewLine'],
    ...['!excl', '#num', '$dollar', '%percnt', '(lpar', ')rpar', '*ast', '+plus', ',comma', '.period', '/sol'],
    ...[':colon', ';semi', '=equals', '?quest', '@commat', '[lsqb', '[lbrack', '\\bsol', ']rsqb', ']rbrack'],
    ...['^Hat', '_lowbar', '`grave', '{lcub', '{lbrace', '|verbar', '|vert', '}rcub', '}rbrace'],
  ].map((entry) => {
    const [character, ...name] = Buffer.from(entry, 'latin1');
    return [name.reduce(keyOf, 0), [character!]] as const;
  }),
);

const MAX_ENTITY = 10;

/** `&quot;`, `&#34;`, `&#x22;`. */
const entity: Notation = {
  by: 'HTML entities',
  first: AMPERSAND,
  matters: (bytes, at) => {
    if (bytes[at + 1] === 0x23) return true;
    let end = at + 1;
    while (end < at + MAX_ENTITY && (bytes[end]! | 0x20) >= 0x61 && (bytes[end]! | 0x20) <= 0x7a) end += 1;
    return bytes[end] === SEMICOLON;
  },
  read(bytes, at) {
    let end = at + 1;
    let key = 0;
    for (; bytes[end] !== SEMICOLON; end += 1) {
      if (end > at + MAX_ENTITY || end >= bytes.length) return null;
      key = keyOf(key, bytes[end]!);
    }
    const length = end + 1 - at;
    const character = NAMED.get(key);
    if (character !== undefined) return { length, bytes: character };
    if (bytes[at + 1] !== 0x23) return null;
    const name = Buffer.from(bytes.subarray(at + 2, end)).toString('latin1');
    const [, decimal, hexadecimal] = /^(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))$/.exec(name) ?? [];
    if (decimal === undefined && hexadecimal === undefined) return null;
    const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number.parseInt(decimal, 10);
    if (code > 0x10ffff) return null;
    return { length, bytes: code < 0x80 ? [code] : [...Buffer.from(String.fromCodePoint(code), 'utf8')] };
  },
};

export const NOTATIONS: readonly Notation[] = [percent, string, entity];

/** The number that hexadecimal digits make; -1 where they are none. */
function hexAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = HEX[bytes[i] ?? 0]!;
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}
