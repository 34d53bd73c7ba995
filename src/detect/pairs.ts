import {
  after,
  COMMA,
  defaultBefore,
  elementText,
  FALLBACK,
  given,
  isOwnLine,
  literal,
  lookedAt,
  lookFrom,
  oneValue,
  shellFallback,
  skip,
  type Value,
} from './given.ts';

/**
 * Finds the value that a name is given, in whatever language or file form: assignments, calls,
 * arguments, headers, YAML, JSON, TOML, INI and XML pairs, shell and container files, and the
 * fallback of a look-up. Everything here is bounded: no step looks further than it says.
 */

const QUOTE = String.raw`\\{0,3}["'\`]`;

/** What closes a name: the quote round it, a subscript, a call, a brace. */
export const CLOSE = new RegExp(String.raw`(?:${QUOTE}|[\])}]){0,4}(?:\[\d{0,5}\])?`, 'y');

/**
 * A type between a name and its operator: `token: &str =`, `String token =` has none. What ends in `=` at the
 * end of its line is base64.
 */
export const TYPE =
  /\s{0,4}[?!]?:\s{0,4}[\w&'[\]<>?.|, ]{1,48}?(?=\s{1,4}=|=(?!=?[ \t]{0,8}(?:[\r\n#]|$)))|[ \t]{1,4}(?:As[ \t]{1,4})?[\w*[\].]{1,32}(?=\s{0,4}:?=)|\s{1,4}\{\s{0,4}get;[\w; ]{0,40}\}/y;

/** Operators that give a value, and comparisons, which hold a secret just the same. */
export const OPERATOR = /(?:[ \t]{0,20}\r?\n)?[ \t]{0,40}(?:={1,3}>?|[:?+|&~.!/]{1,2}={1,2}|:(?!:)|<-|->|~>)/y;

const SAME_LINE = /[ \t]{0,40}(?:={1,3}>?|[:?+|&~.!/]{1,2}={1,2}|:(?!:)|<-|->|~>)/y;

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
export const NAMED = new RegExp(
  String.raw`(?:name|key|id|variable|env(?:var)?|header)(?:${QUOTE})?\s{0,8}(?:=>|[:=])\s{0,8}(?:${QUOTE})?$`,
  'i',
);

/**
 * The default of a declared parameter: Terraform's `variable "x" { … default = }`, and CloudFormation's,
 * an action's or a pipeline's, over several lines.
 */
const DECLARED =
  /\s{0,4}\{(?:[^{}]{0,200}?[\s{;])?default\s{0,8}=|:[ \t]{0,4}\r?\n(?:[ \t]{1,40}\w{1,30}:[^\n]{0,120}\r?\n){0,4}?[ \t]{1,40}(?:[Dd]efault|value):/y;

/** How far that looks where it does not match. */
function declaredReach(text: string, at: number): number {
  const colon = text[at] === ':';
  return colon ? (skip(/:[ \t]{0,4}\r?\n/y, text, at, 16) === null ? 16 : 900) : 256;
}

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

/**
 * Commands whose words are a name and a value with a space between: from behind a line's start or what parts
 * commands.
 */
const COMMAND =
  /[ \t]{0,40}(?:RUN[ \t]+)?(?:ENV|ARG|LABEL|export|setenv|setx|set|SetEnv|env|define|#define|fastcgi_param|uwsgi_param|proxy_set_header|add_header)(?:[ \t]{1,8}|[ \t]?\()(?:-\w+[ \t]+){0,2}["'($]{0,2}(?:[\w:]{0,8}\.)?$/y;
const SUBCOMMAND =
  /(?:config|secrets?|env|vars?|variables?)[ :](?:set|put|add|create)[ \t]{1,4}(?:--?[\w-]{1,20}[ \t]{1,4}){0,2}["']?$/;
/** A byte order mark, as UTF-8 shows byte by byte, and in UTF-16. */
const MARK = /^(?:\u00ef\u00bb\u00bf|\ufeff)/;

/** A name in its text, and what closes it (quotes, brackets). */
type Name = {
  text: string;
  start: number;
  end: number;
  /** Behind the quotes and brackets that close the name. */
  closed: number;
  quoted: boolean;
  /** The first character behind that and white space. */
  next: number;
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
    read: (name) =>
      mayFallBack(name) ? after(FALLBACK, name.text, name.closed, (at) => literal(name.text, at, 'fallback')) : null,
  },
  { next: /</, read: ({ text, closed }) => after(PLIST, text, closed, (at) => elementText(text, at)) },
  {
    next: /[\w:]/,
    read: ({ text, closed, quoted, next }) =>
      quoted && next > closed ? after(ATTRIBUTE, text, closed, (at) => literal(text, at, 'assignment'), 600) : null,
  },
  // name: NAME, value: "value"
  {
    next: /[,"'`\\vcsdVCSD]/,
    read: ({ text, start, closed }) =>
      isNamed(text, start) ? after(SIBLING, text, closed, (at) => given(text, at, 'assignment', start)) : null,
  },
  // <string name="NAME">value</string>
  {
    next: /[>\w:-]/,
    read: ({ text, start, closed, quoted }) =>
      quoted && isNamed(text, start)
        ? after(
            /\s{0,8}(?:[\w:-]{1,32}=["'][^"'<>]{0,80}["']\s{0,8}){0,3}>/y,
            text,
            closed,
            (at) => elementText(text, at),
            400,
          )
        : null,
  },
  {
    next: /[{:]/,
    read: ({ text, start, closed }) =>
      after(DECLARED, text, closed, (at) => given(text, at, 'assignment', start), declaredReach(text, closed)),
  },
  // name: Type = value, name = value, "name": value, name => value, Name: value
  {
    next: /[^,();>"'`\\@#$%^]/,
    read: (name) => {
      if (!mayAssign(name)) return null;
      const { text, start, closed, quoted } = name;
      // What is in quotes has no type, and its operator stands on its line.
      const type = quoted ? null : skip(TYPE, text, closed);
      const typed = type === null ? null : after(OPERATOR, text, type, (at) => given(text, at, 'assignment', start));
      return typed ?? after(quoted ? SAME_LINE : OPERATOR, text, closed, (at) => given(text, at, 'assignment', start));
    },
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
      (text[closed] === ' ' || text[closed] === '\t') && isCommand(lead)
        ? after(/[ \t]{1,8}/y, text, closed, (at) => oneValue(text, at, 'assignment', true))
        : null,
  },
  // {{ default "value" .Values.name }}
  {
    before: /[\s.$(]/,
    read: ({ text, start, end, closed }) =>
      mayBeDefaulted(text, start) && (closed > end || /[\s|}-]/.test(text[closed] ?? ''))
        ? defaultBefore(text, start)
        : null,
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

/** The characters that tell ways apart; all others are one entry. */
const CHARACTERS = 129;

/** Ways by the characters before and behind a name, as they come to be asked for. */
const WAYS_BETWEEN: (Way[] | undefined)[] = [];

function waysBetween(before: number, next: number): Way[] {
  const at = Math.min(before, CHARACTERS - 1) * CHARACTERS + Math.min(next, CHARACTERS - 1);
  let ways = WAYS_BETWEEN[at];
  if (!ways) {
    const [left, right] = [before, next].map((code) => String.fromCharCode(Math.min(code, CHARACTERS - 1)));
    ways = WAYS.filter((way) => (way.next?.test(right!) ?? true) && (way.before?.test(left!) ?? true));
    WAYS_BETWEEN[at] = ways;
  }
  return ways;
}

export { lookedAt };

/** How far round a name is looked in any case: what leads up to it, and what goes on behind it. */
const LEAD_REACH = 112;
const NEXT_REACH = 112;

/**
 * The values that the name at text[start, end) is given. Usually none or one; several for a list,
 * or where a look-up has a fallback beside another name.
 *
 * @param text any piece of source; one character is one code unit; `lookedAt` then tells what of it was looked at
 */
export function valuesOf(text: string, start: number, end: number): Value[] {
  lookFrom(start - LEAD_REACH, end + NEXT_REACH);
  const closed = mayClose(text.charCodeAt(end)) ? skip(CLOSE, text, end)! : end;
  const next = behindSpace(text, closed);
  const ways = waysBetween(start > 0 ? text.charCodeAt(start - 1) : LF, next < text.length ? text.charCodeAt(next) : 0);
  if (ways.length === 0) return [];
  const quoted = closed > end && /["'`]/.test(text.slice(end, closed));
  const name: Name = { text, start, end, closed, quoted, next, lead: text.slice(Math.max(0, start - 80), start) };
  if (name.lead.endsWith('${') && skip(/:?[?+]/y, text, end) !== null) return [];
  for (const way of ways) {
    const values = way.read(name);
    if (values !== null && values.length > 0) return values;
  }
  return [];
}

const LF = 10;

/** Whether a character can begin what closes a name: a quote, a backslash before one, a bracket. */
function mayClose(code: number): boolean {
  return (
    code === 34 ||
    code === 39 ||
    code === 96 ||
    code === 92 ||
    code === 41 ||
    code === 91 ||
    code === 93 ||
    code === 125
  );
}

/** The first index from `at` on that holds no white space, at most 48 characters away. */
function behindSpace(text: string, at: number): number {
  const limit = Math.min(text.length, at + 48);
  let index = at;
  while (index < limit && isSpace(text.charCodeAt(index))) index += 1;
  return index;
}

/** White space as `\s` has it. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 160 && /\s/.test(String.fromCharCode(code)));
}

// Most names are given nothing. What follows tells that from a few characters; the patterns above then say
// whether it is so. None of these may refuse what its pattern takes: test/detect/pairs-guards.test.ts.

/** Whether FALLBACK could match behind a name. */
export function mayFallBack({ text, closed, next }: Pick<Name, 'text' | 'closed' | 'next'>): boolean {
  const second = (text[next + 1] ?? '').toLowerCase();
  switch ((text[next] ?? '').toLowerCase()) {
    case '?':
      return second === '?' || second === ':' || second === '.';
    case '/':
      return second === '/';
    case '.':
      return /[a-z]/.test(second);
    case 'a':
      return second === 's';
    case 'o':
      return second === 'r';
    case 'i':
      return second === 'f';
    case '{':
    case 'd':
      return text[closed - 1] === ')';
    default:
      return true;
  }
}

/** Whether OPERATOR could match behind a name, with or without TYPE before it. */
export function mayAssign({ text, closed, next }: Pick<Name, 'text' | 'closed' | 'next'>): boolean {
  const first = text[next] ?? ' ';
  const second = text[next + 1] ?? ' ';
  if (first === '=' || first === ':' || /\s/.test(first)) return true;
  if (first === '-') return second === '>';
  if (first === '<') return second === '-';
  if (first === '{') return next > closed;
  if (/[?+|&~.!/]/.test(first)) {
    if (second === '=' || second === ':' || text[next + 2] === '=' || (first === '~' && second === '>')) return true;
    if (first !== '.') return false;
  }
  return next > closed && isTypeBefore(text, next);
}

/** Whether one word stands between here and an operator, or `As` and a word. */
function isTypeBefore(text: string, from: number): boolean {
  if (text.startsWith('As', from)) return true;
  let at = from;
  while (at < from + 33 && /[\w*[\].]/.test(text[at] ?? '')) at += 1;
  for (let spaces = 0; spaces < 4 && isSpace(text.charCodeAt(at)); spaces += 1) at += 1;
  return text[at] === '=' || (text[at] === ':' && text[at + 1] === '=');
}

/** Whether what stands before a name says that it is one: `name: `. */
export function isNamed(text: string, start: number): boolean {
  let at = start - 1;
  if (at >= 0 && /["'`]/.test(text[at]!)) {
    at -= 1;
    for (let slashes = 0; slashes < 3 && text[at] === '\\'; slashes += 1) at -= 1;
  }
  for (let spaces = 0; spaces < 8 && at >= 0 && isSpace(text.charCodeAt(at)); spaces += 1) at -= 1;
  const code = text.charCodeAt(at);
  return (code === 58 || code === 61 || code === 62) && NAMED.test(text.slice(Math.max(0, start - 80), start));
}

/** Whether the name is the word of a command that comes before a value. */
export function isCommand(lead: string): boolean {
  const before = lead.at(-1) ?? '';
  if (before === '-') return /(?:^|\s)--?$/.test(lead.slice(-3)) && (lead.length > 2 || /^--?$/.test(lead));
  let from = lead.length;
  while (from > 0 && !/[\n;&|]/.test(lead[from - 1]!)) from -= 1;
  COMMAND.lastIndex = from === 0 ? (MARK.exec(lead)?.[0].length ?? 0) : from;
  return COMMAND.test(lead) || (/[ \t"']/.test(before) && SUBCOMMAND.test(lead.slice(from)));
}

/** Whether the value that a template names by default could stand before a name. */
function mayBeDefaulted(text: string, start: number): boolean {
  let at = start - 1;
  if (at < 0 || !isSpace(text.charCodeAt(at))) return true;
  for (let spaces = 0; spaces < 4 && at >= 0 && isSpace(text.charCodeAt(at)); spaces += 1) at -= 1;
  return /["'`]/.test(text[at] ?? '');
}
