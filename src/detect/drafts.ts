import type { Span } from '../domain/blob.ts';
import type { Candidate } from '../domain/finding.ts';
import { compareConfidence, type Rule } from '../domain/rule.ts';
import { SpanIndex } from './decode/span-index.ts';
import type { View } from './view.ts';

/** One candidate on its way, with where it was seen. */
export type Draft = { candidate: Candidate; view: View };

/** Where something stands that has a provider's form but a wrong checksum: it was made up, or damaged. */
export type Claim = { claimed: Span };

/** The candidates of one piece on their way. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();
  readonly #claims: { span: Span }[] = [];

  get size(): number {
    return this.#drafts.size;
  }

  /** The same rule may come upon the same secret twice: the surer way counts, then the first. */
  add(judged: Draft | Claim | null): void {
    if (!judged) return;
    if ('claimed' in judged) {
      this.#claims.push({ span: judged.claimed });
      return;
    }
    const { rule, span, detector, confidence, files } = judged.candidate;
    // One that counts only in certain files cannot stand in for one that counts everywhere.
    const key = `${rule} ${span.start} ${span.end} ${files.length > 0}`;
    const known = this.#drafts.get(key)?.candidate;
    const surer = known ? compareConfidence(known.confidence, confidence) : 1;
    if (!known || surer > 0 || (surer === 0 && detector < known.detector)) this.#drafts.set(key, judged);
  }

  /** All that are left: what merely looks secret is none where a checksum says that it was made up. */
  settled(rules: ReadonlyMap<string, Rule>): Draft[] {
    const drafts = [...this.#drafts.values()];
    if (this.#claims.length === 0) return drafts;
    const claims = new SpanIndex(this.#claims);
    return drafts.filter(
      ({ candidate: { rule, span } }) =>
        rules.get(rule)?.specificity !== 'generic' ||
        !claims.near(span).some((claim) => claim.span.start <= span.start && span.end <= claim.span.end),
    );
  }
}
