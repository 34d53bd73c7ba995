import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveOverlaps } from '../../src/detect/merge.ts';
import type { Candidate } from '../../src/domain/finding.ts';
import type { Confidence, Rule, Specificity } from '../../src/domain/rule.ts';
import { Secret } from '../../src/domain/secret.ts';
import {
  alphanumeric,
  anthropicKey,
  awsSecret,
  base64urlOf,
  gatewayToken,
  groqKey,
  jwtOf,
} from '../support/secrets.ts';
import { found, reported } from './scanning.ts';

const RULES = new Map<string, Rule>();

/** A rule whose first detector finds a shape, and whose second finds a name's value. */
function addRule(id: string, specificity: Specificity): void {
  const detectors = [{ kind: 'pattern' }, { kind: 'assigned' }] as Rule['detectors'];
  RULES.set(id, {
    ...{ id, specificity, detectors, provider: 'p', title: id, severity: 'high', entropy: 0 },
    ...{ checks: [], hints: [], prefixes: [] },
  });
}
addRule('provider-a', 'provider');
addRule('provider-b', 'provider');
addRule('format-a', 'format');
addRule('generic-a', 'generic');

type Given = {
  rule: string;
  at: [number, number];
  by?: 'shape' | 'name';
  confidence?: Confidence;
  part?: [number, number];
  files?: string[];
};

function candidate({ rule, at, by = 'shape', confidence = 'high', part, files = [] }: Given): Candidate {
  const span = { start: at[0], end: at[1] };
  return {
    ...{ rule, detector: by === 'shape' ? 0 : 1, span, evidence: span, confidence, files },
    ...{ secret: new Secret('x'), parts: {}, partSpans: part ? [{ start: part[0], end: part[1] }] : [] },
    ...{ keyName: '', reasons: [], offline: null, allow: null, frame: null },
    ...{ start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
  };
}

/** Which of these stay, by their rules; the order in which they are given must not matter. */
function kept(given: Given[], settled = false): string[] {
  const ids = (list: Given[]): string[] => resolveOverlaps(list.map(candidate), RULES, settled).map(({ rule }) => rule);
  expect(ids([...given].reverse())).toEqual(ids(given));
  return ids(given);
}

describe('of matches that overlap', () => {
  it.each<[string, Given, Given]>([
    [
      'the more specific rule',
      { rule: 'provider-b', at: [0, 10], confidence: 'low' },
      { rule: 'generic-a', at: [0, 30] },
    ],
    [
      'a provider’s before a format’s',
      { rule: 'provider-b', at: [0, 10], by: 'name' },
      { rule: 'format-a', at: [0, 30] },
    ],
    ['a format’s before any', { rule: 'format-a', at: [5, 10], by: 'name' }, { rule: 'generic-a', at: [0, 30] }],
    [
      'a shape before a name',
      { rule: 'provider-b', at: [0, 10], confidence: 'low' },
      { rule: 'provider-a', at: [0, 30], by: 'name' },
    ],
    [
      'one with a part',
      { rule: 'provider-b', at: [0, 10], part: [50, 60], confidence: 'low' },
      { rule: 'provider-a', at: [0, 30] },
    ],
    [
      'the surer',
      { rule: 'provider-b', at: [0, 10], confidence: 'medium' },
      { rule: 'provider-a', at: [0, 30], confidence: 'low' },
    ],
    ['the longer', { rule: 'provider-b', at: [0, 11] }, { rule: 'provider-a', at: [0, 10] }],
    ['the rule whose id comes first', { rule: 'provider-a', at: [1, 11] }, { rule: 'provider-b', at: [0, 10] }],
  ])('%s stays', (_, better, worse) => {
    expect(kept([better, worse])).toEqual([better.rule]);
  });

  it('none stays where a better one has its place as a part', () => {
    expect(
      kept([
        { rule: 'provider-a', at: [0, 10], part: [40, 60] },
        { rule: 'generic-a', at: [50, 80] },
      ]),
    ).toEqual(['provider-a']);
  });

  it('both stay where they only touch', () => {
    expect(
      kept([
        { rule: 'provider-a', at: [0, 10] },
        { rule: 'generic-a', at: [10, 20] },
      ]),
    ).toEqual(['provider-a', 'generic-a']);
  });

  it('the loser of one makes room for nobody but itself', () => {
    const chain: Given[] = [
      { rule: 'provider-a', at: [0, 10] },
      { rule: 'format-a', at: [5, 20] },
      { rule: 'generic-a', at: [15, 30] },
    ];
    expect(kept(chain)).toEqual(['provider-a', 'generic-a']);
  });

  it('they are told in the order of the object', () => {
    expect(
      kept([
        { rule: 'provider-b', at: [900, 910] },
        { rule: 'generic-a', at: [0, 5] },
        { rule: 'provider-a', at: [300, 900] },
      ]),
    ).toEqual(['generic-a', 'provider-a', 'provider-b']);
  });
});

describe('a match that counts only in certain files', () => {
  const inFiles: Given = { rule: 'provider-a', at: [0, 20], files: ['**/openclaw.json'] };
  const anywhere: Given = { rule: 'generic-a', at: [0, 20], by: 'name' };

  it('pushes out none that counts everywhere, before the places are known', () => {
    expect(kept([inFiles, anywhere])).toEqual(['generic-a', 'provider-a']);
  });

  it('pushes it out once they are', () => {
    expect(kept([inFiles, anywhere], true)).toEqual(['provider-a']);
  });

  it('is pushed out by a better one that counts everywhere', () => {
    expect(
      kept([
        { ...inFiles, rule: 'generic-a' },
        { ...anywhere, rule: 'provider-a' },
      ]),
    ).toEqual(['provider-a']);
  });

  it('is pushed out by a better one for the same files, not by one for others', () => {
    const worse = { ...inFiles, rule: 'provider-b' };
    expect(kept([inFiles, worse])).toEqual(['provider-a']);
    expect(kept([inFiles, { ...worse, files: ['**/other.json'] }])).toEqual(['provider-a', 'provider-b']);
    expect(kept([inFiles, { ...worse, files: ['**/openclaw.json', '**/other.json'] }])).toEqual([
      'provider-a',
      'provider-b',
    ]);
  });

  it('has parts that push out as little as itself', () => {
    const part: Given = { ...inFiles, part: [100, 120] };
    expect(kept([part, { ...anywhere, at: [100, 120] }])).toEqual(['provider-a', 'generic-a']);
    expect(kept([part, { ...anywhere, at: [100, 120] }], true)).toEqual(['provider-a']);
  });
});

describe('resolving overlaps', () => {
  const givens = fc.array(
    fc.record({
      rule: fc.constantFrom(...RULES.keys()),
      at: fc
        .tuple(fc.nat(1500), fc.integer({ min: 1, max: 700 }))
        .map(([start, size]): [number, number] => [start, start + size]),
      by: fc.constantFrom('shape' as const, 'name' as const),
      confidence: fc.constantFrom('high' as const, 'low' as const),
      files: fc.constantFrom<string[]>([], [], ['**/a.json'], ['**/b.json']),
    }),
    { maxLength: 14 },
  );
  const overlap = (a: Candidate, b: Candidate): boolean => a.span.start < b.span.end && b.span.start < a.span.end;
  const counts = (a: Candidate, b: Candidate): boolean => a.files.length === 0 || a.files.join() === b.files.join();

  it('leaves no two that overlap, drops none that stands free, and does not depend on the order', () => {
    fc.assert(
      fc.property(givens, fc.boolean(), fc.nat(), (list, settled, turn) => {
        const candidates = list.map(candidate);
        const turned = [
          ...candidates.slice(turn % (list.length + 1)),
          ...candidates.slice(0, turn % (list.length + 1)),
        ];
        const left = resolveOverlaps(candidates, RULES, settled);
        expect(resolveOverlaps(turned, RULES, settled).map(({ span, rule }) => [rule, span])).toEqual(
          left.map(({ span, rule }) => [rule, span]),
        );
        const pushes = (a: Candidate, b: Candidate): boolean => overlap(a, b) && (settled || counts(a, b));
        for (const one of left) {
          for (const other of left) {
            if (one !== other) expect(pushes(one, other) && pushes(other, one)).toBe(false);
          }
        }
        for (const dropped of candidates.filter((one) => !left.includes(one))) {
          expect(left.some((one) => pushes(one, dropped))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('through the engine', () => {
  it('a key in a variable of another name is the provider’s, not any secret', () => {
    for (const key of [anthropicKey('merge'), groqKey('merge')]) {
      expect(found(`api_key = "${key}"`).map(([rule]) => rule)).not.toContain('generic-secret');
      expect(found(`OPENCLAW_PAIRING_CODE="${key}"`)).toHaveLength(1);
    }
  });

  it('a setup code is no JSON Web Token, and a token in a secret’s variable is one token', () => {
    const code = base64urlOf({ url: 'wss://gw.ts.net', bootstrapToken: alphanumeric(43, 'merge'), expiresAtMs: 4e12 });
    expect(found(`SETUP_TOKEN=${code}`)).toEqual([['openclaw-setup-code', code]]);
    expect(found(`auth_token = "${jwtOf({ sub: '1' })}"`).map(([rule]) => rule)).toEqual(['jwt']);
  });

  it('an AWS secret is found once, whichever rules know it', () => {
    expect(found(`AWS_SECRET_ACCESS_KEY=${awsSecret('merge')}`)).toEqual([
      ['aws-secret-access-key', awsSecret('merge')],
    ]);
  });

  it('a rule for certain files counts there, and leaves the place to others elsewhere', () => {
    const token = gatewayToken('merge').slice(0, 40);
    const text = `{ hooks: { token: "x${token}Q" } }`;
    expect(reported(text, '.openclaw/openclaw.json')).toContainEqual(['openclaw-hooks-token', `x${token}Q`]);
    expect(found(text, 'other.json').map(([rule]) => rule)).toEqual(['generic-secret']);
  });
});
