import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bech32 } from '../../../src/detect/checks/bech32.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask, flips } from './checked.ts';

const expanded = (text: string, seed: number): string => expandExample({ text }, String(seed)).text;

describe('the Bech32 checksum', () => {
  // BIP 173, "Test vectors".
  const valid = ['A12UEL5L', 'a12uel5l', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw'];
  const invalid = ['A1G7SGD8', 'a12UEL5L', 'x1b4n0q5v', 'li1dgmt3', '1qzzfhee', 'pzry9x0s0muk', '1pzry9x0s0muk'];

  it.each(valid)('is right for %s', (text) => {
    expect(ask(bech32, text)).toEqual({ ok: true, reason: 'its checksum is right', confidence: 'high' });
  });

  it.each(invalid)('is wrong for %s', (text) => {
    expect(ask(bech32, text).ok).toBe(false);
  });

  it("is right for the post-quantum identity of age's specification", () => {
    const identity = ['AGE', 'SECRET', 'KEY', 'PQ', '1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR'].join(
      '-',
    );
    expect(ask(bech32, identity).ok).toBe(true);
    expect(ask(bech32, `${identity.slice(0, -1)}Q`).ok).toBe(false);
  });

  it('is right for an age identity, and wrong whichever character of it is another', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom('{agekey:52}', '{agepqkey:52}'), (seed, text) => {
        const identity = expanded(text, seed);
        expect(ask(bech32, identity).ok).toBe(true);
        for (const other of flips(identity, 0, identity.length, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'))
          expect(ask(bech32, other).ok).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('is no reason to throw, whatever it is asked about', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(ask(bech32, text)).toHaveProperty('ok');
      }),
    );
  });
});
