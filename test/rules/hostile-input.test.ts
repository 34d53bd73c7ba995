import rules from 'clawback:rules';
import { describe, expect, it } from 'vitest';
import { counter, sample } from './steps.ts';

type Pattern = { source: string; flags: string; reach: number };

/** What runs over text: patterns, their companions, names, and whole values. */
const PATTERNS: [string, Pattern][] = rules.flatMap(({ id, detectors }) =>
  detectors.flatMap((detector, index): [string, Pattern][] => {
    const where = `${id}, find[${index}]`;
    if (detector.kind === 'structure') return [];
    if (detector.kind === 'json')
      return [[`${where}, value`, { source: `^(?:${detector.value})$`, flags: 's', reach: 4096 }]];
    if (detector.kind === 'assigned') {
      return [
        [`${where}, name`, { source: detector.name, flags: 'i', reach: 80 }],
        [`${where}, value`, { source: `^(?:${detector.value})$`, flags: '', reach: detector.maxLength }],
      ];
    }
    const { source, flags, maxLength, companions } = detector;
    return [
      [where, { source, flags, reach: maxLength }],
      ...companions.map((with_): [string, Pattern] => [`${where}, with ${with_.name}`, { ...with_, reach: 2000 }]),
    ];
  }),
);

/** Letters that patterns take in many places, so that their repeats can share what stands there. */
const FAVOURITES = ['a', 'A', '0', '-', '_', ' ', '\\', '"', '=', '.', '/', '&'];

/** Texts that match up to some place, and then no more. */
function* nearMisses(source: string, flags: string): Generator<string> {
  for (const favourite of FAVOURITES) {
    for (const repeats of [40, 700]) {
      const whole = sample(source, flags, favourite, repeats);
      for (const part of [1, 0.9, 0.5, 0.2]) {
        const cut = whole.slice(0, Math.floor(whole.length * part));
        yield `${cut}\0`;
        yield `${cut}${favourite.repeat(50)}\0`;
        yield `${cut}!${cut}`;
      }
    }
  }
}

/** Ours need about nine; twenty repeats within repeats would need millions. */
const STEPS_A_CHARACTER = 40;

describe('a built-in pattern', () => {
  it.each(PATTERNS)(
    'looks at each character a few times at most, on text that nearly matches: %s',
    (_, { source, flags, reach }) => {
      const count = counter(source, flags);
      let worst = 0;
      for (const text of nearMisses(source, flags)) {
        worst = Math.max(worst, count(text, 0).steps / (Math.min(text.length, reach + 256) + 20));
      }
      expect(worst).toBeLessThan(STEPS_A_CHARACTER);
    },
  );
});

describe('the counting of steps', () => {
  const disagreements = PATTERNS.flatMap(([name, { source, flags }]) => {
    const count = counter(source, flags);
    const real = new RegExp(source, `${flags}y`);
    return [...nearMisses(source, flags)]
      .filter((_, i) => i % 5 === 0)
      .flatMap((text) => {
        real.lastIndex = 0;
        return count(text, 0).matched === real.test(text) ? [] : [name];
      });
  });

  it('matches what JavaScript matches', () => {
    expect(disagreements).toEqual([]);
  });

  it('has samples that match, so that its near misses are near', () => {
    const matched = PATTERNS.filter(([, { source, flags }]) =>
      FAVOURITES.some((letter) => counter(source, flags)(sample(source, flags, letter, 40), 0).matched),
    );
    expect(matched.length).toBeGreaterThan(PATTERNS.length * 0.9);
  });

  it.each([
    ['(?:a{1,9}){1,9}b', 'a'],
    ['\\s{0,300}\\s{0,300}x', ' '],
    ['(?:a|a){1,22}b', 'a'],
  ])('tells a pattern that backtracks without bound: %s', (source, letter) => {
    const { steps } = counter(source, '')(`${letter.repeat(300)}!`, 0);
    expect(steps / 320).toBeGreaterThan(STEPS_A_CHARACTER);
  });
});
