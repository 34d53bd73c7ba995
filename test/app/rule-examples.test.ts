import { describe, expect, it } from 'vitest';
import { testExamples } from '../../src/app/rule-examples.ts';
import type { Example } from '../../src/domain/rule.ts';
import { compileProviders } from '../../src/rules/compile.ts';
import { providerSchema } from '../../src/rules/schema.ts';

/** A rule for `acme_` and eight digits, with an id before them that is a part; one detector is less sure. */
function failures(match: (string | Example)[], ignore: (string | Example)[] = ['acme']): string[] {
  const provider = providerSchema.parse({
    id: 'acme',
    name: 'ACME',
    remedy: { steps: ['Delete it.'] },
    rules: [
      {
        id: 'acme-key',
        title: 'ACME key',
        severity: 'high',
        filters: [],
        find: [
          { anchors: ['acme_'], pattern: '(?:(?<id>[a-z]{4}):)?(?<key>acme_\\d{8})' },
          { anchors: ['acme-'], pattern: '(?<key>acme-\\d{8})', confidence: 'medium' },
        ],
        examples: { match, ignore },
      },
    ],
  });
  const { rules, texts } = compileProviders([provider]);
  return testExamples(rules, texts, Date.now()).flatMap((report) => report.failures);
}

const SURE = '«acme_{d:8}»';
const UNSURE = '«acme-{d:8}»';

describe('examples of a rule', () => {
  it('hold where each marked secret is found, and no other', () => {
    expect(failures([SURE, UNSURE])).toEqual([]);
    expect(failures([`${SURE} ${UNSURE} ${SURE}`])).toEqual([]);
    expect(failures(['acme_{d:8} and acme-{d:8}'])).toEqual([]);
  });

  it.each([
    ['one is missed', `${SURE} «acme_{d:7}»`, 'match 1 is found, but not as marked or not as sure as it should be'],
    ['one is more than that', `${SURE} acme_{d:8}`, 'match 1 has a secret that is not marked'],
    ['none is found', '«acme_{d:7}»', 'match 1 is not found'],
  ])('fail where %s', (_, example, failure) => {
    expect(failures([example, SURE, UNSURE])).toEqual([failure]);
  });

  it('tell which parts are found with a secret', () => {
    expect(failures([`‹{a:4}›:${SURE}`, SURE, UNSURE])).toEqual([]);
    const failure = 'match 1 is found, but not with the parts that are marked';
    expect(failures([`‹{a:3}›:${SURE}`, SURE, UNSURE])).toEqual([failure]);
    expect(failures([`‹{a:4}›:${SURE} {a:4}:${SURE}`, SURE, UNSURE])).toEqual([failure]);
  });

  it('tell how sure a finding is', () => {
    expect(
      failures([
        { text: SURE, confidence: 'high' },
        { text: UNSURE, confidence: 'medium' },
      ]),
    ).toEqual([]);
    expect(failures([SURE, { text: UNSURE, confidence: 'high' }])).toEqual([
      'match 2 is found, but not as marked or not as sure as it should be',
    ]);
  });

  it('fail where a look-alike is reported', () => {
    expect(failures([SURE, UNSURE], ['acme_{d:7}', 'acme_{d:8}'])).toEqual(['ignore 2 is reported']);
  });

  it('fail where a detector is not needed', () => {
    expect(failures([SURE])).toEqual(['find[1] is not needed by any example that must match']);
  });
});
