/** A string in a JSON document, with the names that lead to it (array items by their index). */
export type JsonString = { path: string[]; start: number; end: number; value: string };

/** Deeper documents are read on, but paths end here. */
const MAX_DEPTH = 64;

/**
 * Whether a text may be a JSON document: after a byte order mark, white space and comments it
 * begins with a brace or a bracket.
 */
export function looksLikeJson(text: string): boolean {
  return beginsAsJson(text) === true;
}

/** The same for the beginning of a text; null where that holds white space and comments only. */
export function beginsAsJson(text: string): boolean | null {
  const start = skipBlank(text, text.startsWith('\u00ef\u00bb\u00bf') ? 3 : text.startsWith('\ufeff') ? 1 : 0);
  return start < text.length ? text[start] === '{' || text[start] === '[' : null;
}

/**
 * Every string value of a JSON, JSON5 or JSON Lines document, in order. A walker of our own, since
 * leaks also stand in documents that are cut off or broken, where a parser gives nothing: what
 * cannot be read is stepped over. It keeps no tree, and never reports what a document says.
 *
 * @param text characters that are one code unit of the source each
 * @param wanted asked for the last name of a string's path: what it refuses is not decoded
 * @param decode makes characters of a piece of the text, before its escapes are read
 */
export function* jsonStrings(
  text: string,
  wanted: (name: string) => boolean = () => true,
  decode: (start: number, end: number) => string = (start, end) => text.slice(start, end),
): Generator<JsonString> {
  const levels = new Levels();
  let at = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    at = skipBlank(text, at);
    const letter = text[at];
    if (letter === undefined) return;
    if (letter === '{' || letter === '[') {
      levels.open(letter === '{');
      at += 1;
    } else if (letter === '}' || letter === ']') {
      levels.close();
      at += 1;
    } else if (letter === ',') {
      levels.step();
      at += 1;
    } else if (letter === '"' || letter === "'") {
      const end = stringEnd(text, at);
      const next = skipBlank(text, end + 1);
      if (levels.haveNames && text[next] === ':') {
        levels.enter(() => unescaped(decode(at + 1, end)));
        at = next + 1;
      } else {
        if (end > at + 1 && wanted(levels.name)) {
          yield { path: levels.path, start: at + 1, end, value: unescaped(decode(at + 1, end)) };
        }
        at = end + 1;
      }
    } else {
      const end = wordEnd(text, at);
      const next = skipBlank(text, end);
      if (levels.haveNames && text[next] === ':') {
        levels.enter(() => decode(at, end));
        at = next + 1;
      } else {
        at = Math.max(end, at + 1);
      }
    }
  }
}

/** An object with the name that its next value has, or an array with its index. */
type Level = { key: string | null } | { index: number };

/** The objects and arrays round a place in a document; of those that are too deep only their number. */
class Levels {
  readonly #known: Level[] = [];
  #deeper = 0;

  open(isObject: boolean): void {
    if (this.#known.length === MAX_DEPTH) this.#deeper += 1;
    else this.#known.push(isObject ? { key: null } : { index: 0 });
  }

  close(): void {
    if (this.#deeper > 0) this.#deeper -= 1;
    else this.#known.pop();
  }

  /** Goes on to the next item. */
  step(): void {
    const last = this.#deeper === 0 ? this.#known.at(-1) : undefined;
    if (last && 'index' in last) last.index += 1;
    else if (last) last.key = null;
  }

  /** Whether what stands before a colon is a name. */
  get haveNames(): boolean {
    return this.#deeper > 0 || 'key' in (this.#known.at(-1) ?? {});
  }

  enter(name: () => string): void {
    const last = this.#deeper === 0 ? this.#known.at(-1) : undefined;
    if (last && 'key' in last) last.key = name();
  }

  /** The last name of the path. */
  get name(): string {
    return nameOf(this.#known.at(-1));
  }

  get path(): string[] {
    return this.#known.map(nameOf);
  }
}

function nameOf(level: Level | undefined): string {
  if (!level) return '';
  return 'index' in level ? String(level.index) : (level.key ?? '');
}

/** Past white space and comments. */
function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0xa0 || code === 0xfeff) at += 1;
    else if (code === 47 && text[at + 1] === '/') at = endOr(text.indexOf('\n', at), text);
    else if (code === 47 && text[at + 1] === '*') at = endOr(text.indexOf('*/', at + 2), text, 2);
    else break;
  }
  return at;
}

function endOr(found: number, text: string, past = 0): number {
  return found < 0 ? text.length : found + past;
}

/** Where the string that opens at `at` ends: at its closing quote, or where its line breaks off. */
function stringEnd(text: string, at: number): number {
  const quote = text[at];
  let end = at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') {
    if (text[end] === '\\') end += text[end + 1] === '\r' && text[end + 2] === '\n' ? 3 : 2;
    else end += 1;
  }
  return Math.min(end, text.length);
}

/** Names and numbers: beyond ASCII everything but white space (JSON5, 5.1.7 and 8). */
const WORD = /[\w$.+-]|[^\x00-\x7f\s]/;

function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && WORD.test(text[end]!)) end += 1;
  return end;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** What the inside of a string says. */
export function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))/gs, (_, unicode, hex, line, other) =>
    line ? '' : unicode || hex ? String.fromCharCode(Number.parseInt(unicode ?? hex, 16)) : (ESCAPES[other] ?? other),
  );
}

/**
 * Whether a path of names matches a pattern: `a.{b,c}.*.**.d`, `**` for any number of names, one `*`
 * in a name for any text (`*_TOKEN`).
 */
export type PathPattern = {
  matches(path: string[]): boolean;
  /** Whether a path with this last name could match at all. */
  endsWith(name: string): boolean;
};

/** @param patterns as in a rule file; names are compared as they are, case and all */
export function compilePaths(patterns: string[]): PathPattern {
  const compiled = patterns.map((pattern) => splitPath(pattern).map(segment));
  const ends = compiled.map((segments) => segments.at(-1)!);
  return {
    matches: (path) => compiled.some((segments) => matches(segments, 0, path, 0)),
    endsWith: (name) => ends.some((end) => end === '**' || end(name)),
  };
}

type Segment = '**' | ((name: string) => boolean);

/** At dots, but not at those between braces. */
function splitPath(pattern: string): string[] {
  return pattern.match(/(?:\{[^}]*\}|[^.])+/g) ?? [];
}

function segment(text: string): Segment {
  if (text === '**') return '**';
  if (text === '*') return () => true;
  const names = text.startsWith('{') ? text.slice(1, -1).split(',') : [text];
  if (!text.includes('*')) return (name) => names.includes(name);
  const ends = names.map((name) => name.split('*'));
  return (name) =>
    ends.some(
      ([head = '', tail = '']) =>
        name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail),
    );
}

function matches(segments: Segment[], at: number, path: string[], depth: number): boolean {
  const segment = segments[at];
  if (segment === undefined) return depth === path.length;
  if (segment === '**') {
    for (let skip = depth; skip <= path.length; skip += 1) if (matches(segments, at + 1, path, skip)) return true;
    return false;
  }
  return depth < path.length && segment(path[depth]!) && matches(segments, at + 1, path, depth + 1);
}
