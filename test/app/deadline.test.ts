import { describe, expect, it } from 'vitest';
import { TooSlow, within } from '../../src/app/deadline.ts';

/** Takes longer than anybody waits: each letter doubles it. */
const forEver = () => /^(?:a|a)*$/.test(`${'a'.repeat(60)}b`);

describe('work with a deadline', () => {
  it('gives its result, or throws what it throws', () => {
    expect(within(1000, () => 'done')).toBe('done');
    expect(() =>
      within(1000, () => {
        throw new RangeError('wrong');
      }),
    ).toThrow(RangeError);
  });

  it('is stopped in the middle of a regular expression', () => {
    expect(() => within(50, forEver)).toThrow(TooSlow);
    expect(within(1000, () => 'and it works again')).toBe('and it works again');
  });

  it('may have such work in it', () => {
    const inner = () => {
      try {
        return within(20, forEver);
      } catch (error) {
        return error instanceof TooSlow ? 'inner' : error;
      }
    };
    expect(within(5000, inner)).toBe('inner');
  });
});
