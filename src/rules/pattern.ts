import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { analyse } from 'scslre';

/** The longest match that a pattern may have, in characters; a private key is the longest need. */
export const MAX_MATCH = 20_000;
/** How far a pattern may look beyond its match. */
const MAX_LOOK = 256;
/** How many ways a bounded pattern may have to divide the same text between its repeats. */
const MAX_WAYS = 50_000;

/** What can be known of a pattern without running it. */
export type PatternFacts = {
  /** The longest match, in characters. */
  maxLength: number;
  captures: string[];
  /** The literals that a match begins with, or null where that is not a small closed set. */
  starts: string[] | null;
  /** The same for the capture `key`, cut to the part that is literal. */
  keyPrefixes: string[];
};

/** What is wrong with a pattern, as a clause that ends a sentence. */
export class PatternError extends Error {}

/**
 * Reads a pattern and refuses one that is not safe to run on hostile text: a repeat without an
 * upper bound, a match longer than MAX_MATCH, a back reference, or repeats that can divide the
 * same text in so many ways that matching explodes.
 *
 * @throws PatternError saying what is wrong
 */
export function readPattern(source: string, flags: string): PatternFacts {
  let ast: AST.Pattern;
  try {
    ast = new RegExpParser().parsePattern(source, 0, source.length, { unicode: flags.includes('u') });
    new RegExp(source, flags);
  } catch (error) {
    throw new PatternError(`is not a regular expression (${(error as Error).message.replace(/^.*: /s, '')})`);
  }
  const width = widthOfAlternatives(ast.alternatives);
  if (width.max > MAX_MATCH) {
    throw new PatternError(`can match ${width.max} characters, more than the ${MAX_MATCH} allowed`);
  }
  refuseExplosion(ast, flags);
  const key = findGroup(ast.alternatives, 'key');
  return {
    maxLength: width.max,
    captures: groupNames(source),
    starts: leadingLiterals(ast.alternatives, true)?.map((lead) => lead.text) ?? null,
    keyPrefixes: (leadingLiterals(key ? key.alternatives : ast.alternatives, true) ?? [])
      .map((lead) => lead.text)
      .filter((text) => text.length >= 2),
  };
}

type Width = { min: number; max: number };

function widthOfAlternatives(alternatives: AST.Alternative[]): Width {
  const widths = alternatives.map((alternative) =>
    alternative.elements.map(widthOf).reduce((sum, w) => ({ min: sum.min + w.min, max: sum.max + w.max }), {
      min: 0,
      max: 0,
    }),
  );
  return { min: Math.min(...widths.map((w) => w.min)), max: Math.max(...widths.map((w) => w.max)) };
}

function widthOf(node: AST.Element): Width {
  switch (node.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return { min: 1, max: 1 };
    case 'Group':
    case 'CapturingGroup':
      return widthOfAlternatives(node.alternatives);
    case 'Quantifier': {
      const inner = widthOf(node.element);
      if (node.max === Number.POSITIVE_INFINITY) {
        throw new PatternError(
          `can repeat "${node.raw}" without end: give the repeat an upper bound, as in "{1,${node.min > 60 ? node.min * 2 : 60}}"`,
        );
      }
      return { min: inner.min * node.min, max: inner.max * node.max };
    }
    case 'Assertion':
      if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
        const look = widthOfAlternatives(node.alternatives);
        if (look.max > MAX_LOOK) {
          throw new PatternError(`looks ${look.max} characters round the match, more than the ${MAX_LOOK} allowed`);
        }
      }
      return { min: 0, max: 0 };
    case 'Backreference':
      throw new PatternError(`has a back reference ("${node.raw}"), which cannot be matched in linear time`);
  }
}

/**
 * scslre finds exponential and polynomial backtracking between repeats without bound. Ours are
 * bounded, so they are taken as unbounded for the question, and what it reports is weighed with
 * the real bounds: `\s{0,8}=?\s{0,8}` trades characters in 81 ways and may stay.
 */
function refuseExplosion(ast: AST.Pattern, flags: string): void {
  const bounds: number[] = [];
  const unbounded = ast.raw.length > 0 ? withoutBounds(ast, bounds) : '';
  let reports: ReturnType<typeof analyse>['reports'];
  try {
    reports = analyse(new RegExp(unbounded, flags), { reportTypes: { Move: false } }).reports;
  } catch {
    throw new PatternError('is too complicated to be shown safe: make it simpler');
  }
  for (const report of reports) {
    const quantifiers = report.type === 'Trade' ? [report.startQuant, report.endQuant] : [report.quant, report.quant];
    const ways = quantifiers.map((quantifier) => bounds[openQuantifiersBefore(quantifier)] ?? MAX_WAYS);
    const parent = report.type === 'Self' ? (bounds[openQuantifiersBefore(report.parentQuant)] ?? 2) : 1;
    const total = report.exponential || report.type === 'Self' ? ways[0]! ** parent : ways[0]! * ways[1]!;
    if (total > MAX_WAYS) {
      const raw = quantifiers[0]!.element.raw;
      throw new PatternError(
        `can backtrack without bound: the repeat of "${raw.slice(0, 60)}" can divide the same text in too many ways`,
      );
    }
  }
}

/** The pattern with every repeat of more than one made endless; their bounds in order of appearance. */
function withoutBounds(ast: AST.Pattern, bounds: number[]): string {
  const cuts: { start: number; end: number; text: string }[] = [];
  visitQuantifiers(ast.alternatives, (quantifier) => {
    const inner = quantifier.element.end;
    if (quantifier.max > 1 && quantifier.min !== quantifier.max) {
      bounds.push(quantifier.max);
      const lazy = quantifier.greedy ? '' : '?';
      const text = quantifier.min === 0 ? '*' : quantifier.min === 1 ? '+' : `{${quantifier.min},}`;
      cuts.push({ start: inner, end: quantifier.end, text: text + lazy });
    }
  });
  let text = ast.raw;
  for (const cut of cuts.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, cut.start) + cut.text + text.slice(cut.end);
  }
  return text;
}

/** How many endless quantifiers open before this one in its pattern: its index in `bounds`. */
function openQuantifiersBefore(quantifier: AST.Quantifier): number {
  let node = quantifier as AST.Node;
  while (node.type !== 'Pattern' && node.parent) node = node.parent;
  const pattern = node as AST.Pattern;
  let index = -1;
  let seen = 0;
  visitQuantifiers(pattern.alternatives, (other) => {
    if (other.max !== Number.POSITIVE_INFINITY) return;
    if (other.start === quantifier.start) index = seen;
    seen += 1;
  });
  return index;
}

function visitQuantifiers(alternatives: AST.Alternative[], visit: (quantifier: AST.Quantifier) => void): void {
  const walk = (element: AST.Element): void => {
    if (element.type === 'Quantifier') {
      visit(element);
      walk(element.element);
    } else if (element.type === 'Group' || element.type === 'CapturingGroup') {
      for (const alternative of element.alternatives) alternative.elements.forEach(walk);
    } else if (element.type === 'Assertion' && 'alternatives' in element) {
      for (const alternative of element.alternatives) alternative.elements.forEach(walk);
    }
  };
  for (const alternative of alternatives) alternative.elements.forEach(walk);
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
      leads = leads.flatMap((lead) =>
        lead.open ? next.map((more) => ({ text: lead.text + more.text, open: more.open })) : [lead],
      );
      if (leads.length > MAX_LEADS) return null;
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
