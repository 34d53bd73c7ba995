import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confluentCrc32 } from '../../../src/detect/checks/confluent.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask, BASE62, flips } from './checked.ts';

describe('the checksum of a Confluent Cloud secret', () => {
  it("is right for the example of Confluent's documentation", () => {
    const body = ['T8d8RzkNseTMEDKcj', 'NM1BZTFPHqRn/dQm9q', '7w6SjzZ12wZfwjaJdip'].join('');
    expect(ask(confluentCrc32, `${'cf'}lt${body}${'HZt'}Djw`)).toEqual({
      ok: true,
      reason: 'its checksum is right',
      confidence: 'high',
    });
  });

  it('is wrong whichever character is another', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const token = expandExample({ text: '{cflt:54}' }, String(seed)).text;
        expect(ask(confluentCrc32, token).ok).toBe(true);
        for (const other of flips(token, 4, token.length, `${BASE62}+/`))
          expect(ask(confluentCrc32, other).ok).toBe(false);
      }),
      { numRuns: 5 },
    );
  });

  it('is no reason to throw, whatever it is asked about', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(ask(confluentCrc32, text)).toHaveProperty('ok');
      }),
    );
  });
});
