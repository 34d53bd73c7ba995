import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32Base62, githubPatDigest, gitlabCrc32 } from '../../../src/detect/checks/checksums.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask, BASE62, flips } from './checked.ts';

const expanded = (text: string, seed: number): string => expandExample({ text }, String(seed)).text;
const seeds = fc.nat(1_000_000);

/** How many of these texts a check takes. */
function accepted(texts: Iterable<string>, check: Parameters<typeof ask>[0]): number {
  let count = 0;
  for (const text of texts) if (ask(check, text).ok) count += 1;
  return count;
}

describe('the checksum of GitHub and npm', () => {
  it('is right for the published vector (providers.md, section 6.1)', () => {
    const token = `${'ghp'}_${'a'.repeat(30)}${'1yLc'}DB`;
    expect(ask(crc32Base62, token)).toEqual({ ok: true, reason: 'its checksum is right', confidence: 'high' });
  });

  it('is right for every token that is made so, with leading zeros too', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom('ghp_', 'gho_', 'npm_'), (seed, prefix) => {
        expect(ask(crc32Base62, expanded(`${prefix}{crc62:30}`, seed)).ok).toBe(true);
      }),
    );
    const padded = Array.from({ length: 400 }, (_, seed) => expanded('ghp_{crc62:30}', seed)).filter(
      (token) => token[34] === '0',
    );
    expect(padded.length).toBeGreaterThan(20);
    expect(accepted(padded, crc32Base62)).toBe(padded.length);
  });

  it('is wrong whichever character is another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const token = expanded('ghp_{crc62:30}', seed);
        expect(accepted(flips(token, 4, token.length, BASE62), crc32Base62)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the digest of a fine-grained GitHub token', () => {
  it('is right for the published vector (providers.md, section 6.2)', () => {
    const head = `${'github'}_pat_1${'A'.repeat(21)}_${'b'.repeat(43)}`;
    expect(ask(githubPatDigest, `${head}${'KYZF'}W2ZC${'x'.repeat(8)}`)).toMatchObject({
      ok: true,
      confidence: 'high',
    });
    expect(ask(githubPatDigest, `${head}${'KYZF'}W2ZD${'x'.repeat(8)}`).ok).toBe(false);
  });

  it('is wrong whichever character of what it covers, or of itself, is another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const token = expanded('{ghpat}', seed);
        expect(ask(githubPatDigest, token).ok).toBe(true);
        expect(accepted(flips(token, 0, 85, BASE62), githubPatDigest)).toBe(0);
      }),
      { numRuns: 5 },
    );
  });
});

describe('the checksum of a GitLab token', () => {
  it('is right for the published vector (providers.md, section 6.3)', () => {
    const token = `${'glpat'}-${'a'.repeat(27)}.01.0r${'0fsz'}74c`;
    expect(ask(gitlabCrc32, token)).toEqual({ ok: true, reason: 'its checksum is right', confidence: 'high' });
  });

  it('is wrong whichever character is another, the payload, its length and the version included', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 27, max: 60 }), (seed, size) => {
        const token = expanded(`glpat-{glroutable:${size}}`, seed);
        expect(ask(gitlabCrc32, token).ok).toBe(true);
        expect(accepted(flips(token, 0, token.length, `${BASE62}_-.`), gitlabCrc32)).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  it('does not make up for a length that is not the payload’s', () => {
    const signed = (head: string): string => head + crc32(head).toString(36).padStart(7, '0');
    expect(ask(gitlabCrc32, signed(`${'glpat'}-${'a'.repeat(27)}.01.0r`)).ok).toBe(true);
    expect(ask(gitlabCrc32, signed(`${'glpat'}-${'a'.repeat(28)}.01.0r`)).ok).toBe(false);
  });
});

describe('a checksum', () => {
  it('is no reason to throw, whatever it is asked about', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        for (const check of [crc32Base62, githubPatDigest, gitlabCrc32]) expect(ask(check, text)).toHaveProperty('ok');
      }),
    );
  });
});
