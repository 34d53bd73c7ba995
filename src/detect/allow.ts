import type { InlineAllow } from '../domain/finding.ts';

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
