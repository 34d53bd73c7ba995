import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';

/** A pattern with one part changed. */
export type PatternMutant = { what: string; source: string };

/** Longer repeats are bounded to limit the work, not because the format ends there. */
const LONGEST = 300;

/**
 * Every pattern that differs from this one in one small part: a literal, a bound of a repeat, an
 * optional part, an alternative, a class, an edge or a look-around.
 *
 * Left out is what no example can tell: upper bounds that only limit the work (over 300, outside of
 * what is captured, of white space, backslashes and "anything but"), and classes that the end of a
 * look-around makes up for, as in `(?=[^0-9]{0,9}[0-9])`.
 *
 * @param isName whether it is the pattern of a name: nothing of it is part of a credential
 */
export function mutantsOfPattern(source: string, isName = false): PatternMutant[] {
  const mutants: PatternMutant[] = [];
  const isFormat = formatOf(source, isName);
  const change = (node: AST.Node, text: string): void => {
    const mutant = source.slice(0, node.start) + text + source.slice(node.end);
    if (mutant === source || mutants.some((known) => known.source === mutant)) return;
    mutants.push({ what: `${node.raw} → ${text || 'nothing'} (at ${node.start})`, source: mutant });
  };
  const dropAlternatives = (node: AST.Pattern | AST.Group | AST.CapturingGroup | AST.LookaroundAssertion): void => {
    const { alternatives } = node;
    if (alternatives.length < 2) return;
    const head = source.slice(node.start, alternatives[0]!.start);
    const tail = source.slice(alternatives.at(-1)!.end, node.end);
    for (const dropped of alternatives) {
      const rest = alternatives.filter((alternative) => alternative !== dropped).map(({ raw }) => raw);
      change(node, head + rest.join('|') + tail);
    }
  };
  visitRegExpAST(new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source), {
    onPatternEnter: dropAlternatives,
    onGroupEnter: dropAlternatives,
    onCapturingGroupEnter: dropAlternatives,
    onAssertionEnter(node) {
      change(node, '');
      if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
        dropAlternatives(node);
        const sign = node.negate ? '!' : '=';
        change(node, node.raw.replace(sign, node.negate ? '=' : '!'));
      }
    },
    onQuantifierEnter(node) {
      for (const [min, max] of boundsNear(node, isFormat(node))) {
        change(node, max === 0 ? '' : `${node.element.raw}{${min},${max}}${node.greedy ? '' : '?'}`);
      }
    },
    onCharacterEnter(node) {
      if (node.parent.type === 'Alternative' || node.parent.type === 'Quantifier') change(node, another(node));
    },
    onCharacterClassEnter(node) {
      if (node.negate && isMadeUpFor(node)) return;
      if (node.elements.length > 1) {
        for (const dropped of node.elements) {
          change(
            node,
            classOf(
              node.negate,
              (node.elements as AST.Node[]).filter((part) => part !== dropped),
            ),
          );
        }
      }
      change(node, widened(node));
    },
    onCharacterSetEnter(node) {
      if (node.parent.type === 'CharacterClass' || node.kind === 'any' || node.raw === '\\S') return;
      change(node, /^\\[wd]$/.test(node.raw) ? '\\S' : '[\\s\\S]');
    },
  });
  return mutants.filter((mutant) => isPattern(mutant.source));
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

/** Tells which parts of a pattern are the credential's own format: those in captures, or all if there is none. */
function formatOf(source: string, isName: boolean): (node: AST.Node) => boolean {
  const hasCaptures = /\(\?<\w/.test(source);
  return (node) => {
    if (isName || isIn(node, 'Assertion')) return false;
    return !hasCaptures || isIn(node, 'CapturingGroup');
  };
}

function isIn(node: AST.Node, type: AST.Node['type']): boolean {
  for (let above: AST.Node | null = node.parent; above; above = above.parent) {
    if (above.type === type) return true;
  }
  return false;
}

/** The bounds next to a repeat's own; a part that is made optional, needed, or left out. */
function boundsNear(node: AST.Quantifier, isFormat: boolean): [number, number][] {
  const { min, max } = node;
  const near: [number, number][] = [];
  if (min === 0) near.push([0, 0]);
  if (min > 0) near.push([min - 1, max]);
  if (min < max) near.push([min + 1, max]);
  const isExact = min === max;
  if (max > 1 && max <= LONGEST && (isExact || (isFormat && !isGap(node)))) {
    if (!isExact && max - 1 > 0) near.push([min, max - 1]);
    near.push([min, max + 1]);
  }
  return near;
}

/** White space, backslashes of strings in strings, anything but a few characters: what stands between two parts. */
function isGap({ min, element }: AST.Quantifier): boolean {
  if (/^(?: |\\s|\\\\|\[(?: |\\[stnr])+\])$/.test(element.raw)) return true;
  const isNegated = element.type === 'CharacterClass' && element.negate;
  return min <= 1 && (isNegated || /^(?:\.|\\S)$/.test(element.raw));
}

/** `[^x]{0,9}x` in a look-around says "an x within ten characters", however wide its class is. */
function isMadeUpFor(node: AST.CharacterClass): boolean {
  const repeat = node.parent;
  if (repeat.type !== 'Quantifier' || repeat.min > 0 || !isIn(repeat, 'Assertion')) return false;
  const beside = repeat.parent.type === 'Alternative' ? repeat.parent.elements : [];
  const next = beside[beside.indexOf(repeat) + 1];
  const inside = node.raw.slice(2, -1);
  return next !== undefined && (next.raw === inside || next.raw === `[${inside}]`);
}

/** Another character than this one, whatever its case. */
function another(node: AST.Character): string {
  const letter = String.fromCodePoint(node.value);
  if (/[a-zA-Z0-9]/.test(letter)) {
    const last = /[zZ9]/.test(letter);
    return last ? { z: 'a', Z: 'A', 9: '0' }[letter]! : String.fromCharCode(node.value + 1);
  }
  return letter === '~' ? '_' : '~';
}

/** A class of the same parts and all that is no white space; all characters, if it is that already. */
function widened(node: AST.CharacterClass): string {
  if (node.negate || node.elements.some((part) => part.raw === '\\S')) return '[\\s\\S]';
  const spaces = (node.elements as AST.Node[]).filter((part) => /^(?:\s|\\[strn])$/.test(part.raw));
  return spaces.length > 0 ? `[${spaces.map((part) => part.raw).join('')}\\S]` : '\\S';
}

function classOf(negate: boolean, parts: AST.Node[]): string {
  const inside = parts.map(({ raw }) => (raw === '-' || raw === '^' ? `\\${raw}` : raw)).join('');
  return `[${negate ? '^' : ''}${inside}]`;
}
