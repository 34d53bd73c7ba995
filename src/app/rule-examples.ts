import { createEngine } from '../detect/engine.ts';
import type { Confidence, Rule, RuleText } from '../domain/rule.ts';
import { expandExample } from '../rules/examples.ts';
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
 * must match are found by their own rule, with exactly the marked secret; look-alikes are not
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

    const found = (content: string, path: string | undefined) =>
      engine
        .scan(Buffer.from(content))
        .candidates.filter((candidate) => candidate.rule === rule.id && matchesPath(path, candidate.files));

    text.examples.match.forEach((example, index) => {
      const { text: content, path, secret } = expandExample(example, `${text.id} match ${index}`);
      const hits = found(content, path);
      const folded = content.toLowerCase();
      for (const hit of hits) {
        usedDetectors.add(hit.detector);
        for (const anchor of rule.detectors[hit.detector]!.anchors)
          if (folded.includes(anchor)) usedAnchors.add(`${hit.detector} ${anchor}`);
      }
      const right = hits.some(
        (hit) => REPORTED.includes(hit.confidence) && (secret === null || sameSecret(hit.secret.reveal(), secret)),
      );
      if (right) report.passed += 1;
      else if (hits.length > 0)
        report.failures.push(`match ${index + 1} is found, but not as marked or not surely enough`);
      else report.failures.push(`match ${index + 1} is not found`);
    });

    text.examples.ignore.forEach((example, index) => {
      const { text: content, path } = expandExample(example, `${text.id} ignore ${index}`);
      if (found(content, path).some((hit) => REPORTED.includes(hit.confidence))) {
        report.failures.push(`ignore ${index + 1} is reported`);
      } else report.passed += 1;
    });

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

/** A key in a normal form of its own (a PEM block) need not be spelt as it stands. */
function sameSecret(found: string, marked: string): boolean {
  const bare = (text: string): string => text.replace(/\\+[nr]|[^A-Za-z0-9+/=_.-]/g, '');
  return found === marked || (found.startsWith('-----BEGIN') && bare(found) === bare(marked));
}
