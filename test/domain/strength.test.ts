import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropy, guessBits } from '../../src/domain/strength.ts';
import { alphanumeric, gatewayToken } from '../support/secrets.ts';

describe('the entropy of a text', () => {
  it.each([
    ['', 0],
    ['aaaa', 0],
    ['ab', 1],
    ['abcd', 2],
    ['aabb', 1],
    ['0123456789abcdef', 4],
    ['aaab', 0.8112781244591328],
  ])('%j has %d bits in each character', (text, bits) => {
    expect(entropy(text)).toBeCloseTo(bits, 12);
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (letters) => {
        expect(entropy(letters.join(''))).toBeCloseTo(entropy([...letters].sort().join('')), 12);
      }),
    );
  });
});

/** These never change within a fingerprint version: whether a secret is weak decides about its form. */
describe('the bits that a guesser has to find', () => {
  it.each([
    ['', 0],
    ['abc', 4.754887502163469],
    ['abcd', 8],
    ['password', 12],
    ['2024', 6],
    ['202', 2.754887502163469],
    ['hunter2', 15.321928094887362],
    ['MyCompanyProduction2024', 43.40087943628218],
    ['tr0ub4dor-horse', 51.848471431964306],
    ['Kx!9#pQ$2v&z', 43.01955000865386],
    ['correct-horse-battery-staple', 57],
    ['XMLHttpRequest', 38.10131915442328],
    ['ABCdef', 15.509775004326936],
    ['ÄÖÜ', 4.754887502163469],
    ['A'.repeat(40), 0],
    ['0123456789abcdef'.repeat(2), 44],
    [`aB3dE5gH7jK9mN${'1pQ3sT5vW7yZ'}`, 111.18333968563861],
  ])('of %j are %d', (value, bits) => {
    expect(guessBits(value)).toBeCloseTo(bits, 9);
  });

  it('are never more than its entropy', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(guessBits(value)).toBeGreaterThanOrEqual(0);
        expect(guessBits(value)).toBeLessThanOrEqual(entropy(value) * value.length + 1e-9);
      }),
    );
  });

  it('are many for a random value, and few for words with a number', () => {
    for (let i = 0; i < 200; i += 1) {
      expect(guessBits(alphanumeric(32, `bits ${i}`))).toBeGreaterThan(80);
      expect(guessBits(gatewayToken(`bits ${i}`))).toBeGreaterThan(80);
    }
    for (const value of ['Summer2024!', 'correct-horse-battery', 'admin-password-123', 'AcmeProduction2024!']) {
      expect(guessBits(value)).toBeLessThan(80);
    }
  });
});
