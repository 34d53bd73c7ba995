import type { Candidate } from '../../domain/finding.ts';
import { knowledgeOf, type Rule } from '../../domain/rule.ts';
import { resolveOverlaps } from '../merge.ts';
import { SpanIndex } from './span-index.ts';

/**
 * Puts together what was found in a text as it is written and in what it encodes: a secret that both
 * have is told of once, as it is written. Where they differ over the same bytes, the one that knows
 * more wins; of two that know as much, the decoded one where a value merely looks secret (it has lost
 * its quotes' escapes), else the longer one (an escape may stand in a credential on purpose, as in a URL).
 */
export function settle(
  written: readonly Candidate[],
  decoded: readonly Candidate[],
  rules: ReadonlyMap<string, Rule>,
): Candidate[] {
  if (decoded.length === 0) return [...written];
  const known = new SpanIndex(written);
  const dropped = new Set<Candidate>();
  const kept = decoded.filter((candidate) => {
    for (const rival of known.near(candidate.span)) {
      if (dropped.has(rival)) continue;
      const verdict = compare(rival, candidate, rules);
      if (verdict === 'written') return false;
      if (verdict === 'decoded') dropped.add(rival);
    }
    return true;
  });
  const left = [...written.filter((candidate) => !dropped.has(candidate)), ...kept];
  return resolveOverlaps(withoutRuns(left, kept, rules), rules);
}

/**
 * Encoded text looks secret by itself. Where something is known of what it says, that it looks so is
 * no news, whichever part of it was taken for a value.
 */
function withoutRuns(
  candidates: readonly Candidate[],
  decoded: readonly Candidate[],
  rules: ReadonlyMap<string, Rule>,
): Candidate[] {
  const isGeneric = ({ rule }: Candidate): boolean => rules.get(rule)?.specificity === 'generic';
  const layers = ({ encodings = [] }: Candidate): number => encodings.length;
  const runs = decoded
    .filter((candidate) => !isGeneric(candidate) && IN_DIGITS.has(candidate.encodings?.at(-1)))
    .map((candidate) => ({ span: candidate.evidence, layers: layers(candidate) }));
  // Many secrets may stand in one run.
  const distinct = new Map(runs.map((run) => [`${run.span.start} ${run.span.end} ${run.layers}`, run]));
  const known = new SpanIndex([...distinct.values()]);
  return candidates.filter(
    (candidate) => !isGeneric(candidate) || !known.near(candidate.span).some((run) => run.layers > layers(candidate)),
  );
}

/** Encodings of whole runs, in which nothing can be read as it is written. */
const IN_DIGITS = new Set<string | undefined>(['base64', 'hex']);

/** Which of the two is the same secret or the same value, better told; null where both may count. */
function compare(
  written: Candidate,
  decoded: Candidate,
  rules: ReadonlyMap<string, Rule>,
): 'written' | 'decoded' | null {
  const rule = rules.get(written.rule);
  const more = knowledgeOf(rule, written.detector) - knowledgeOf(rules.get(decoded.rule), decoded.detector);
  const everywhere = written.files.length === 0;
  if (more >= 0 && everywhere && written.secret.equals(decoded.secret)) return 'written';
  if (more !== 0 || everywhere !== (decoded.files.length === 0)) return null;
  if (rule?.specificity === 'generic') return 'decoded';
  return size(decoded) > size(written) ? 'decoded' : 'written';
}

function size({ span }: Candidate): number {
  return span.end - span.start;
}
