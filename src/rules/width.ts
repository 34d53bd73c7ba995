import type { AST } from '@eslint-community/regexpp';
import { PatternError, shown } from './pattern-error.ts';

/** How far a pattern may look beyond its match. */
const MAX_LOOK = 256;

/** The fewest and the most characters that a part of a pattern takes. */
export type Width = { min: number; max: number };

/** @throws PatternError for a repeat without an upper bound, a long look-around and a back reference */
export function widthOfAlternatives(alternatives: AST.Alternative[]): Width {
  const widths = alternatives.map((alternative) =>
    alternative.elements.map(widthOf).reduce((sum, w) => ({ min: sum.min + w.min, max: sum.max + w.max }), {
      min: 0,
      max: 0,
    }),
  );
  return { min: Math.min(...widths.map((w) => w.min)), max: Math.max(...widths.map((w) => w.max)) };
}

/** @throws PatternError as above */
export function widthOf(node: AST.Element): Width {
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
          `can repeat "${shown(node.raw)}" without end: give the repeat an upper bound, as in "{1,${node.min > 60 ? node.min * 2 : 60}}"`,
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
