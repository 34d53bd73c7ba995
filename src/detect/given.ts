import { lineStart } from './lines.ts';

/**
 * Reads the value that stands at a place where one is given: a literal, a list, a block, the fallback of a
 * look-up, bare text. Everything here is bounded: no step looks further than it says.
 */

/** A value that stands for a name. Indexes are into the text, without quotes. */
export type Value = {
  start: number;
  end: number;
  quoted: boolean;
  /** What the literals say together, where it is put together of several: `"a" + "b"`. */
  joined?: string;
  /** How it was given: part of the reasons, and of what the filters expect of it. */
  form: Form;
};

export type Form = 'assignment' | 'argument' | 'element' | 'fallback' | 'list' | 'block';

/** The longest value that is looked at. */
const MAX_VALUE = 4096;

/** How deep references may stand in each other's fallbacks. */
const MAX_DEPTH = 4;

/** At most this many values of one list. */
const MAX_LIST = 50;

/** What stands between a look-up and its fallback. */
export const FALLBACK = new RegExp(
  [
    String.raw`!?(?:\s{1,4}as\s{1,4}\w{1,32})?[)\]}]{0,3}\s{0,40}(?:\?\?|\|\||\?:|\/\/|or\b)`,
    String.raw`[)\]}]{0,3}\s{0,40}\??\.(?:unwrap_or(?:_else|_default)?|or_?else(?:_?get)?|or|get_?or_?(?:else|default)|value_?or|if_?empty|default|fetch|get)\(\s{0,8}(?:\|\w{0,20}\|\s{0,4}|\(\)\s{0,4}(?:->|=>)\s{0,4})?`,
    String.raw`\s{0,8}\|\s{0,8}default(?:\s{0,4}\(|\s)`,
    String.raw`\s{1,4}if\b[^\n]{1,60}?\belse\b`,
    String.raw`(?<=\))\s{0,4}(?:\{|do\b)\s{0,8}(?:\|\w{0,20}\|\s{0,8})?`,
  ].join('|'),
  'yi',
);

/** The next argument of a call, with its own name where it has one: `, default="…"`. */
export const COMMA = /\s{0,8},\s{0,40}(?:[\w-]{1,32}\s{0,4}(?:=>|[=:])\s{0,4})?/y;

/** What may stand before a quote and belongs to the literal: `b"…"`, `@"…"`. */
const LITERAL = /(?:[bBuUrRfFLN@$]{1,2})?(?=#{0,3}\\{0,3}["'`])|(?=\[={0,2}\[[^\s"'`[\]{}])/y;

/** A call round a literal: `SecretStr("…")`, `new String("…")`, `env::var("…")`. */
const WRAPPER =
  /ConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?(?=["'])|(?:(?:new|await|return|typeof)\s{1,4}|[&*!])?[\w.:$<>[\]]{1,64}!?\s?\(\s{0,40}(?:(?:default|fallback|initial|value)\w{0,12}\s?[:=]\s?)?(?=(?:[bBuUrRfFL@$]{0,2}\\{0,3}["'`])|[\w.:$<>]{1,64}\()/y;

const SCHEME = /(?:Bearer|Basic|Token|ApiKey|Api-Key|Bot|Key|SSWS)[ \t]{1,4}/iy;

/** What is read of a text to tell a value rests on what stands here. */
let first = 0;
let last = 0;

/** How far patterns look that do not match right away: most know after a few characters. */
const AHEAD = 256;
/** How far they look behind what they match. */
const BEHIND = 16;

/** Begins to keep account of what is looked at. */
export function lookFrom(start: number, end: number): void {
  first = start;
  last = end;
}

/** What was looked at since. */
export function lookedAt(): { start: number; end: number } {
  return { start: first, end: last };
}

function lookTo(index: number): void {
  if (index > last) last = index;
}

/** The beginning of `${NAME…}`. */
const REFERENCE = new RegExp(String.raw`\s{0,8}["']?(?:${SCHEME.source})?\$\{(?:env[:.])?[\w.]{1,80}`, 'iy');

/** What stands behind a pattern that matches right here; null if it does not. */
export function after(
  pattern: RegExp,
  text: string,
  index: number,
  read: (at: number) => Value[],
  most = AHEAD,
): Value[] | null {
  const at = skip(pattern, text, index, most);
  return at === null ? null : read(at);
}

/**
 * Where the pattern ends if it matches right at `index`, else null.
 *
 * @param most how far it looks where it does not match, in characters
 */
export function skip(pattern: RegExp, text: string, index: number, most = AHEAD): number | null {
  pattern.lastIndex = index;
  const matches = pattern.test(text);
  lookTo(matches ? pattern.lastIndex + BEHIND : index + most);
  return matches ? pattern.lastIndex : null;
}

/**
 * The value that a reference falls back to, which stands right at `at`, a header's scheme before it
 * or not: none if it has no such value, null if there is no reference.
 */
export function referenceFallback(text: string, at: number, depth = 0): Value[] | null {
  return after(REFERENCE, text, at, (end) => shellFallback(text, end, depth));
}

/** `${NAME:-value}`, `${NAME=value}`, and `${name:value}` as Spring writes it. */
export function shellFallback(text: string, end: number, depth = 0): Value[] {
  const value = skip(/:?[-=]|:(?![?+])/y, text, end);
  if (value === null) return [];
  const inner = depth < MAX_DEPTH ? referenceFallback(text, value, depth + 1) : [];
  if (inner !== null) return inner;
  const quote = skip(/["']/y, text, value) === null ? value : value + 1;
  const stop = skip(/[^}"'\n]{1,4096}/y, text, quote);
  return stop === null ? [] : trimmed(text, quote, stop, quote !== value, 'fallback');
}

/** The text of an XML element, from behind its start tag. */
export function elementText(text: string, from: number | null): Value[] {
  if (from === null) return [];
  const inside = skip(/\s{0,80}(?:<!\[CDATA\[)?\s{0,8}/y, text, from) ?? from;
  const stop = skip(/[^<\]]{1,4096}/y, text, inside);
  if (stop === null || text[stop] === undefined) return [];
  return trimmed(text, inside, stop, true, 'element');
}

/** What YAML says of a value before it: an anchor, a tag. */
const PROPERTIES = /[ \t]{1,40}(?:[&!][\w!/:.-]{0,60}[ \t]{1,8}){1,2}(?=\S)/y;

/** The longest look-up, in characters. */
const LOOK_UP = 450;

/** What follows an operator: a block scalar, a list, a literal, a look-up with a fallback, or bare text. */
export function given(text: string, from: number, form: Form, nameStart: number): Value[] {
  const operator = (text[from - 1] === ':' ? skip(PROPERTIES, text, from) : null) ?? from;
  const block = skip(/[ \t]{0,8}[|>][-+]?\d?[ \t]{0,8}\r?\n[ \t]{1,64}/y, text, operator);
  if (block !== null) return oneValue(text, block, 'block', true);

  const list = skip(/\s{0,8}[[({]\s{0,80}(?=[bBuU]?\\{0,3}["'`])|\s{0,8}\r?\n[ \t]{0,64}-[ \t]{1,8}/y, text, operator);
  if (list !== null) return listValues(text, list);

  const fallen = referenceFallback(text, operator);
  if (fallen !== null) return fallen;

  const quoted = literal(text, operator, form);
  if (quoted.length) return quoted;

  const lookup = skip(
    /\s{0,8}[\w.:$>!-]{1,80}(?:\(["'`]?[\w.-]{0,80}["'`]?\)|\[["'`]?[\w.-]{0,80}["'`]?\]){0,2}(?=\s{0,8}(?:\?\?|\|\||\?:|or\s|\.))/y,
    text,
    operator,
    LOOK_UP,
  );
  const fallback = lookup === null ? null : skip(FALLBACK, text, lookup);
  if (fallback !== null) return literal(text, fallback, 'fallback');

  const inline = skip(/[ \t]{0,40}/y, text, operator) ?? operator;
  return oneValue(text, inline, form, isOwnLine(text, nameStart));
}

/** A quoted literal, with what may stand round it. Empty where none begins here. */
export function literal(text: string, from: number, form: Form): Value[] {
  let index = skip(/\s{0,120}/y, text, from) ?? from;
  let wrapped = false;
  for (let depth = 0; depth < 2; depth += 1) {
    const inside = skip(WRAPPER, text, index);
    if (inside === null) break;
    index = inside;
    wrapped = true;
  }
  const quote = skip(LITERAL, text, index);
  if (quote === null) return [];
  const first = quotedText(text, quote, form);
  if (!first) return [];
  const values = [first.value];
  // getenv("NAME", "fallback"): where the first argument names a variable, the second is the value.
  if (wrapped && /^[A-Z][A-Z0-9_]{2,80}$/.test(text.slice(first.value.start, first.value.end))) {
    const comma = skip(COMMA, text, first.after);
    const second = comma === null ? null : quotedText(text, skip(LITERAL, text, comma) ?? comma, 'fallback');
    const other = second ? null : skip(FALLBACK, text, first.after);
    if (second) values.push(second.value);
    else if (other !== null) values.push(...literal(text, other, 'fallback'));
  }
  return values;
}

function listValues(text: string, from: number): Value[] {
  const values: Value[] = [];
  let index = from;
  while (values.length < MAX_LIST) {
    const quote = skip(LITERAL, text, index);
    const next = quote === null ? null : quotedText(text, quote, 'list');
    const value = next?.value ?? oneValue(text, index, 'list', true)[0];
    if (!value) break;
    const after = next?.after ?? value.end;
    // The members of an object are no list: `token: { "type": "string" }`.
    if (next && skip(/\s{0,8}(?::(?!:)|=>)/y, text, after) !== null) break;
    values.push(value);
    const more = skip(/\s{0,8},\s{0,120}(?=[bBuU]?\\{0,3}["'`])|[ \t]{0,8}\r?\n[ \t]{0,64}-[ \t]{1,8}/y, text, after);
    if (more === null) break;
    index = more;
  }
  return values;
}

/** A literal whose opening quote stands at `index`. It may not run over a line unless its quotes allow it. */
function quotedText(text: string, index: number, form: Form): { value: Value; after: number } | null {
  const opening = /``|#{1,3}"|(?<=R)"[^\s()\\"]{0,16}\(|\[={0,2}\[|"\\"|\\{0,3}(?:"""|'''|["'`])/y;
  opening.lastIndex = index;
  const quote = opening.exec(text)?.[0];
  if (!quote) return null;
  const start = opening.lastIndex;
  const multiline = /[`[(]$/.test(quote) || quote.length - quote.lastIndexOf('\\') > 3;
  const closing = closingQuote(text, start, closingOf(quote), multiline);
  const after = closing < 0 ? start : closing + quote.length;
  const end = closing < 0 ? (skip(/[^\s"'`<>,;]{1,4096}/y, text, start) ?? start) : closing;
  const value = trimmed(text, start, end, true, form)[0];
  if (!value) return null;
  const rest = closing < 0 || quote.length > 1 ? null : joinedWith(text, value, after, quote);
  return rest ?? { value, after };
}

/** What stands between two literals that make one value: an operator, or a line's end. */
const JOIN = /[ \t]{0,8}(?:(?:\r?\n[ \t]{0,80})?(?:\+{1,2}|\.{1,2}|<>|&|\|\|)\s{0,120}|\\?\r?\n[ \t]{1,80})[fbru]?/y;

/** A literal and those that it is put together with. */
function joinedWith(text: string, first: Value, from: number, quote: string): { value: Value; after: number } | null {
  const parts = [text.slice(first.start, first.end)];
  let after = from;
  let { end } = first;
  while (parts.length < MAX_LIST) {
    const next = skip(JOIN, text, after);
    if (next === null || text[next] !== quote) break;
    const closing = closingQuote(text, next + 1, quote, false);
    if (closing < 0 || closing - first.start > MAX_VALUE) break;
    parts.push(text.slice(next + 1, closing));
    end = closing;
    after = closing + 1;
  }
  // A key: on the next line stands another member, and no further part.
  if (parts.length === 1 || skip(/[ \t]{0,8}(?::|=>)/y, text, after) !== null) return null;
  return { value: { ...first, end, joined: parts.join('') }, after };
}

/** What closes a literal: mostly what opens it. Raw strings of Rust, Swift, C++ and Lua have their own. */
function closingOf(quote: string): string {
  if (quote === '"\\"') return '\\"';
  if (quote.startsWith('#')) return `"${quote.slice(0, -1)}`;
  if (quote.endsWith('(')) return `)${quote.slice(1, -1)}"`;
  return quote.replaceAll('[', ']');
}

function closingQuote(text: string, start: number, quote: string, multiline: boolean): number {
  const window = text.slice(start, start + MAX_VALUE + quote.length);
  const newline = multiline ? -1 : window.indexOf('\n');
  const limit = newline < 0 ? window.length : newline;
  lookTo(start + limit + 1);
  for (let at = window.indexOf(quote); at >= 0 && at < limit; at = window.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (slashes < at && window[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return start + at;
  }
  return -1;
}

/** One unquoted value, or the literal that begins here. */
export function oneValue(text: string, from: number, form: Form, ownLine: boolean): Value[] {
  const quote = skip(LITERAL, text, from);
  if (quote !== null) {
    const value = quotedText(text, quote, form)?.value;
    return value ? [value] : [];
  }
  const scheme = skip(SCHEME, text, from) ?? from;
  const bare = ownLine ? /[^\s"'`<>]{1,4096}/y : /[^\s"'`<>,;(){}[\]|\\^&#]{1,4096}/y;
  const stop = skip(bare, text, scheme);
  // With a brace behind it, it is only the beginning of what a template makes.
  return stop === null || text[stop] === '{' ? [] : trimmed(text, scheme, stop, false, form);
}

/** The value that a template names before the variable that it stands for. */
export function defaultBefore(text: string, nameStart: number): Value[] | null {
  const lead = text.slice(Math.max(0, nameStart - 300), nameStart);
  first = Math.min(first, nameStart - 300);
  if (!lead.includes('default')) return null;
  const match = /\bdefault\s{1,4}(["'`])([^"'`\n]{1,256})\1\s{1,4}\(?[.$\w]{0,40}$/.exec(lead);
  if (!match) return null;
  const start = nameStart - lead.length + match.index + match[0].indexOf(match[1]!) + 1;
  return trimmed(text, start, start + match[2]!.length, true, 'fallback');
}

/** Whether nothing but white space and a few words of syntax stand before the name on its line. */
export function isOwnLine(text: string, start: number): boolean {
  const line = text.slice(lineStart(text, start, start - OWN_LINE), start);
  return line.length < OWN_LINE && OWN.test(line);
}

/** How long what stands before the name on such a line may be, in characters. */
const OWN_LINE = 100;
const OWN = /^[ \t]{0,40}(?:-[ \t]{1,4})?(?:export[ \t]{1,4}|set[ \t]{1,4}|ENV[ \t]{1,4}|ARG[ \t]{1,4})?[\w.-]{0,40}$/;

/** Without surrounding white space, a header's scheme, and the punctuation that ends a bare value. */
function trimmed(text: string, start: number, end: number, quoted: boolean, form: Form): Value[] {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from += 1;
  while (to > from && /\s/.test(text[to - 1]!)) to -= 1;
  const scheme = skip(SCHEME, text, from);
  if (scheme !== null && scheme < to) from = scheme;
  // Three dots say that something was left out: they belong to the value, and make it none.
  if (!quoted && !text.endsWith('...', to)) while (to > from && /[,;.:!?)\]}]/.test(text[to - 1]!)) to -= 1;
  return from < to ? [{ start: from, end: to, quoted, form }] : [];
}
