import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grafanaCrc32, grafanaPayload } from '../../../src/detect/checks/grafana.ts';
import { expandExample } from '../../../src/rules/examples.ts';
import { ask, BASE62, flips } from './checked.ts';

const expanded = (text: string, seed: number): string => expandExample({ text }, String(seed)).text;
const base64 = (payload: object): string => Buffer.from(JSON.stringify(payload)).toString('base64');
const seeds = fc.nat(1_000_000);

describe('the checksum of a Grafana service account token', () => {
  it('is right for the vector of providers.md, section 6.4', () => {
    const token = `${'glsa'}_${'a'.repeat(32)}_${'b1a4'}0a94`;
    expect(ask(grafanaCrc32, token)).toEqual({ ok: true, reason: 'its checksum is right', confidence: 'high' });
  });

  it('is wrong whichever character is another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const token = expanded('{glsa:32}', seed);
        expect(ask(grafanaCrc32, token).ok).toBe(true);
        for (const other of flips(token, 0, 37, BASE62)) expect(ask(grafanaCrc32, other).ok).toBe(false);
        for (const other of flips(token, 38, token.length, '0123456789abcdef'))
          expect(ask(grafanaCrc32, other).ok).toBe(false);
      }),
      { numRuns: 10 },
    );
  });
});

describe('the payload of a Grafana token', () => {
  const key = 'Xq3v'.repeat(4);

  it('holds a key, behind a prefix or without one', () => {
    const cloud = `${'glc'}_${base64({ o: '1', n: 'ci', k: key, m: { r: 'us' } })}`;
    expect(ask(grafanaPayload, cloud)).toMatchObject({ ok: true, confidence: 'high' });
    expect(ask(grafanaPayload, base64({ k: key, n: 'ci', id: 1 })).ok).toBe(true);
  });

  it('is none where the key is missing, no text or short, or where it is no object', () => {
    for (const payload of [{ o: '1', n: 'ci' }, { k: 1234567890123456 }, { k: key.slice(1) }, [key]])
      expect(ask(grafanaPayload, base64(payload)).ok).toBe(false);
    expect(ask(grafanaPayload, `${'glc'}_${'a'.repeat(60)}`).ok).toBe(false);
  });

  it('is no reason to throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        for (const check of [grafanaCrc32, grafanaPayload]) expect(ask(check, text)).toHaveProperty('ok');
      }),
    );
  });
});
