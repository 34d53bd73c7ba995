import { examplesOf, foundIn, type NamedExample, wrongLookAlike, wrongMatch } from '../../src/app/rule-examples.ts';
import { createEngine, type Engine } from '../../src/detect/engine.ts';
import type { Rule, RuleText } from '../../src/domain/rule.ts';
import { EXEMPT } from './exempt.ts';
import { mutantsOf } from './rule-mutants.ts';

export type Survivors = { mutants: number; survivors: string[] };

/**
 * Changes a rule in every small way, and tells which changes none of its examples notices: each of
 * them is as right or as wrong as before.
 *
 * @param rules all that are switched on; only those that take an example from this rule matter
 * @param all an engine with them
 * @param now milliseconds since the epoch
 */
export function survivorsOf(rule: Rule, text: RuleText, rules: readonly Rule[], all: Engine, now: number): Survivors {
  const examples = examplesOf(text);
  const alone = createEngine([rule], { now });
  const rivals = new Set<Rule>();
  for (const example of examples) {
    if (failureOf(alone, rule, example) === failureOf(all, rule, example)) continue;
    for (const { rule: id } of all.scan(Buffer.from(example.text)).candidates) {
      if (id !== rule.id) rivals.add(rules.find((other) => other.id === id)!);
    }
  }
  const asWritten = rivals.size > 0 ? createEngine([rule, ...rivals], { now }) : alone;
  const expected = examples.map((example) => failureOf(asWritten, rule, example));

  const order = examples.map((_, index) => index);
  const isNoticed = (mutant: Rule): boolean => {
    const engine = createEngine([mutant, ...rivals], { now });
    const by = order.findIndex((index) => failureOf(engine, rule, examples[index]!) !== expected[index]);
    // What noticed one change often notices the next.
    if (by > 0) order.unshift(...order.splice(by, 1));
    return by >= 0;
  };
  const exempt = EXEMPT[rule.id] ?? [];
  const mutants = mutantsOf(rule).filter(({ what }) => !exempt.some(({ change }) => what.startsWith(change)));
  return {
    mutants: mutants.length,
    survivors: mutants.filter((mutant) => !isNoticed(mutant.rule)).map((mutant) => mutant.what),
  };
}

function failureOf(engine: Engine, rule: Rule, example: NamedExample): string | null {
  const hits = foundIn(example, rule, engine.scan(Buffer.from(example.text)).candidates);
  return example.isMatch ? wrongMatch(example, hits) : wrongLookAlike(hits);
}
