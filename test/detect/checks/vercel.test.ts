import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vercelCrc32 } from '../../../src/detect/checks/vercel.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask, BASE62, flips } from './checked.ts';

const expanded = (text: string, seed: number): string => expandExample({ text }, String(seed)).text;
const seeds = fc.nat(1_000_000);

describe('the checksum of Vercel', () => {
  it('is right for the published vector (providers.md, section 6.1)', () => {
    const token = `${'vcp'}_${'a'.repeat(30)}${'1yLc'}DB`;
    expect(ask(vercelCrc32, token)).toEqual({ ok: true, reason: 'its checksum is right', confidence: 'high' });
  });

  it('is right for every token that is made so, whatever stands in it', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom('vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'), (seed, prefix) => {
        expect(ask(vercelCrc32, expanded(`${prefix}{vercel:50}`, seed)).ok).toBe(true);
        expect(ask(vercelCrc32, expanded(`${prefix}{badvercel:50}`, seed)).ok).toBe(false);
      }),
    );
    const tokens = Array.from({ length: 400 }, (_, seed) => expanded('vcp_{vercel:50}', seed));
    const joined = tokens.filter((token) => token.slice(4, -6).includes('_'));
    const padded = tokens.filter((token) => token[54] === '0');
    expect(joined.length).toBeGreaterThan(20);
    expect(padded.length).toBeGreaterThan(20);
    for (const token of [...joined, ...padded]) expect(ask(vercelCrc32, token).ok).toBe(true);
  });

  it('is wrong whichever character is another', () => {
    const token = expanded('vcp_{vercel:50}', 7);
    for (const flipped of flips(token, 4, token.length, BASE62)) expect(ask(vercelCrc32, flipped).ok).toBe(false);
  });
});
