import { expect, it } from 'vitest';
import { peelTags } from '../../src/git/tags.ts';

/** Follows tags that are written as `a: 'b'` where a is on b. */
const peel = (ids: string[], on: Record<string, string>) => peelTags(ids, (id) => on[id]);

it('what is no tag leads to itself', () => {
  const { targets, tags } = peel(['commit'], {});
  expect(targets.get('commit')).toBe('commit');
  expect(tags.size).toBe(0);
});

it('a tag leads to its end, however many stand in a row', () => {
  const on = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`tag${index}`, `tag${index + 1}`]));
  const { targets, tags } = peel(['tag0'], on);
  expect(targets.get('tag0')).toBe('tag10000');
  expect(tags.size).toBe(10_000);
});

it('a tag belongs to the first of those that lead through it', () => {
  const { targets, tags } = peel(['a', 'b', 'inner'], { a: 'inner', b: 'inner', inner: 'commit' });
  expect(['a', 'b', 'inner'].map((id) => targets.get(id))).toEqual(['commit', 'commit', 'commit']);
  expect(Object.fromEntries(tags)).toEqual({ a: 'a', inner: 'a', b: 'b' });
});

it('tags in a circle are each there once, and no commit', () => {
  const { targets, tags } = peel(['a', 'c', 'b'], { a: 'b', b: 'a', c: 'b' });
  expect([...tags.keys()].sort()).toEqual(['a', 'b', 'c']);
  for (const id of ['a', 'b', 'c']) expect(['a', 'b']).toContain(targets.get(id));
});

it('a long row that many lead into is followed once', () => {
  let steps = 0;
  const last = 20_000;
  const tagged = (id: string): string | undefined => {
    steps += 1;
    return Number(id) < last ? String(Number(id) + 1) : undefined;
  };
  const { targets } = peelTags(
    Array.from({ length: last }, (_, index) => String(last - index)),
    tagged,
  );
  expect(new Set(targets.values())).toEqual(new Set([String(last)]));
  expect(steps).toBeLessThan(last * 4);
});
