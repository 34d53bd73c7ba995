import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atlassianCrc32 } from '../../../src/detect/checks/atlassian.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask, BASE62, flips } from './checked.ts';

describe('the checksum of an Atlassian token', () => {
  it('is right for the vector of providers.md, section 6.5', () => {
    const token = `${'ATATT'}3${'x'.repeat(177)}=${'7B00'}1E7D`;
    expect(ask(atlassianCrc32, token)).toEqual({ ok: true, reason: 'its checksum is right', confidence: 'high' });
    expect(ask(atlassianCrc32, token.toLowerCase()).ok).toBe(false);
  });

  it('is wrong whichever character is another', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom('{atatt:177}', '{atctt:60}'), (seed, text) => {
        const token = expandExample({ text }, String(seed)).text;
        expect(ask(atlassianCrc32, token).ok).toBe(true);
        for (const other of flips(token, 0, token.length - 9, `${BASE62}_-`))
          expect(ask(atlassianCrc32, other).ok).toBe(false);
        for (const other of flips(token, token.length - 8, token.length, '0123456789ABCDEF'))
          expect(ask(atlassianCrc32, other).ok).toBe(false);
      }),
      { numRuns: 5 },
    );
  });

  it('is no reason to throw, whatever it is asked about', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(ask(atlassianCrc32, text)).toHaveProperty('ok');
      }),
    );
  });
});
