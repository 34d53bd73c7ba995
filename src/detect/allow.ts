import type { Span } from '../domain/blob.ts';
import type { InlineAllow } from '../domain/finding.ts';
import { lineEnd, lineStart } from './lines.ts';
import { decodePiece, type View } from './view.ts';

/** How far along its line, and along the line before, a comment is looked for. */
export const ALLOW_REACH = 1000;

/** Tags on the line of the secret. Those of other tools are honoured as they are written there. */
const SAME_LINE =
  /(?<![\w-])clawback:allow(?![\w-])(?<rules>(?:[ \t]+(?!--)[a-z0-9][a-z0-9-]*,?)*)(?:[ \t]+--[ \t]*(?<reason>[^\r\n]{0,200}))?|(?<other>gitleaks:allow|betterleaks:allow|trufflehog:ignore|kingfisher:(?:allow|ignore)|noseyparker:ignore|ggignore|pragma:[ \t]*(?:allow|white)list[ \t]+secret|secretlint-disable-line|talisman:ignore)/i;

/**
 * Tags on the line before it. Ours may stand there too, where it has the line to itself: a comment
 * behind one secret must not silence the next one below.
 */
const LINE_BEFORE =
  /^\W{0,40}clawback:allow(?![\w-])(?<rules>(?:[ \t]+(?!--)[a-z0-9][a-z0-9-]*,?)*)(?:[ \t]+--[ \t]*(?<reason>[^\r\n]{0,200}))?|(?<other>pragma:[ \t]*(?:allow|white)list[ \t]+nextline[ \t]+secret|secretlint-disable-next-line|kingfisher:(?:allow|ignore)-next-line)/i;

/**
 * Looks for a comment that allows a match.
 *
 * @param lines text of the lines that the match stands on, cut to the reach
 * @param before text of the line before them
 * @param rule the rule's id: `clawback:allow some-rule` allows only that
 * @param known whether a word is the id of any rule
 */
export function inlineAllow(
  lines: string,
  before: string,
  rule: string,
  known: (id: string) => boolean,
): InlineAllow | null {
  return tagIn(SAME_LINE.exec(lines), rule, known) ?? tagIn(LINE_BEFORE.exec(before), rule, known);
}

function tagIn(match: RegExpExecArray | null, rule: string, known: (id: string) => boolean): InlineAllow | null {
  if (!match) return null;
  const { rules, reason, other } = match.groups!;
  if (other !== undefined) return { tag: other.toLowerCase().replace(/[ \t]+/g, ' '), reason: '' };
  // What follows the tag is prose, unless a word is a rule's id or, misspelt perhaps, has the form of one.
  const named = (rules ?? '').split(/[\s,]+/).filter((word) => word.includes('-') || known(word));
  if (named.length > 0 && !named.includes(rule)) return null;
  return { tag: 'clawback:allow', reason: (reason ?? '').replace(/\s*(?:\*\/|-->|#\}|%>)\s*$/, '').trim() };
}

/** What allows a match, and every byte that was looked at for that. */
export type Allowed = { allow: InlineAllow | null; looked: Span };

/**
 * Looks for a comment beside a match, and on the line before it.
 *
 * @param view covers the lines round the match
 * @param span of the match, in bytes of the object
 */
export function allowBeside(view: View, span: Span, rule: string, known: ReadonlyMap<string, unknown>): Allowed {
  const { text } = view;
  const [from, to] = [view.toIndex(span.start), view.toIndex(span.end)];
  const own = { start: lineStart(text, from, from - ALLOW_REACH), end: lineEnd(text, to, to + ALLOW_REACH) };
  const before =
    text[own.start - 1] === '\n'
      ? text.slice(lineStart(text, own.start - 1, own.start - ALLOW_REACH), own.start - 1)
      : '';
  const beside = text.slice(own.start, from) + text.slice(to, own.end);
  const allow = inlineAllow(beside, before, rule, (id) => known.has(id));
  return {
    allow: allow && { ...allow, reason: decodePiece(allow.reason, view.encoding) },
    looked: { start: view.toByte(Math.max(0, own.start - 1 - before.length)), end: view.toByte(own.end) },
  };
}
