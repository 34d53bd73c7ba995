import { RegExpParser } from '@eslint-community/regexpp';
import type { Companion, Detector, JsonDetector, PatternDetector, Rule } from '../../src/domain/rule.ts';
import { widthOfAlternatives } from '../../src/rules/width.ts';
import { mutantsOfPattern } from './pattern-mutants.ts';

/** A rule with one thing changed. */
export type Mutant = { what: string; rule: Rule };

/** Every rule that differs from this one in one small thing that decides what is found. */
export function mutantsOf(rule: Rule): Mutant[] {
  const mutants: Mutant[] = [];
  if (rule.entropy > 0) mutants.push({ what: 'no entropy is asked', rule: { ...rule, entropy: 0 } });
  for (const check of rule.checks) {
    mutants.push({
      what: `without the check ${check}`,
      rule: { ...rule, checks: rule.checks.filter((other) => other !== check) },
    });
  }
  rule.detectors.forEach((detector, index) => {
    const where = rule.detectors.length > 1 ? `find[${index}] ` : '';
    for (const { what, detector: changed } of mutantsOfDetector(detector)) {
      mutants.push({ what: where + what, rule: { ...rule, detectors: rule.detectors.with(index, changed) } });
    }
  });
  return mutants;
}

type DetectorMutant = { what: string; detector: Detector };

function* mutantsOfDetector(detector: Detector): Generator<DetectorMutant> {
  // Where anchors or patterns differ from what was compiled, a match is searched for round its anchor.
  const free: Detector = 'leads' in detector ? { ...detector, leads: null } : detector;
  for (const [index, anchor] of detector.anchors.entries()) {
    yield { what: `without the anchor "${anchor}"`, detector: { ...free, anchors: free.anchors.toSpliced(index, 1) } };
    const changed = changedWord(anchor);
    yield {
      what: `anchor "${anchor}" → "${changed}"`,
      detector: { ...free, anchors: free.anchors.with(index, changed) },
    };
  }
  if (detector.files.length > 0) yield { what: 'in any file', detector: { ...free, files: [] } };
  if (detector.lines !== undefined) {
    for (const lines of [detector.lines - 1, detector.lines + 1]) {
      if (lines >= 0) yield { what: `lines: ${detector.lines} → ${lines}`, detector: { ...free, lines } };
    }
  }
  switch (detector.kind) {
    case 'pattern':
      yield* mutantsByShape({ ...detector, leads: null });
      return;
    case 'assigned':
      for (const { what, source } of mutantsOfPattern(detector.name, true)) {
        yield { what: `name: ${what}`, detector: { ...detector, leads: null, name: source } };
      }
      for (const { what, source } of mutantsOfPattern(detector.value)) {
        yield { what: `value: ${what}`, detector: { ...detector, value: source, maxLength: widthOf(source) } };
      }
      return;
    case 'json':
      yield* mutantsByPath(detector);
  }
}

function* mutantsByShape(detector: PatternDetector): Generator<DetectorMutant> {
  if (detector.flags.includes('i')) yield { what: 'without ignore-case', detector: { ...detector, flags: '' } };
  for (const { what, source } of mutantsOfPattern(detector.source)) {
    yield { what: `pattern: ${what}`, detector: { ...detector, source, maxLength: widthOf(source) } };
  }
  for (const [index, companion] of detector.companions.entries()) {
    for (const { what, ...change } of mutantsOfCompanion(companion)) {
      yield {
        what: `with ${companion.name}: ${what}`,
        detector: { ...detector, companions: detector.companions.with(index, { ...companion, ...change }) },
      };
    }
  }
}

function* mutantsOfCompanion(companion: Companion): Generator<Partial<Companion> & { what: string }> {
  // Without its own capture it would be no companion.
  const named = `(?<${companion.name}>`;
  for (const mutant of mutantsOfPattern(companion.source)) if (mutant.source.includes(named)) yield mutant;
  if (companion.flags.includes('i')) yield { what: 'without ignore-case', flags: '' };
  if (companion.lines > 0) yield { what: `lines: ${companion.lines} → 0`, lines: 0 };
  // One that gives the secret itself has to be required.
  if (companion.name !== 'key')
    yield { what: companion.required ? 'not required' : 'required', required: !companion.required };
}

function* mutantsByPath(detector: JsonDetector): Generator<DetectorMutant> {
  for (const [index, path] of detector.paths.entries()) {
    if (detector.paths.length > 1) {
      yield { what: `without the path ${path}`, detector: { ...detector, paths: detector.paths.toSpliced(index, 1) } };
    }
    for (const changed of pathsNear(path)) {
      yield {
        what: `path ${path} → ${changed}`,
        detector: { ...detector, paths: detector.paths.with(index, changed) },
      };
    }
  }
  for (const { what, source } of mutantsOfPattern(detector.value)) {
    yield { what: `value: ${what}`, detector: { ...detector, value: source } };
  }
}

/** A path with another word in place of one of its own. */
function pathsNear(path: string): string[] {
  return [...path.matchAll(/[\w-]+/g)].map(
    ({ 0: word, index }) => path.slice(0, index) + changedWord(word) + path.slice(index + word.length),
  );
}

/** The word with the letter in its middle changed. */
function changedWord(word: string): string {
  const middle = Math.floor(word.length / 2);
  return `${word.slice(0, middle)}${word[middle] === 'x' ? 'y' : 'x'}${word.slice(middle + 1)}`;
}

function widthOf(source: string): number {
  return widthOfAlternatives(new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source).alternatives).max;
}
