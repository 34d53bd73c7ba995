import { createEngine } from '../detect/engine.ts';
import type { Candidate } from '../domain/finding.ts';
import type { Confidence, Rule, RuleText } from '../domain/rule.ts';
import { type ExpandedExample, expandExample } from '../rules/examples.ts';
import { matchesPath } from './paths.ts';

/** What came of a rule's examples. */
export type ExampleReport = {
  rule: string;
  passed: number;
  failures: string[];
};

/** Findings are reported by default from here on. */
const REPORTED: Confidence[] = ['high', 'medium'];

/**
 * Runs every example of the given rules through the engine with all of them switched on: those that
 * must match are found by their own rule, with exactly the marked secrets; look-alikes are not
 * reported by it. A detector or an anchor that no example needs is a failure too: nothing would
 * tell when it breaks.
 *
 * @param now milliseconds since the epoch
 */
export function testExamples(rules: readonly Rule[], texts: readonly RuleText[], now: number): ExampleReport[] {
  const engine = createEngine(rules, { now });
  return texts.map((text) => {
    const rule = rules.find((candidate) => candidate.id === text.id)!;
    const report: ExampleReport = { rule: text.id, passed: 0, failures: [] };
    const usedDetectors = new Set<number>();
    const usedAnchors = new Set<string>();

    for (const example of examplesOf(text)) {
      const hits = foundIn(example, rule, engine.scan(Buffer.from(example.text)).candidates);
      const failure = example.isMatch ? wrongMatch(example, hits) : wrongLookAlike(hits);
      if (failure) report.failures.push(`${example.name} ${failure}`);
      else report.passed += 1;
      if (!example.isMatch) continue;
      const folded = example.text.toLowerCase();
      for (const hit of hits) {
        usedDetectors.add(hit.detector);
        for (const anchor of rule.detectors[hit.detector]!.anchors)
          if (folded.includes(anchor)) usedAnchors.add(`${hit.detector} ${anchor}`);
      }
    }

    rule.detectors.forEach((detector, index) => {
      if (!usedDetectors.has(index))
        report.failures.push(`find[${index}] is not needed by any example that must match`);
      else
        for (const anchor of detector.anchors) {
          if (!usedAnchors.has(`${index} ${anchor}`))
            report.failures.push(`find[${index}] anchor "${anchor}" stands in no example that it matches`);
        }
    });
    return report;
  });
}

/** An example made concrete, and what it is called in messages. */
export type NamedExample = ExpandedExample & { name: string; isMatch: boolean };

/** A rule's examples, expanded: first those that must match, then the look-alikes. */
export function examplesOf({ id, examples: { match, ignore } }: RuleText): NamedExample[] {
  return [
    ...match.map((example, index) => ({
      ...expandExample(example, `${id} match ${index}`),
      name: `match ${index + 1}`,
      isMatch: true,
    })),
    ...ignore.map((example, index) => ({
      ...expandExample(example, `${id} ignore ${index}`),
      name: `ignore ${index + 1}`,
      isMatch: false,
    })),
  ];
}

/** What one rule found in an example, at the example's path. */
export function foundIn(example: ExpandedExample, rule: Rule, candidates: Candidate[]): Candidate[] {
  return candidates.filter((candidate) => candidate.rule === rule.id && matchesPath(example.path, candidate.files));
}

/** What is wrong with what was found in an example that must match; null if nothing is. */
export function wrongMatch({ secrets, parts, confidence }: ExpandedExample, hits: Candidate[]): string | null {
  if (hits.length === 0) return 'is not found';
  const sure = hits.filter((hit) => (confidence ? hit.confidence === confidence : REPORTED.includes(hit.confidence)));
  const values = sure.map((hit) => hit.secret.reveal());
  const missed = secrets.filter((secret) => !values.some((value) => sameSecret(value, secret)));
  if (sure.length === 0 || missed.length > 0) return 'is found, but not as marked or not as sure as it should be';
  if (secrets.length > 0 && !values.every((value) => secrets.some((secret) => sameSecret(value, secret))))
    return 'has a secret that is not marked';
  const found = sure.flatMap((hit) => Object.values(hit.parts).map((part) => part.reveal()));
  const isComplete = parts.every((part) => found.includes(part)) && found.every((part) => parts.includes(part));
  return parts.length === 0 || isComplete ? null : 'is found, but not with the parts that are marked';
}

/** The same for a look-alike: none of what was found may be reported. */
export function wrongLookAlike(hits: Candidate[]): string | null {
  return hits.some((hit) => REPORTED.includes(hit.confidence)) ? 'is reported' : null;
}

/** A key in a normal form of its own (a PEM block) need not be spelt as it stands. */
function sameSecret(found: string, marked: string): boolean {
  const bare = (text: string): string => text.replace(/\\+[nr]|[^A-Za-z0-9+/=_.-]/g, '');
  return found === marked || (found.startsWith('-----BEGIN') && bare(found) === bare(marked));
}
