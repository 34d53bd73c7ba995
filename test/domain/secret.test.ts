import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';

const VALUE = 'correct horse battery';
const MASK = '…(21)';

describe('a secret', () => {
  const secret = new Secret(VALUE);

  it.each<[string, () => string]>([
    ['as text', () => String(secret)],
    ['in a template', () => `${secret}`],
    ['joined to a text', () => `${''}${secret}`],
    ['in a list', () => [secret].join()],
    ['in JSON', () => JSON.parse(JSON.stringify(secret)) as string],
    ['for a locale', () => secret.toLocaleString()],
    ['inspected', () => inspect(secret)],
    ['inspected with everything hidden', () => inspect(secret, { showHidden: true, depth: 9, getters: true })],
    ['formatted', () => format('%s', secret)],
    ['formatted as an object', () => format('%o', secret)],
    ['formatted as JSON', () => JSON.parse(format('%j', secret)) as string],
    ['as a property name', () => Object.keys({ [String(secret)]: 1 })[0]!],
  ])('prints as its mask %s', (_, print) => {
    expect(print()).toBe(MASK);
  });

  it('is nowhere in an object that holds it, however that is printed', () => {
    const holder = { secret, list: [secret], map: new Map([['a', secret]]) };
    for (const text of [
      inspect(holder, { depth: 9, showHidden: true }),
      JSON.stringify(holder),
      format('%O', holder),
      format(holder),
    ]) {
      expect(text).toContain(MASK);
      expect(text).not.toContain('horse');
    }
  });

  it('is in no property, and does not survive a copy', () => {
    expect(Object.entries(secret).flat().join()).not.toContain('horse');
    expect(JSON.stringify({ ...secret })).not.toContain('horse');
    expect(inspect(structuredClone({ ...secret }))).not.toContain('horse');
  });

  it('is given to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe(VALUE);
  });

  it('shows a prefix that all such secrets have, and no other', () => {
    expect(new Secret('sk-abcdefgh', 'sk-').mask).toBe('sk-…(11)');
    expect(new Secret('xx-abcdefgh', 'sk-')).toMatchObject({ mask: '…(11)', prefix: '' });
  });

  it('shows nothing but the prefix and the length, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 4 }), (value, prefix) => {
        expect(new Secret(prefix + value, prefix).mask).toBe(`${prefix}…(${prefix.length + value.length})`);
      }),
    );
  });
});
