import type { ProviderApi } from '../domain/api.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Companion, Detector, Example, Remedy, Rule, RuleBook, RuleText } from '../domain/rule.ts';
import { compileApi } from './compile-api.ts';
import { PatternError, type PatternFacts, readPattern } from './pattern.ts';
import type { CustomRuleSource, DetectorSource, ProviderSource, RuleSource } from './schema.ts';

/** The longest value that a rule may find by name, in characters. */
const MAX_NAME = 80;

/** What names are made of, in any language. */
const PLAIN = /^[\w$.\x80-\xff-]+$/;

/** Where a rule is written, as file and line. */
export type WrittenAt = (source: RuleSource) => string;

/**
 * Compiles provider files into what the engine runs and what people read.
 *
 * @param providers parsed provider files
 * @param writtenAt where each rule is written, for messages; left out, they begin with the rule
 * @throws ClawbackError `bad-rule` naming the rule and what is wrong with it
 */
export function compileProviders(providers: ProviderSource[], writtenAt?: WrittenAt): RuleBook {
  const book: RuleBook = { rules: [], texts: [], apis: [] };
  const seen = new Set<string>();
  for (const provider of providers) {
    const api: ProviderApi = { id: provider.id, name: provider.name, hosts: provider.hosts, rules: [] };
    for (const source of provider.rules) {
      const blame = (what: string): never => {
        throw new ClawbackError('bad-rule', `${writtenAt ? `${writtenAt(source)}: ` : ''}rule ${source.id}: ${what}`);
      };
      if (seen.has(source.id)) blame('this id is used twice');
      seen.add(source.id);
      const rule = compileRule(source, provider.id, blame);
      const own = compileApi(source, provider, rule, (key, what) => blame(`${key} ${what}`));
      if (own) api.rules.push(own);
      book.rules.push(rule);
      book.texts.push(ruleText(source, provider));
    }
    if (api.rules.length > 0) book.apis.push(api);
  }
  return book;
}

/**
 * Compiles the rules that a configuration brings.
 *
 * @throws ClawbackError `bad-rule`
 */
export function compileCustom(custom: CustomRuleSource[], writtenAt?: (source: number) => string): RuleBook {
  const sources = custom.map((rule): RuleSource => ({ ...rule, revoke: [] }));
  const remedy = {
    steps: ['Revoke this credential where it was issued, and put its replacement into a secret store.'],
  };
  return compileProviders(
    sources.length ? [{ id: 'custom', name: 'this configuration', env: [], hosts: [], remedy, rules: sources }] : [],
    writtenAt && ((source) => writtenAt(sources.indexOf(source))),
  );
}

function compileRule(source: RuleSource, provider: string, blame: (what: string) => never): Rule {
  const direct = ['anchors', 'pattern', 'assigned', 'json', 'structure'].some(
    (key) => source[key as keyof RuleSource] !== undefined,
  );
  if (direct === (source.find !== undefined)) {
    blame(
      'give either "anchors" with one of "pattern", "assigned", "json" and "structure", or a list of such under "find"',
    );
  }
  const prefixes = new Set<string>(source.prefixes);
  const sources: DetectorSource[] = source.find ?? [source as DetectorSource];
  const detectors = sources.map((detector, index) => {
    const where = source.find ? `find[${index}].` : '';
    return compileDetector(detector, prefixes, (key, what) => blame(`${where}${key} ${what}`));
  });
  return {
    id: source.id,
    provider,
    title: source.title,
    severity: source.severity,
    specificity: source.specificity,
    detectors,
    entropy: source.entropy,
    checks: source.checks,
    hints: source.hints,
    prefixes: [...prefixes],
  };

  function compileDetector(
    detector: DetectorSource,
    prefixes: Set<string>,
    blame: (key: string, what: string) => never,
  ): Detector {
    const read = (key: string, pattern: string, flags: string): PatternFacts => {
      try {
        return readPattern(pattern, flags);
      } catch (error) {
        if (error instanceof PatternError) blame(key, error.message);
        throw error;
      }
    };
    if (!detector.anchors) blame('anchors', 'is missing');
    const ways = [detector.pattern, detector.assigned, detector.json, detector.structure];
    if (ways.filter((way) => way !== undefined).length !== 1) {
      blame('anchors', 'needs exactly one of "pattern", "assigned", "json" and "structure" beside it');
    }
    const base = {
      anchors: detector.anchors.map((anchor) => anchor.toLowerCase()),
      files: detector.files ?? [],
      ...(detector.lines === undefined ? {} : { lines: detector.lines }),
    };
    if (detector.pattern !== undefined) {
      const flags = detector['ignore-case'] ? 'i' : '';
      const facts = read('pattern', detector.pattern, flags);
      const keyIsCompanion = detector.with?.some((companion) => companion.name === 'key' && companion.required);
      if (!facts.captures.includes('key') && !keyIsCompanion) {
        blame('pattern', 'has no capture named "key": write (?<key>…) round the secret');
      }
      for (const prefix of facts.keyPrefixes) prefixes.add(prefix);
      const companions = (detector.with ?? []).map((companion): Companion => {
        const flags = companion['ignore-case'] ? 'i' : '';
        const found = read(`with ${companion.name}`, companion.pattern, flags);
        if (!found.captures.includes(companion.name)) blame(`with ${companion.name}`, 'has no capture of that name');
        return {
          name: companion.name,
          source: companion.pattern,
          flags,
          lines: companion.lines,
          required: companion.required,
        };
      });
      return {
        ...base,
        kind: 'pattern',
        source: detector.pattern,
        flags,
        maxLength: facts.maxLength,
        leads: detector.lines === undefined ? leadsOf(base.anchors, facts) : null,
        companions,
        binary: detector.binary ?? true,
        confidence: detector.confidence ?? 'high',
        filters: source.filters ?? ['placeholder'],
      };
    }
    if (detector.with) blame('with', 'goes with "pattern" only');
    if (detector.structure !== undefined) {
      if (detector.lines !== undefined) blame('lines', 'goes with "pattern" and "assigned" only');
      return {
        ...base,
        kind: 'structure',
        structure: detector.structure,
        binary: detector.binary ?? false,
        confidence: detector.confidence ?? 'high',
        // The reader knows what is a placeholder in its format, and has decoded the value.
        filters: source.filters ?? [],
      };
    }
    const context = {
      ...base,
      binary: detector.binary ?? false,
      confidence: detector.confidence ?? ('medium' as const),
      filters: source.filters ?? (['placeholder', 'reference', 'dictionary'] as const).slice(),
    };
    if (detector.assigned !== undefined) {
      const name = read('assigned.name', detector.assigned.name, 'i');
      if (name.maxLength > MAX_NAME)
        blame('assigned.name', `can match ${name.maxLength} characters; at most ${MAX_NAME}`);
      const value = read('assigned.value', detector.assigned.value, '');
      for (const prefix of value.keyPrefixes) prefixes.add(prefix);
      const leads = detector.lines === undefined ? leadsOf(base.anchors, name) : null;
      const plain = name.literal && name.starts!.every((start) => PLAIN.test(start));
      return { ...context, kind: 'assigned', ...detector.assigned, maxLength: value.maxLength, leads, plain };
    }
    const value = detector.value ?? '.{1,4096}';
    for (const prefix of read('value', value, 's').keyPrefixes) prefixes.add(prefix);
    return { ...context, kind: 'json', paths: detector.json!, value };
  }
}

/**
 * The distances from a match's start at which its anchor can stand; null where they are not fixed. Where an
 * anchor holds what a match starts with and something before it (`"iv` of `iv`), they are negative.
 */
function leadsOf(anchors: string[], facts: PatternFacts): number[] | null {
  if (!facts.starts) return null;
  const leads = new Set<number>();
  for (const start of facts.starts) {
    const folded = start.toLowerCase();
    const within = anchors.map((anchor) => folded.indexOf(anchor)).filter((at) => at >= 0);
    const round = facts.literal ? anchors.map((anchor) => anchor.indexOf(folded)).filter((at) => at >= 0) : [];
    if (within.length > 0) leads.add(Math.min(...within));
    else if (round.length > 0) for (const at of round) leads.add(-at || 0);
    else return null;
  }
  return [...leads].sort((a, b) => a - b);
}

function ruleText(source: RuleSource, provider: ProviderSource): RuleText {
  const remedy: Remedy = {
    console: (source.remedy ?? provider.remedy).console ?? provider.remedy.console ?? null,
    steps: (source.remedy ?? provider.remedy).steps,
  };
  const example = (item: string | Example): Example => (typeof item === 'string' ? { text: item } : item);
  return {
    id: source.id,
    provider: provider.id,
    providerName: provider.name,
    description: source.description ?? '',
    remedy,
    env: provider.env,
    examples: { match: source.examples.match.map(example), ignore: source.examples.ignore.map(example) },
  };
}
