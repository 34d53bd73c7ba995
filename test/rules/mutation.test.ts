import texts from 'clawback:rule-texts';
import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/detect/engine.ts';
import type { JsonDetector, PatternDetector, Rule, RuleText } from '../../src/domain/rule.ts';
import { EXEMPT } from '../support/exempt.ts';
import { mutantsOfPattern } from '../support/pattern-mutants.ts';
import { mutantsOf } from '../support/rule-mutants.ts';
import { survivorsOf } from '../support/survivors.ts';

const now = Date.now();

describe('whatever is changed in a built-in rule, an example of it notices', () => {
  const engine = createEngine(rules, { now });

  it.each(rules.map((rule, index) => [rule.id, rule, texts[index]!] as const))('%s', (_, rule, text) => {
    const { mutants, survivors } = survivorsOf(rule, text, rules, engine, now);
    expect(survivors).toEqual([]);
    expect(mutants).toBeGreaterThanOrEqual(2);
  });
});

describe('the exempt changes', () => {
  it.each(Object.entries(EXEMPT))('are some of those of the rule: %s', (id, exempt) => {
    const mutants = mutantsOf(rules.find((rule) => rule.id === id)!);
    expect(exempt.filter(({ change }) => !mutants.some(({ what }) => what.startsWith(change)))).toEqual([]);
  });
});

describe('the changes of a pattern', () => {
  const changed = (source: string): string[] => mutantsOfPattern(source).map((mutant) => mutant.source);

  it.each([
    ['ab', ['bb', 'ac']],
    ['a{3}', ['a{2,3}', 'a{3,4}', 'b{3}']],
    ['(?:x9){2,5}', ['(?:x9){1,5}', '(?:x9){3,5}', '(?:x9){2,4}', '(?:x9){2,6}', '(?:y9){2,5}', '(?:x0){2,5}']],
    ['a?', ['', 'a{1,1}', 'b?']],
    ['(?:a|b)', ['(?:b)', '(?:a)', '(?:b|b)', '(?:a|c)']],
    ['[a-z_-]', ['[_\\-]', '[a-z\\-]', '[a-z_]', '\\S']],
    ['[^"]', ['[\\s\\S]']],
    ['\\d', ['\\S']],
    ['(?!\\w)', ['', '(?=\\w)', '(?!\\S)']],
    ['(?<=\\w)', ['', '(?<!\\w)', '(?<=\\S)']],
    ['^\\b', ['\\b', '^']],
  ])('are every small one: %s', (source, expected) => {
    expect(changed(source).sort()).toEqual([...expected].sort());
  });

  it.each([
    ['a bound that limits the work', '\\d{2,4000}', ['\\d{1,4000}', '\\d{3,4000}', '\\S{2,4000}']],
    ['the most white space', 'a\\s{0,8}', ['b\\s{0,8}', 'a', 'a\\s{1,8}', 'a[\\s\\S]{0,8}']],
    [
      'how much may stand round what is captured',
      'a{0,8}(?<key>b)',
      ['(?<key>b)', 'a{1,8}(?<key>b)', 'b{0,8}(?<key>b)', 'a{0,8}(?<key>c)'],
    ],
    [
      'what the end of a look-around makes up for',
      '(?=[^x]{0,9}x)',
      ['', '(?![^x]{0,9}x)', '(?=x)', '(?=[^x]{1,9}x)', '(?=[^x]{0,9}y)'],
    ],
  ])('leave out what no example can tell: %s', (_, source, expected) => {
    expect(changed(source).sort()).toEqual([...expected].sort());
  });
});

describe('the changes of a rule', () => {
  const detector: PatternDetector = {
    kind: 'pattern',
    anchors: ['acme'],
    files: ['*.env'],
    lines: 2,
    source: '(?<key>\\d)',
    flags: 'i',
    maxLength: 1,
    leads: null,
    companions: [{ name: 'id', source: '(?<id>\\w)', flags: '', lines: 3, required: true }],
    binary: true,
    confidence: 'high',
    filters: [],
  };
  const inJson: JsonDetector = {
    kind: 'json',
    anchors: ['acme'],
    files: [],
    paths: ['acme.key', '**.key'],
    value: '\\d',
    binary: false,
    confidence: 'high',
    filters: [],
  };
  const rule: Rule = {
    id: 'acme-key',
    provider: 'acme',
    title: 'ACME key',
    severity: 'high',
    specificity: 'provider',
    entropy: 3,
    checks: ['crc32-base62'],
    hints: [],
    prefixes: [],
    detectors: [detector, inJson],
  };

  it('are of all that decides what it finds', () => {
    expect(mutantsOf(rule).map((mutant) => mutant.what)).toEqual([
      'no entropy is asked',
      'without the check crc32-base62',
      'find[0] without the anchor "acme"',
      'find[0] anchor "acme" → "acxe"',
      'find[0] in any file',
      'find[0] lines: 2 → 1',
      'find[0] lines: 2 → 3',
      'find[0] without ignore-case',
      'find[0] pattern: \\d → \\S (at 7)',
      'find[0] with id: \\w → \\S (at 6)',
      'find[0] with id: lines: 3 → 0',
      'find[0] with id: not required',
      'find[1] without the anchor "acme"',
      'find[1] anchor "acme" → "acxe"',
      'find[1] without the path acme.key',
      'find[1] path acme.key → acxe.key',
      'find[1] path acme.key → acme.kxy',
      'find[1] without the path **.key',
      'find[1] path **.key → **.kxy',
      'find[1] value: \\d → \\S (at 0)',
    ]);
  });

  it('survive where no example notices them', () => {
    const text: RuleText = {
      id: 'acme-key',
      provider: 'acme',
      providerName: 'ACME',
      description: '',
      remedy: { console: null, steps: [] },
      env: [],
      examples: { match: [{ text: 'acme_«{d:4}»"' }], ignore: [{ text: 'acme_{d:3}' }, { text: 'acme_abcd' }] },
    };
    const shape: PatternDetector = { ...detector, source: 'acme_(?<key>\\d{4})(?!\\d)', companions: [] };
    const simple: Rule = { ...rule, entropy: 0, checks: [], detectors: [{ ...shape, maxLength: 9, files: [] }] };
    const { survivors } = survivorsOf(simple, text, [simple], createEngine([simple], { now }), now);
    expect(survivors).toEqual([
      'lines: 2 → 1',
      'lines: 2 → 3',
      'without ignore-case',
      'pattern: \\d{4} → \\d{4,5} (at 12)',
      'pattern: (?!\\d) → nothing (at 18)',
    ]);
  });
});
