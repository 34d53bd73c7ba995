import type { Span } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { append } from '../domain/multimap.ts';
import { compareConfidence, knowledgeOf, type Rule } from '../domain/rule.ts';

/**
 * Where matches overlap, keeps the one that knows most: the more specific rule, then one found by
 * its shape rather than by a name beside it, then one with parts, the surer, the longer, and at
 * last the rule whose id comes first, so that the outcome never depends on the order of matching.
 *
 * A match that counts only in certain files never pushes out another one here: whether it counts
 * is known only once its places are. `settled` says that they are.
 */
export function resolveOverlaps(
  candidates: Candidate[],
  rules: ReadonlyMap<string, Rule>,
  settled = false,
): Candidate[] {
  const ranked = [...candidates].sort((a, b) => compare(a, b, rules));
  const kept: Candidate[] = [];
  const taken = new TakenSpans();
  for (const candidate of ranked) {
    const taker = taken.by(candidate.span, settled ? [] : candidate.files);
    if (taker !== null) {
      if (isRival(candidate, taker, rules))
        taker.rivals = [...new Set([...(taker.rivals ?? []), candidate.rule])].sort();
      continue;
    }
    kept.push(candidate);
    const files = settled ? [] : candidate.files;
    for (const span of [candidate.span, ...candidate.partSpans]) taken.add(span, files, candidate);
  }
  return kept.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1));
}

/** Whether two providers' rules know as much of the same characters: nobody can tell then whose they are. */
function isRival(loser: Candidate, winner: Candidate, rules: ReadonlyMap<string, Rule>): boolean {
  const [own, other] = [rules.get(winner.rule), rules.get(loser.rule)];
  return (
    own?.specificity === 'provider' &&
    other?.specificity === 'provider' &&
    own.provider !== other.provider &&
    knowledgeOf(own, winner.detector) === knowledgeOf(other, loser.detector) &&
    winner.span.start === loser.span.start &&
    winner.span.end === loser.span.end
  );
}

/** Which bytes belong to a match already, so that a thousand matches need no million comparisons. */
class TakenSpans {
  readonly #blocks = new Map<number, { span: Span; files: readonly string[]; by: Candidate }[]>();

  add(span: Span, files: readonly string[], by: Candidate): void {
    for (let block = span.start >> BLOCK; block <= (span.end - 1) >> BLOCK; block += 1) {
      append(this.#blocks, block, { span, files, by });
    }
  }

  /** A match that counts everywhere, or in the same files, and has any of these bytes; null where none does. */
  by(span: Span, files: readonly string[]): Candidate | null {
    for (let block = span.start >> BLOCK; block <= (span.end - 1) >> BLOCK; block += 1) {
      for (const taken of this.#blocks.get(block) ?? []) {
        const counts = taken.files.length === 0 || sameFiles(taken.files, files);
        if (counts && taken.span.start < span.end && span.start < taken.span.end) return taken.by;
      }
    }
    return null;
  }
}

/** Bytes of a block, as a power of two. */
const BLOCK = 8;

function compare(a: Candidate, b: Candidate, rules: ReadonlyMap<string, Rule>): number {
  return (
    knowledgeOf(rules.get(b.rule), b.detector) - knowledgeOf(rules.get(a.rule), a.detector) ||
    b.partSpans.length - a.partSpans.length ||
    compareConfidence(a.confidence, b.confidence) ||
    b.span.end - b.span.start - (a.span.end - a.span.start) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    a.detector - b.detector ||
    a.span.start - b.span.start
  );
}

function sameFiles(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((file, i) => file === b[i]);
}
