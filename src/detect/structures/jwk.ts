import { entropy } from '../../domain/strength.ts';
import { placeholder } from '../filters/placeholder.ts';
import { type Found, type Reader, skip } from './reader.ts';

/** How far an object goes to either side of its type: an RSA key of 4096 bits has about 4000 characters. */
const MAX_SIDE = 6000;

/** The type, in JSON or a literal of code, in a string or not. */
const TYPE = /kty\\{0,3}["']?\s{0,4}:\s{0,8}\\{0,3}["'](?:RSA|EC|OKP|oct)\\{0,3}["']/y;

/** The private exponent or scalar, and the value of a symmetric key: 128 bits at least. */
const MEMBER =
  /(?<![\w-])(?:\\{0,3}["'])?[dk]\\{0,3}["']?\s{0,4}:\s{0,8}\\{0,3}["'](?<key>[\w-]{21,720})={0,2}\\{0,3}["']/dg;

/** A JSON Web Key with its private member (RFC 7517, RFC 7518). */
export const jwk: Reader = {
  reach: MAX_SIDE,
  glance: (text, at) => skip(TYPE, text, at) !== null,
  read(text, at, floor) {
    const start = braceBefore(text, at, Math.max(floor, at - MAX_SIDE));
    const end = braceAfter(text, at, Math.min(text.length, at + MAX_SIDE));
    const found: Found[] = [];
    const what = 'the private member of a JSON Web Key';
    for (const member of text.slice(start, end).matchAll(MEMBER)) {
      const [from, to] = member.indices!.groups!.key!;
      const key = member.groups!.key!;
      if (entropy(key) < 3.5 || placeholder(key, 'likely') !== null) continue;
      found.push({ start: start + from, end: start + to, name: 'JSON Web Key', what, confidence: 'high' });
    }
    return { start, end, found };
  },
};

function braceBefore(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && text[start] !== '{' && text[start] !== '}') start -= 1;
  return start;
}

function braceAfter(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit && text[end] !== '}' && text[end] !== '{') end += 1;
  return end;
}
