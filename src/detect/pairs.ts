import { lineStart } from './lines.ts';

/**
 * Finds the value that a name is given, in whatever language or file form: assignments, calls,
 * arguments, headers, YAML, JSON, TOML, INI and XML pairs, shell and container files, and the
 * fallback of a look-up. Everything here is bounded: no step looks further than it says.
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

const QUOTE = String.raw`\\{0,3}["'\`]`;

/** What closes a name: the quote round it, a subscript, a call, a brace. */
const CLOSE = new RegExp(String.raw`(?:${QUOTE}|[\])}]){0,4}(?:\[\d{0,5}\])?`, 'y');

/**
 * A type between a name and its operator: `token: &str =`, `String token =` has none. What ends in `=` at the
 * end of its line is base64.
 */
const TYPE =
  /\s{0,4}[?!]?:\s{0,4}[\w&'[\]<>?.|, ]{1,48}?(?=\s{1,4}=|=(?!=?[ \t]{0,8}(?:[\r\n#]|$)))|[ \t]{1,4}(?:As[ \t]{1,4})?[\w*[\].]{1,32}(?=\s{0,4}:?=)|\s{1,4}\{\s{0,4}get;[\w; ]{0,40}\}/y;

/** Operators that give a value, and comparisons, which hold a secret just the same. */
const OPERATOR = /(?:[ \t]{0,20}\r?\n)?[ \t]{0,40}(?:={1,3}>?|[:?+|&~.!/]{1,2}={1,2}|:(?!:)|<-|->|~>)/y;

const SAME_LINE = /[ \t]{0,40}(?:={1,3}>?|[:?+|&~.!/]{1,2}={1,2}|:(?!:)|<-|->|~>)/y;

/** What stands between a look-up and its fallback. */
const FALLBACK = new RegExp(
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
const COMMA = /\s{0,8},\s{0,40}(?:[\w-]{1,32}\s{0,4}(?:=>|[=:])\s{0,4})?/y;

/** `name="X" value="…"` of XML attributes. */
const ATTRIBUTE =
  /\s{1,40}(?:[\w:-]{1,32}\s{0,2}=\s{0,2}["'][^"'<>]{0,80}["']\s{1,40}){0,3}(?:android:)?(?:value|content|val|defaultvalue)\s{0,4}=/iy;

/** `<key>X</key> <string>…</string>` of property lists. */
const PLIST = /<\/(?:t[dh]|dt|(?<name>[\w:-]{1,32}))>\s{0,80}<(?!\k<name>>)[\w:-]{1,32}>/y;

/** `name: X`, then `value: …` on the next line or as the next member. */
const SIBLING = new RegExp(
  String.raw`\s{0,8},?\s{0,120}(?:${QUOTE})?(?:default_?)?(?:value|val|content|secret)(?:${QUOTE})?\s{0,8}(?:=>|[:=])`,
  'yi',
);
const NAMED = new RegExp(
  String.raw`(?:name|key|id|variable|env(?:var)?|header)(?:${QUOTE})?\s{0,8}(?:=>|[:=])\s{0,8}(?:${QUOTE})?$`,
  'i',
);

/**
 * The default of a declared parameter: Terraform's `variable "x" { … default = }`, and CloudFormation's,
 * an action's or a pipeline's, over several lines.
 */
const DECLARED =
  /\s{0,4}\{(?:[^{}]{0,200}?[\s{;])?default\s{0,8}=|:[ \t]{0,4}\r?\n(?:[ \t]{1,40}\w{1,30}:[^\n]{0,120}\r?\n){0,4}?[ \t]{1,40}(?:[Dd]efault|value):/y;

/** A value behind a flag of the command that has the name: `gh secret set X --body …`. */
const FLAG =
  /[ \t]{1,4}(?:--?[\w-]{1,20}(?:[ =][\w./-]{1,60})?[ \t]{1,4}){0,2}--?(?:body|value|secret-string|plaintext|b|v)(?:=|[ \t]{1,4})/y;

/** A table in Markdown, and a sentence: "set `X` to `…`". */
const CELL = /[ \t]{0,40}\|[ \t]{0,40}(?=\S)/y;
const PROSE = /[ \t]{1,4}(?:to|is|as|be)(?::|[ \t])[ \t]{0,4}/y;

/** What stands before a quoted name that is an argument, a subscript, or an option in a list of words. */
const ARGUMENT = /\([^()\n]*["'`]$|(?:\(\s{0,40}|\w\[)["'`]$|["'`]--?$/;
/** A look-up that is an argument itself: `cmp.Or(os.Getenv("NAME"), "value")`. */
const LOOKED_UP = /getenv\(["'`]$/i;

/** Commands whose words are a name and a value with a space between, and flags. */
const COMMAND = new RegExp(
  [
    String.raw`(?:^(?:\u00ef\u00bb\u00bf|\ufeff)?|[\n;&|])[ \t]{0,40}(?:RUN[ \t]+)?(?:ENV|ARG|LABEL|export|setenv|setx|set|SetEnv|env|define|#define|fastcgi_param|uwsgi_param|proxy_set_header|add_header)(?:[ \t]{1,8}|[ \t]?\()(?:-\w+[ \t]+){0,2}["'($]{0,2}(?:[\w:]{0,8}\.)?$`,
    String.raw`(?:config|secrets?|env|vars?|variables?)[ :](?:set|put|add|create)[ \t]{1,4}(?:--?[\w-]{1,20}[ \t]{1,4}){0,2}["']?$`,
    String.raw`(?:^|\s)--?$`,
  ].join('|'),
);

/** What may stand before a quote and belongs to the literal: `b"…"`, `@"…"`. */
const LITERAL = /(?:[bBuUrRfFLN@$]{1,2})?(?=#{0,3}\\{0,3}["'`])|(?=\[={0,2}\[[^\s"'`[\]{}])/y;

/** A call round a literal: `SecretStr("…")`, `new String("…")`, `env::var("…")`. */
const WRAPPER =
  /ConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?(?=["'])|(?:(?:new|await|return|typeof)\s{1,4}|[&*!])?[\w.:$<>[\]]{1,64}!?\s?\(\s{0,40}(?:(?:default|fallback|initial|value)\w{0,12}\s?[:=]\s?)?(?=(?:[bBuUrRfFL@$]{0,2}\\{0,3}["'`])|[\w.:$<>]{1,64}\()/y;

const SCHEME = /(?:Bearer|Basic|Token|ApiKey|Api-Key|Bot|Key|SSWS)[ \t]{1,4}/iy;

/** The beginning of `${NAME…}`. */
const REFERENCE = new RegExp(String.raw`\s{0,8}["']?(?:${SCHEME.source})?\$\{(?:env[:.])?[\w.]{1,80}`, 'iy');

/** A name in its text, and what closes it (quotes, brackets). */
type Name = {
  text: string;
  start: number;
  end: number;
  /** Behind the quotes and brackets that close the name. */
  closed: number;
  quoted: boolean;
  /** A little of what stands before the name. */
  lead: string;
};

/**
 * A way to give a value to a name. Most names are given none: what stands next to one tells at once
 * which ways need not be tried.
 */
type Way = {
  /** The characters that the way can go on with behind the closed name and white space; absent: any. */
  next?: RegExp;
  /** The characters that must stand right before the name; absent: any. */
  before?: RegExp;
  /** Null: it is not this way. */
  read: (name: Name) => Value[] | null;
};

/** The first that gives a value counts. */
const WAYS: Way[] = [
  // ${NAME:-value}
  {
    before: /[{.:]/,
    read: ({ text, end, lead }) => (/\$\{(?:env[:.])?$/.test(lead) ? shellFallback(text, end) : null),
  },
  // <name attribute="…">value</name>
  {
    before: /[<:]/,
    read: ({ text, end, lead }) =>
      /<(?:[\w-]{1,7}:)?$/.test(lead) ? elementText(text, skip(/[^<>]{0,200}>/y, text, end)) : null,
  },
  // getenv("NAME") ?? "value"
  {
    next: /[?|/.)\]}!aoi{dAOID]/,
    read: ({ text, closed }) => after(FALLBACK, text, closed, (at) => literal(text, at, 'fallback')),
  },
  { next: /</, read: ({ text, closed }) => after(PLIST, text, closed, (at) => elementText(text, at)) },
  {
    next: /[\w:]/,
    read: ({ text, closed, quoted }) =>
      quoted ? after(ATTRIBUTE, text, closed, (at) => literal(text, at, 'assignment')) : null,
  },
  // name: NAME, value: "value"
  {
    next: /[,"'`\\vcsdVCSD]/,
    read: ({ text, start, closed, lead }) =>
      NAMED.test(lead) ? after(SIBLING, text, closed, (at) => given(text, at, 'assignment', start)) : null,
  },
  // <string name="NAME">value</string>
  {
    next: /[>\w:-]/,
    read: ({ text, closed, quoted, lead }) =>
      quoted && NAMED.test(lead)
        ? after(/\s{0,8}(?:[\w:-]{1,32}=["'][^"'<>]{0,80}["']\s{0,8}){0,3}>/y, text, closed, (at) =>
            elementText(text, at),
          )
        : null,
  },
  {
    next: /[{:]/,
    read: ({ text, start, closed }) => after(DECLARED, text, closed, (at) => given(text, at, 'assignment', start)),
  },
  // name: Type = value, name = value, "name": value, name => value, Name: value
  {
    next: /[^,();>"'`\\@#$%^]/,
    read: ({ text, start, closed, quoted }) =>
      // What is in quotes has no type, and its operator stands on its line.
      (quoted
        ? null
        : after(OPERATOR, text, skip(TYPE, text, closed) ?? closed, (at) => given(text, at, 'assignment', start))) ??
      after(quoted ? SAME_LINE : OPERATOR, text, closed, (at) => given(text, at, 'assignment', start)),
  },
  // f("NAME", "value"), { "NAME", "value" }
  {
    next: /,/,
    read: ({ text, end, closed, quoted, lead }) => {
      const isPair = /\{\s{0,8}["'`]$/.test(lead);
      const isClosed = /[\])}]/.test(text.slice(end, closed)) && !LOOKED_UP.test(lead);
      if (!quoted || isClosed || !(isPair || ARGUMENT.test(lead))) return null;
      const values = after(COMMA, text, closed, (at) => literal(text, at, 'argument'));
      return isPair && values?.[0] && skip(/["'`]\s{0,8}\}/y, text, values[0].end) === null ? null : values;
    },
  },
  // NAME,value as a line of its own
  {
    next: /,/,
    read: ({ text, start, closed }) =>
      isOwnLine(text, start) ? after(/,/y, text, closed, (at) => oneValue(text, at, 'assignment', false)) : null,
  },
  // name("value")
  {
    next: /[({]/,
    read: ({ text, end }) => after(/\s?\(\s{0,40}|\{\s{0,8}/y, text, end, (at) => literal(text, at, 'argument')),
  },
  {
    next: /-/,
    read: ({ text, closed }) => after(FLAG, text, closed, (at) => oneValue(text, at, 'assignment', false)),
  },
  // {:name "value"}, password "value" (Gradle, SQL), password `value` (Markdown)
  {
    next: /["'`N]/,
    // "pass" is a verb here.
    read: ({ text, start, end, closed }) =>
      /^pass$/i.test(text.slice(start, end))
        ? null
        : after(/[ \t]{1,4}(?=N?["'`])/y, text, closed, (at) => literal(text, at, 'assignment')),
  },
  {
    before: /[\s"'($.:\w-]/,
    read: ({ text, closed, lead }) =>
      (text[closed] === ' ' || text[closed] === '\t') && COMMAND.test(lead)
        ? after(/[ \t]{1,8}/y, text, closed, (at) => oneValue(text, at, 'assignment', true))
        : null,
  },
  // {{ default "value" .Values.name }}
  {
    before: /[\s.$(]/,
    read: ({ text, start, end, closed }) =>
      closed > end || /[\s|}-]/.test(text[closed] ?? '') ? defaultBefore(text, start) : null,
  },
  {
    next: /\|/,
    read: ({ text, closed }) => after(CELL, text, closed, (at) => oneValue(text, at, 'assignment', false)),
  },
  {
    next: /[tiab]/,
    read: ({ text, closed }) => after(PROSE, text, closed, (at) => oneValue(text, at, 'assignment', false)),
  },
];

/** Ways by the character that follows the name; the rest of what can stand there is one entry. */
const WAYS_BY_NEXT: Way[][] = Array.from({ length: 129 }, (_, code) => {
  const letter = code < 128 ? String.fromCharCode(code) : '\u0080';
  return WAYS.filter(({ next }) => !next || next.test(letter));
});

/**
 * The values that the name at text[start, end) is given. Usually none or one; several for a list,
 * or where a look-up has a fallback beside another name.
 *
 * @param text any piece of source; one character is one code unit
 */
export function valuesOf(text: string, start: number, end: number): Value[] {
  const closed = skip(CLOSE, text, end) ?? end;
  const next = skip(/\s{0,48}/y, text, closed) ?? closed;
  const ways = WAYS_BY_NEXT[Math.min(128, next < text.length ? text.charCodeAt(next) : 0)]!;
  const quoted = closed > end && /["'`]/.test(text.slice(end, closed));
  const name: Name = { text, start, end, closed, quoted, lead: text.slice(Math.max(0, start - 80), start) };
  if (name.lead.endsWith('${') && skip(/:?[?+]/y, text, end) !== null) return [];
  const before = start > 0 ? text[start - 1]! : '\n';
  for (const way of ways) {
    if (way.before && !way.before.test(before)) continue;
    const values = way.read(name);
    if (values !== null && values.length > 0) return values;
  }
  return [];
}

/** What stands behind a pattern that matches right here; null if it does not. */
function after(pattern: RegExp, text: string, index: number, read: (at: number) => Value[]): Value[] | null {
  const at = skip(pattern, text, index);
  return at === null ? null : read(at);
}

/** Where the pattern ends if it matches right at `index`, else null. */
function skip(pattern: RegExp, text: string, index: number): number | null {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/**
 * The value that a reference falls back to, which stands right at `at`, a header's scheme before it
 * or not: none if it has no such value, null if there is no reference.
 */
export function referenceFallback(text: string, at: number, depth = 0): Value[] | null {
  return after(REFERENCE, text, at, (end) => shellFallback(text, end, depth));
}

/** `${NAME:-value}`, `${NAME=value}`, and `${name:value}` as Spring writes it. */
function shellFallback(text: string, end: number, depth = 0): Value[] {
  const value = skip(/:?[-=]|:(?![?+])/y, text, end);
  if (value === null) return [];
  const inner = depth < MAX_DEPTH ? referenceFallback(text, value, depth + 1) : [];
  if (inner !== null) return inner;
  const quote = skip(/["']/y, text, value) === null ? value : value + 1;
  const stop = skip(/[^}"'\n]{1,4096}/y, text, quote);
  return stop === null ? [] : trimmed(text, quote, stop, quote !== value, 'fallback');
}

/** The text of an XML element, from behind its start tag. */
function elementText(text: string, from: number | null): Value[] {
  if (from === null) return [];
  const inside = skip(/\s{0,80}(?:<!\[CDATA\[)?\s{0,8}/y, text, from) ?? from;
  const stop = skip(/[^<\]]{1,4096}/y, text, inside);
  if (stop === null || text[stop] === undefined) return [];
  return trimmed(text, inside, stop, true, 'element');
}

/** What YAML says of a value before it: an anchor, a tag. */
const PROPERTIES = /[ \t]{1,40}(?:[&!][\w!/:.-]{0,60}[ \t]{1,8}){1,2}(?=\S)/y;

/** What follows an operator: a block scalar, a list, a literal, a look-up with a fallback, or bare text. */
function given(text: string, from: number, form: Form, nameStart: number): Value[] {
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
  );
  const fallback = lookup === null ? null : skip(FALLBACK, text, lookup);
  if (fallback !== null) return literal(text, fallback, 'fallback');

  const inline = skip(/[ \t]{0,40}/y, text, operator) ?? operator;
  return oneValue(text, inline, form, isOwnLine(text, nameStart));
}

/** A quoted literal, with what may stand round it. Empty where none begins here. */
function literal(text: string, from: number, form: Form): Value[] {
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
  for (let at = window.indexOf(quote); at >= 0 && at < limit; at = window.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (slashes < at && window[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return start + at;
  }
  return -1;
}

/** One unquoted value, or the literal that begins here. */
function oneValue(text: string, from: number, form: Form, ownLine: boolean): Value[] {
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
function defaultBefore(text: string, nameStart: number): Value[] | null {
  const lead = text.slice(Math.max(0, nameStart - 300), nameStart);
  if (!lead.includes('default')) return null;
  const match = /\bdefault\s{1,4}(["'`])([^"'`\n]{1,256})\1\s{1,4}\(?[.$\w]{0,40}$/.exec(lead);
  if (!match) return null;
  const start = nameStart - lead.length + match.index + match[0].indexOf(match[1]!) + 1;
  return trimmed(text, start, start + match[2]!.length, true, 'fallback');
}

/** Whether nothing but white space and a few words of syntax stand before the name on its line. */
function isOwnLine(text: string, start: number): boolean {
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
