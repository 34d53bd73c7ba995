import type { Span } from '../domain/blob.ts';
import type { Frame } from '../domain/finding.ts';
import { lineEnd, lineStart } from './lines.ts';
import type { View } from './view.ts';

/** The longest line that is shown, in characters. */
const WIDTH = 160;

/** Lines shown before and after the one with the secret. */
const CONTEXT = 1;

/** A span to hide, in bytes of the object, and what to show in its place. */
export type Hidden = { span: Span; mask: string };

/** Everything that is to be hidden in one object, so that what lies round a place is found quickly. */
export class HiddenSpans {
  readonly #sorted: Hidden[];
  /** For each span, how far it or any before it reaches. */
  readonly #reach: number[] = [];

  constructor(hidden: Hidden[]) {
    // Where several rules claim the same bytes, the mask that tells most is shown.
    this.#sorted = [...hidden].sort(
      (a, b) => a.span.start - b.span.start || b.span.end - a.span.end || b.mask.length - a.mask.length,
    );
    for (const { span } of this.#sorted) this.#reach.push(Math.max(span.end, this.#reach.at(-1) ?? 0));
  }

  /** Those that overlap bytes [from, to), in order. */
  between(from: number, to: number): Hidden[] {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#reach[middle]! > from) high = middle;
      else low = middle + 1;
    }
    const found: Hidden[] = [];
    for (let i = low; i < this.#sorted.length && this.#sorted[i]!.span.start < to; i += 1) {
      if (this.#sorted[i]!.span.end > from) found.push(this.#sorted[i]!);
    }
    return found;
  }
}

/**
 * The lines round a match, with every known secret replaced by its mask. Whatever else on these
 * lines could be a secret that no rule knows (a long opaque word, the value of a name that says
 * so) is blanked too: a frame is there to show the place, not the values.
 *
 * @param view covers the lines
 * @param at index of the match in the view's text
 * @param line number of the line that it stands on
 */
export function frame(view: View, at: number, line: number, hidden: HiddenSpans): Frame {
  const own = lineAt(view.text, at);
  const lines: Line[] = [{ ...own, at }];
  let firstLine = line;
  for (let { start, whole } = own, above = 0; above < CONTEXT && whole && start > 0 && line - above > 1; above += 1) {
    const previous = lineAt(view.text, start - 1);
    lines.unshift({ ...previous, at: null });
    firstLine -= 1;
    ({ start, whole } = previous);
  }
  for (
    let { end } = own, below = 0;
    below < CONTEXT && view.text[end] === '\n' && end < view.text.length - 1;
    below += 1
  ) {
    const next = lineAt(view.text, end + 1);
    lines.push({ ...next, at: null });
    end = next.end;
  }
  const shown = lines.map((one) => show(view, one, hidden));
  // Lines of a database or a program show nothing to a reader.
  return shown.some((text) => CONTROLS.test(text)) ? { firstLine: line, lines: [] } : { firstLine, lines: shown };
}

/** Characters that no text file has: with one of them, the "line" is a piece of something binary. */
const CONTROLS = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** How far a line is followed: more of it is never shown. */
const REACH = WIDTH * 8;

/** A line, or what of it lies within reach; with the match that stands on it. */
type Line = Span & {
  /** Whether it begins here: it is not cut in front. */
  whole: boolean;
  at: number | null;
};

function lineAt(text: string, at: number): Omit<Line, 'at'> {
  const start = lineStart(text, at, at - REACH);
  return { start, end: lineEnd(text, at, at + REACH), whole: start === 0 || text[start - 1] === '\n' };
}

function show(view: View, line: Line, hidden: HiddenSpans): string {
  const from = line.at === null ? line.start : Math.max(line.start, line.at - WIDTH / 2);
  const to = Math.min(line.end, from + WIDTH * 4);
  let text = '';
  let index = from;
  for (const { span, mask } of hidden.between(view.toByte(from), view.toByte(to))) {
    const start = Math.floor(view.toIndex(span.start));
    const end = Math.ceil(view.toIndex(span.end));
    if (end <= index) continue;
    text += blankOpaque(view.decode(index, Math.max(index, start)));
    text += start >= index ? mask : '…';
    index = Math.min(to, end);
  }
  text += blankOpaque(view.decode(index, to));
  const cut = text.replace(/\r$/, '');
  const tail = cut.length > WIDTH ? `${cut.slice(0, WIDTH)}…` : cut + (to < line.end ? '…' : '');
  return (from > line.start || !line.whole ? '…' : '') + tail;
}

/** A name that says that its value is secret, what stands between, and the value: in quotes, or to the end of the word. */
const SECRET_VALUE =
  /([\w.$-]*(?:secret|token|pass|pwd|api[-_ ]?key|credential|auth|private[-_ ]?key|access[-_ ]?key|pairing|code)[\w.-]*)(["'`]?\]?\s*(?:=>|:=|[:=,>]|\s)\s*(?:value\s*=\s*)?(?:(?:Bearer|Basic)\s+)?)(["'`][^"'`\n]+|[^\s"'`,;)\]}<]{4,})/gi;

/** Ordinary words with such letters in them. */
const ORDINARY =
  /passport|passeng|passag|passiv|passing|bypass|compass|author(?!i[sz])|(?:de|en)cod|codec|unicode|barcode|codebase|tokeni[sz]|secretar/i;

/** Names whose value may stand behind a space. */
const BEFORE_SPACE = /(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|key)$/i;

/** Values that only point at a secret. */
const POINTER = /^["'`]?(?:[$<{]|\.{3}|…|process|os\.|env)/;

/** A user and a password, in a URL or behind curl's `-u`. */
const USER_AND_PASSWORD = /(:\/\/[^\s/@:"']*:)[^\s/@"']+(?=@)|((?:^|\s)(?:-u|--user)[ =]["']?[^\s:"']+:)[^\s"']+/g;

/** Runs of characters that keys are made of, long enough to be one. */
const OPAQUE = /[A-Za-z0-9_+/=.~-]{12,}/g;

/** Hides what could be a secret although no rule says so. */
export function blankOpaque(text: string): string {
  return text
    .replace(SECRET_VALUE, (all, name: string, between: string, value: string) => {
      if (ORDINARY.test(name) || POINTER.test(value)) return all;
      // "--password x", "password x": of other names a word may follow that is none.
      if (/^\s+$/.test(between) && !BEFORE_SPACE.test(name)) return all;
      return `${name}${between}${/^["'`]/.test(value) ? value[0] : ''}…`;
    })
    .replace(USER_AND_PASSWORD, '$1$2…')
    .replace(OPAQUE, (run) => (looksOpaque(run) ? '…' : run));
}

/** Letters and digits mixed as in keys, not as in words with a number behind. */
function looksOpaque(run: string): boolean {
  const changes = run.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]/g)?.length ?? 0;
  return changes >= 3 && /[0-9]/.test(run) && changes >= run.length / 8;
}
