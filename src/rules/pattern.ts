import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { countSteps } from './backtracking.ts';
import { PatternError } from './pattern-error.ts';
import { widthOfAlternatives } from './width.ts';

export { PatternError };

/** The longest match that a pattern may have, in characters; a private key is the longest need. */
export const MAX_MATCH = 20_000;
/** Who reads a pattern goes down into its groups: a deeper one could exhaust the stack. */
const MAX_DEPTH = 50;
/** How many steps a matcher may need from one start: `\s{0,300}\s{0,300}x` needs more. */
const MAX_STEPS = 300_000;
/** A long match takes its time, if only in proportion to its length. */
const STEPS_A_CHARACTER = 20;

/** What can be known of a pattern without running it. */
export type PatternFacts = {
  /** The longest match, in characters. */
  maxLength: number;
  captures: string[];
  /** The literals that a match begins with, or null where that is not a small closed set. */
  starts: string[] | null;
  /** Whether these literals are all that it matches. */
  literal: boolean;
  /** The same for the capture `key`, cut to the part that is literal. */
  keyPrefixes: string[];
};

/**
 * Reads a pattern and refuses one that is not safe to run on hostile text: a repeat without an
 * upper bound, a match longer than MAX_MATCH, a back reference, or repeats that can divide the
 * same text in so many ways that matching explodes.
 *
 * @param flags without "u" and "v"
 * @throws PatternError saying what is wrong
 */
export function readPattern(source: string, flags: string): PatternFacts {
  if (depthOf(source) > MAX_DEPTH) throw new PatternError(`has groups within groups, more than ${MAX_DEPTH} deep`);
  let ast: AST.Pattern;
  try {
    // The syntax of the oldest Node.js that is supported: a rule means the same wherever it runs.
    ast = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source);
    new RegExp(source, flags);
  } catch (error) {
    throw new PatternError(`is not a regular expression (${(error as Error).message.replace(/^.*: /s, '')})`);
  }
  const width = widthOfAlternatives(ast.alternatives);
  if (width.max > MAX_MATCH) {
    throw new PatternError(`can match ${width.max} characters, more than the ${MAX_MATCH} allowed`);
  }
  countSteps(ast.alternatives, flags, Math.max(MAX_STEPS, width.max * STEPS_A_CHARACTER));
  const key = findGroup(ast.alternatives, 'key');
  const starts = leadingLiterals(ast.alternatives, true);
  return {
    maxLength: width.max,
    captures: groupNames(source),
    starts: starts?.map((lead) => lead.text) ?? null,
    literal: starts?.every((lead) => lead.open) ?? false,
    keyPrefixes: (leadingLiterals(key ? key.alternatives : ast.alternatives, true) ?? [])
      .map((lead) => lead.text)
      .filter((text) => text.length >= 2),
  };
}

function depthOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [part] of source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[()]/gs)) {
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

type Lead = { text: string; open: boolean };

/** At most this many different beginnings are told apart. */
const MAX_LEADS = 64;

/**
 * The literal texts that a match of these alternatives begins with; `open` where more literal text
 * could follow. Null where there are too many. With `cut`, the texts end at the first element that
 * is not literal.
 */
function leadingLiterals(alternatives: AST.Alternative[], cut: boolean): Lead[] | null {
  const all: Lead[] = [];
  for (const alternative of alternatives) {
    let leads: Lead[] = [{ text: '', open: true }];
    for (const element of alternative.elements) {
      const next = leadsOf(element);
      if (!next) return null;
      const longer: Lead[] = leads.flatMap((lead) =>
        lead.open ? next.map((more) => ({ text: lead.text + more.text, open: more.open })) : [lead],
      );
      // What is known so far is true all the same.
      leads = longer.length > MAX_LEADS ? leads.map(({ text }) => ({ text, open: false })) : longer;
      if (leads.every((lead) => !lead.open)) break;
    }
    all.push(...leads);
  }
  if (all.length > MAX_LEADS) return null;
  return cut ? all : all.filter((lead) => lead.open);
}

function leadsOf(element: AST.Element): Lead[] | null {
  const closed: Lead[] = [{ text: '', open: false }];
  switch (element.type) {
    case 'Character':
      return [{ text: String.fromCodePoint(element.value), open: true }];
    case 'CharacterClass': {
      const characters = (element.elements as AST.CharacterClassElement[]).filter((part) => part.type === 'Character');
      if (element.negate || characters.length !== element.elements.length || characters.length > 4) return closed;
      return characters.map((part) => ({ text: String.fromCodePoint(part.value), open: true }));
    }
    case 'Group':
    case 'CapturingGroup':
      return leadingLiterals(element.alternatives, true);
    case 'Quantifier': {
      const once = leadsOf(element.element);
      if (!once) return null;
      if (element.max === 1 && element.min === 0) return [{ text: '', open: true }, ...once];
      if (element.min === 0) return closed;
      return once.map((lead) => ({ text: lead.text, open: lead.open && element.min === 1 && element.max === 1 }));
    }
    case 'Assertion':
      return [{ text: '', open: true }];
    default:
      return closed;
  }
}

function findGroup(alternatives: AST.Alternative[], name: string): AST.CapturingGroup | null {
  for (const alternative of alternatives) {
    for (const element of alternative.elements) {
      const inside = element.type === 'Quantifier' ? element.element : element;
      if (inside.type === 'CapturingGroup' && inside.name === name) return inside;
      if (inside.type === 'Group' || inside.type === 'CapturingGroup') {
        const found = findGroup(inside.alternatives, name);
        if (found) return found;
      }
    }
  }
  return null;
}

function groupNames(source: string): string[] {
  return [...source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1]!);
}
