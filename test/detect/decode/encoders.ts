import type { Span } from '../../../src/domain/blob.ts';

/** A text in which a secret stands, and where. */
export type Planted = { text: string; span: Span };

/** Writes a text in another way, and tells where a part of it stands then. */
export type Encoder = { name: string; encode(planted: Planted): Planted };

/** A character at a time: `each` gives what stands for it. */
function byCharacter(name: string, each: (character: string) => string): Encoder {
  return {
    name,
    encode({ text, span }) {
      const parts = [...Buffer.from(text, 'utf8')].map((byte) => each(String.fromCharCode(byte)));
      const length = (to: number): number => parts.slice(0, to).reduce((sum, part) => sum + part.length, 0);
      return { text: parts.join(''), span: { start: length(span.start), end: length(span.end) } };
    },
  };
}

const hexOf = (character: string, digits: number): string => character.charCodeAt(0).toString(16).padStart(digits, '0');

/** Base64 in lines of some length; 0: in one. */
function base64(name: string, variant: 'base64' | 'base64url', padded: boolean, width: number, glue: string): Encoder {
  return {
    name,
    encode({ text, span }) {
      const digits = Buffer.from(text).toString(variant).replaceAll('=', '');
      const padding = padded ? '='.repeat((4 - (digits.length % 4)) % 4) : '';
      const lines = width === 0 ? [digits] : digits.match(new RegExp(`.{1,${width}}`, 'g'))!;
      const place = (digit: number): number => digit + (width === 0 ? 0 : Math.floor(digit / width) * glue.length);
      const last = Math.ceil((span.end * 8) / 6) - 1;
      return {
        text: lines.join(glue) + padding,
        span: { start: place(Math.floor((span.start * 8) / 6)), end: place(last) + 1 },
      };
    },
  };
}

export const ENCODERS: Encoder[] = [
  base64('base64', 'base64', true, 0, ''),
  base64('base64 without padding', 'base64', false, 0, ''),
  base64('URL-safe base64', 'base64url', false, 0, ''),
  base64('base64 in lines of MIME', 'base64', true, 76, '\r\n'),
  base64('base64 in lines of PEM', 'base64', true, 64, '\n'),
  base64('base64 in a YAML block', 'base64', true, 60, '\n    '),
  base64('base64 in strings that are put together', 'base64', true, 64, '" +\n  "'),
  byCharacter('hex', (character) => hexOf(character, 2)),
  byCharacter('HEX', (character) => hexOf(character, 2).toUpperCase()),
  byCharacter('percent, all of it', (character) => `%${hexOf(character, 2)}`),
  byCharacter('percent', (character) =>
    /[\w.~-]/.test(character) ? character : `%${hexOf(character, 2).toUpperCase()}`,
  ),
  byCharacter('\\u', (character) => `\\u${hexOf(character, 4)}`),
  byCharacter('\\x', (character) => `\\x${hexOf(character, 2)}`),
  byCharacter('decimal entities', (character) => `&#${character.charCodeAt(0)};`),
  byCharacter('hexadecimal entities', (character) => `&#x${hexOf(character, 2)};`),
];

/** Puts something round a text. */
export function within(before: string, { text, span }: Planted, behind: string): Planted {
  const shift = Buffer.byteLength(before);
  return { text: before + text + behind, span: { start: span.start + shift, end: span.end + shift } };
}

export function planted(secret: string): Planted {
  return { text: secret, span: { start: 0, end: secret.length } };
}
