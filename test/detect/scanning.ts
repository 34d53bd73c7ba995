import rules from 'clawback:rules';
import { matchesPath } from '../../src/app/paths.ts';
import { createEngine, type Engine } from '../../src/detect/engine.ts';
import { resolveOverlaps } from '../../src/detect/merge.ts';
import type { Candidate } from '../../src/domain/finding.ts';
import { compileCustom } from '../../src/rules/compile.ts';
import { ruleSchema } from '../../src/rules/schema.ts';

/** The day on which these tests scan. */
export const NOW = Date.UTC(2026, 5, 1);

/** All built-in rules. */
export const engine = createEngine(rules, { now: NOW });

/** What of a content counts at a path. */
export function scan(content: string | Uint8Array, path?: string, by: Engine = engine): Candidate[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const here = by.scan(bytes).candidates.filter((candidate) => matchesPath(path, candidate.files));
  return resolveOverlaps(here, by.rules, true);
}

/** Rule and secret of each match. */
export function found(content: string | Uint8Array, path?: string, by: Engine = engine): [string, string][] {
  return scan(content, path, by).map((candidate) => [candidate.rule, candidate.secret.reveal()]);
}

/** Rule and secret of each match that is sure enough to be reported without being asked for. */
export function reported(content: string | Uint8Array, path?: string): [string, string][] {
  return scan(content, path)
    .filter((candidate) => candidate.confidence !== 'low')
    .map((candidate) => [candidate.rule, candidate.secret.reveal()]);
}

/** An engine of rules written as a configuration writes them; what a test does not care about is filled in. */
export function engineWith(...sources: Record<string, unknown>[]): Engine {
  const parsed = sources.map((source, index) =>
    ruleSchema.parse({
      id: `rule-${index + 1}`,
      title: 'a rule',
      severity: 'high',
      examples: { match: ['x'], ignore: ['y'] },
      ...source,
    }),
  );
  return createEngine(compileCustom(parsed).rules, { now: NOW });
}

/** Whether any piece of this many characters of a secret stands in a text. */
export function showsPiece(text: string, secret: string, length = 5): boolean {
  for (let at = 0; at + length <= secret.length; at += 1) if (text.includes(secret.slice(at, at + length))) return true;
  return false;
}
