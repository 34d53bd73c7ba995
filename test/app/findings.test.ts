import { describe, expect, it } from 'vitest';
import { buildFindings, type FindingRules, type Located } from '../../src/app/findings.ts';
import { Fingerprints } from '../../src/app/fingerprint.ts';
import { Masker } from '../../src/app/masker.ts';
import { matchesPath } from '../../src/app/paths.ts';
import { MAX_MATCHES, Tally } from '../../src/app/scanner.ts';
import { createEngine } from '../../src/detect/engine.ts';
import type { Candidate, Finding } from '../../src/domain/finding.ts';
import type { Detector, Rule } from '../../src/domain/rule.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { ObjectPlace } from '../../src/git/object-place.ts';
import { alphanumeric } from '../support/secrets.ts';
import { weakPassword } from '../support/tokens.ts';

const ENGINE = createEngine([], { now: 0 });

const rule = (id: string, specificity: Rule['specificity']): Rule => ({
  id,
  provider: 'some',
  title: id,
  severity: 'high',
  specificity,
  detectors: [],
  entropy: 0,
  checks: [],
  hints: [],
  prefixes: [],
});

const rules = (changes: Partial<FindingRules> = {}): FindingRules => ({
  rules: new Map([rule('some-key', 'provider'), rule('some-value', 'generic')].map((one) => [one.id, one])),
  fingerprints: new Fingerprints(null),
  masker: new Masker(() => ENGINE),
  minConfidence: 'medium',
  matchesPath,
  include: [],
  exclude: [],
  allow: [],
  ignore: null,
  baseline: null,
  ...changes,
});

/** A match on a line of its own. */
function match(line: number, value: string, changes: Partial<Candidate> = {}): Candidate {
  const span = { start: line * 100, end: line * 100 + value.length };
  return {
    ...{ rule: 'some-key', detector: 0, span, evidence: span, secret: new Secret(value), parts: {}, partSpans: [] },
    ...{ keyName: '', confidence: 'high', reasons: [], offline: null, files: [], allow: null, frame: null },
    start: { line, column: 1 },
    end: { line, column: 1 + value.length },
    ...changes,
  };
}

const place = (path: string, order: number, changes: Partial<ObjectPlace> = {}): ObjectPlace => ({
  ...{ object: 'one', kind: 'file', path, nameAt: 0, commit: '', author: '', date: '' },
  ...{ reachable: true, present: true, order },
  ...changes,
});

const each = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));
const secret = (seed: number): string => alphanumeric(40, `finding ${seed}`);
const pathsOf = ({ places }: Finding): string[] => places.map(({ path }) => path);

describe('the places of a finding', () => {
  it('are listed up to a thousand, the first in the order of the report, and the rest is counted', () => {
    // They come from last to first.
    const places = each(1500, (index) => place(`${index}.txt`, 1500 - index));
    const located: Located[] = [{ candidates: [match(1, secret(1)), match(2, secret(1))], places }];
    const { findings } = buildFindings(located, rules());
    expect(findings).toHaveLength(1);
    const expected = each(500, (index) => [`${1499 - index}.txt`, `${1499 - index}.txt`]).flat();
    expect(pathsOf(findings[0]!)).toEqual(expected);
    expect(findings[0]).toMatchObject({ placesOmitted: 2000, occurrences: 1 });
  });

  it('are all listed where there are no more', () => {
    const places = each(1000, (index) => place(`${index}.txt`, index));
    const { findings } = buildFindings([{ candidates: [match(1, secret(1))], places }], rules());
    expect(findings).toMatchObject([{ places: { length: 1000 }, placesOmitted: 0 }]);
  });

  it('are those of the object that came first to each path, in whatever order objects are told of', () => {
    const old = { candidates: [match(1, secret(1))], places: [place('a', 1, { object: 'old', present: false })] };
    const young = {
      candidates: [match(5, secret(1)), match(6, secret(1))],
      places: [place('a', 3, { object: 'young' }), place('b', 2, { object: 'young', present: false })],
    };
    for (const located of [
      [old, young],
      [young, old],
    ]) {
      const { findings } = buildFindings(located, rules());
      expect(findings).toHaveLength(1);
      expect(findings[0]!.places.map(({ path, start, present }) => [path, start.line, present])).toEqual([
        ['a', 1, true],
        ['b', 5, false],
        ['b', 6, false],
      ]);
      expect(findings[0]).toMatchObject({ occurrences: 2, placesOmitted: 0 });
    }
  });

  // Every match was judged at every place: 4,500 tokens at 10,000 paths ran out of memory.
  it('are looked at once for each object, not for each of its matches', () => {
    let questions = 0;
    const counting = rules({
      exclude: ['vendor/**'],
      matchesPath: (path, globs) => {
        questions += 1;
        return matchesPath(path, globs);
      },
    });
    const candidates = each(500, (index) => match(index, secret(index), { files: index % 2 ? ['**/*.env'] : [] }));
    const places = each(2000, (index) => place(`${index}.${index % 4 ? 'txt' : 'env'}`, index));
    const { findings } = buildFindings([{ candidates, places }], counting);
    expect(questions).toBeLessThan(places.length * 10);
    expect(findings).toHaveLength(500);
    const [all, some] = [2000, 500].map((count) => findings.filter((one) => countOf(one) === count));
    expect([all!.length, some!.length]).toEqual([250, 250]);
    expect(findings.reduce((sum, one) => sum + one.places.length, 0)).toBeLessThanOrEqual(100_000);
    expect(pathsOf(findings.find((one) => countOf(one) === 500)!).slice(0, 3)).toEqual(['0.env', '4.env', '8.env']);
  });
});

const countOf = ({ places, placesOmitted }: Finding): number => places.length + placesOmitted;

describe('a secret that is found at many places', () => {
  it('is less sure where the file says so, and that is told of the surest place', () => {
    const places = [place('test/a.js', 0), place('src/a.js', 1), place('docs/a.md', 2)];
    const candidates = [match(1, secret(1), { rule: 'some-value', confidence: 'medium' })];
    const { findings, below } = buildFindings([{ candidates, places }], rules());
    expect(findings).toMatchObject([{ confidence: 'medium', reasons: [], places: { length: 3 } }]);
    expect(below).toBe(0);
    const quiet = buildFindings([{ candidates, places: [places[0]!, places[2]!] }], rules());
    expect(quiet).toMatchObject({ findings: [], below: 1 });
  });

  const base = { anchors: ['some'], files: [], binary: false, confidence: 'medium' as const, filters: [] };
  const shape = { source: '(?<key>some)', flags: '', maxLength: 4, leads: null, companions: [] };
  const DETECTORS: Detector[] = [
    { ...base, kind: 'structure', structure: 'url' },
    { ...base, kind: 'pattern', ...shape },
  ];
  const [IN_A_STRUCTURE, BY_A_PATTERN] = [0, 1];

  it.each([
    ['a URL’s password of medium confidence', 'some-form', IN_A_STRUCTURE, 'medium', 'low'],
    ['a whole private key', 'some-form', IN_A_STRUCTURE, 'high', 'high'],
    ['what a pattern found by its form', 'some-form', BY_A_PATTERN, 'medium', 'medium'],
    ['a provider’s token', 'some-key', IN_A_STRUCTURE, 'medium', 'medium'],
    ['a value known by its name', 'some-value', IN_A_STRUCTURE, 'high', 'medium'],
  ] as const)('counts in a test as what it is: %s', (_, id, detector, confidence, expected) => {
    const known = [rule('some-key', 'provider'), rule('some-value', 'generic'), rule('some-form', 'format')];
    const by = rules({
      minConfidence: 'low',
      rules: new Map(known.map((one) => [one.id, { ...one, detectors: DETECTORS }])),
    });
    const candidates = [match(1, secret(1), { rule: id, detector, confidence })];
    const confidenceAt = (path: string) => buildFindings([{ candidates, places: [place(path, 0)] }], by).findings[0]!;
    expect(confidenceAt('test/a.js')).toMatchObject({ confidence: expected });
    expect(confidenceAt('src/a.js')).toMatchObject({ confidence, reasons: [] });
    expect(confidenceAt('test/a.js').reasons).toHaveLength(expected === confidence ? 0 : 1);
  });

  it('is silenced at some of them, and told of at the others', () => {
    const by = rules({
      allow: [{ path: 'allowed/**', reason: 'a test key' }],
      ignore: { fingerprints: new Map(), globs: [{ glob: 'ignored/**', reason: '' }] },
      exclude: ['excluded/**'],
    });
    const places = each(40, (index) =>
      place(`${['allowed', 'ignored', 'excluded', 'src'][index % 4]}/${index}`, index),
    );
    const inline = match(2, secret(2), { allow: { tag: 'clawback:allow', reason: 'why' } });
    const result = buildFindings([{ candidates: [match(1, secret(1)), inline], places }], by);
    expect(result.findings).toMatchObject([{ secret: { mask: '…(40)' }, places: { length: 10 } }]);
    expect(pathsOf(result.findings[0]!).every((path) => path.startsWith('src/'))).toBe(true);
    const silenced = result.suppressed.map(({ by, reason, places }) => `${by} ${reason} ${places.length}`);
    expect(silenced.sort()).toEqual([
      'config a test key 10',
      'config a test key 10',
      'ignore-file  10',
      'ignore-file  10',
      'inline why 10',
    ]);
    expect(result.excluded).toBe(10);
  });

  it('is a finding for each path if it is weak', () => {
    const places = each(30, (index) => place(`${index}.env`, index));
    const candidates = [match(1, weakPassword(), { keyName: 'A' }), match(2, weakPassword(), { keyName: 'A' })];
    const { findings } = buildFindings([{ candidates, places }], rules());
    expect(findings).toHaveLength(30);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(30);
    for (const { places } of findings) expect(places.map(({ start }) => start.line)).toEqual([1, 2]);
  });
});

describe('a flood', () => {
  it('of findings is cut, and counted', () => {
    const places = each(10_000, (index) => place(`${index}.env`, index));
    const candidates = each(11, (index) => match(index, weakPassword(String(index)), { keyName: `name ${index}` }));
    const { findings, dropped } = buildFindings([{ candidates, places }], rules());
    expect({ findings: findings.length, dropped }).toEqual({ findings: 100_000, dropped: 10_000 });
    expect(findings.reduce((sum, { places }) => sum + places.length, 0)).toBe(100_000);
  });

  it('of matches is cut, and counted, in the order in which objects came', () => {
    const tally = new Tally();
    const candidates = each(100_000, (index) => match(index, 'the same'));
    for (const id of ['a', 'b', 'c', 'd']) {
      tally.keep({ kind: 'blob', id, object: '', candidates, skipped: null, trouble: null });
    }
    const kept = [...tally.results.values()].map((scan) => scan.candidates.length);
    expect(kept).toEqual([100_000, 100_000, MAX_MATCHES - 200_000, 0]);
    expect(tally.dropped).toBe(400_000 - MAX_MATCHES);
  });
});
