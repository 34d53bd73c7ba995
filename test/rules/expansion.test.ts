import { describe, expect, it } from 'vitest';
import { expandExample } from '../../src/rules/examples.ts';

const expand = (text: string, seed = '1') => expandExample({ text }, seed);

describe('an example of a rule file', () => {
  it('is the same every time for the same seed, and another for another', () => {
    expect(expand('key={an:32}')).toEqual(expand('key={an:32}'));
    expect(expand('key={an:32}').text).not.toBe(expand('key={an:32}', '2').text);
    expect(expand('{an:16}{an:16}').text.slice(0, 16)).not.toBe(expand('{an:16}{an:16}').text.slice(16));
  });

  it.each([
    ['{a:9}', /^[a-z]{9}$/],
    ['{A:9}', /^[A-Z]{9}$/],
    ['{d:9}', /^[0-9]{9}$/],
    ['{an:40}', /^[0-9A-Za-z]{40}$/],
    ['{hex:64}', /^[0-9a-f]{64}$/],
    ['{HEX:32}', /^[0-9A-F]{32}$/],
    ['{w:43}', /^[\w-]{43}$/],
    ['{b64:44}', /^[A-Za-z0-9+/]{44}$/],
    ['{dm:8}', /^[A-HJ-NP-Z2-9]{8}$/],
    ['{low:32}', /^[ab12]{32}$/],
    ['{LOW:32}', /^[AB23]{32}$/],
    ['{pem:130}', /^[A-Za-z0-9+/]{64}\n[A-Za-z0-9+/]{64}\n[A-Za-z0-9+/]{2}$/],
    ['{prose:19}', /^the quick brown fox$/],
    ['{other:9} {an} {}', /^\{other:9\} {2}\{\}$/],
  ])('is filled in: %s', (text, expected) => {
    expect(expand(text).text).toMatch(expected);
  });

  it('marks what the secret is', () => {
    expect(expand('key = "«{d:4}»"').secret).toMatch(/^\d{4}$/);
    expect(expand('key = "«{d:4}»"').text).toMatch(/^key = "\d{4}"$/);
    expect(expand('«one\ntwo» three').secret).toBe('one\ntwo');
    expect(expand('«one» ‹two›:«three» ‹four›')).toMatchObject({
      text: 'one two:three four',
      secrets: ['one', 'three'],
      parts: ['two', 'four'],
    });
    expect(expand('nothing').secret).toBeNull();
  });
});
