import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBaseline, writeBaseline } from '../../src/app/baseline.ts';
import { ClawbackError } from '../../src/domain/errors.ts';
import { findingWith, placeWith } from '../report/reports.ts';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const fingerprint = fc.oneof(
  digits(32).map((hex) => `cb1_${hex}`),
  digits(32).map((hex) => `cb1w_${hex}`),
);

describe('a baseline', () => {
  it('gives back the fingerprints that were written, whatever the paths', () => {
    const findings = fc.array(fc.tuple(fingerprint, fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(findings, (list) => {
        const text = writeBaseline(
          list.map(([fingerprint, path]) => findingWith({ fingerprint, places: [placeWith({ path })] })),
          'none',
        );
        expect(readBaseline(text, 'f', 'none')).toEqual(new Set(list.map(([fingerprint]) => fingerprint)));
        expect(text.split('\n')).toHaveLength(list.length === 0 ? 6 : list.length + 7);
      }),
    );
  });

  it('is the same in whatever order findings come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fingerprint, { minLength: 1 }), (list) => {
        const findings = list.map((fingerprint) => findingWith({ fingerprint }));
        expect(writeBaseline([...findings].reverse(), 'none')).toBe(writeBaseline(findings, 'none'));
      }),
    );
  });

  it('says with which key it was made, and is refused by any other', () => {
    const made = writeBaseline([findingWith({ fingerprint: `cb1k_01234567_${'0'.repeat(32)}` })], '01234567');
    expect(JSON.parse(made).key).toBe('01234567');
    expect(readBaseline(made, 'f', '01234567').size).toBe(1);
    for (const key of ['none', '76543210'])
      expect(() => readBaseline(made, 'f', key)).toThrow(/^f: its fingerprints were made with the key 01234567, but /);
  });

  it('is refused by another key even where it is empty', () => {
    expect(() => readBaseline(writeBaseline([], '01234567'), 'f', 'none')).toThrow(ClawbackError);
    expect(() => readBaseline(writeBaseline([], 'none'), 'f', '01234567')).toThrow(ClawbackError);
  });

  it.each(['', '{', 'null', '[]', '1', '{"version":1}', '{"version":1,"key":"none","findings":{}}'])(
    'is not %j',
    (text) => {
      expect(() => readBaseline(text, 'known.json', 'none')).toThrow(/^known\.json: not a baseline/);
    },
  );
});
