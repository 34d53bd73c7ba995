import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, fillJson, MissingName, type Names } from '../../src/live/template.ts';

const asIs = (value: string): string => value;
const namesOf =
  (values: Record<string, string>): Names =>
  (name) =>
    Object.hasOwn(values, name) ? values[name]! : null;

describe('a template', () => {
  it('has its names replaced, each as often as it stands there', () => {
    const names = namesOf({ key: 'k', 'found.id': 'f', 'first.0.a-b': 'r' });
    expect(fill('{key}/{found.id}/{first.0.a-b}/{key}', names, asIs)).toBe('k/f/r/k');
  });

  it('has values that are fit for their place', () => {
    expect(fill('a={key}', namesOf({ key: 'x&y' }), encodeURIComponent)).toBe('a=x%26y');
  });

  it.each(['{ viewer { id } }', '{}', '{0}', '{Key}', '{"a":1}', '{key', 'key}', '{_key}'])(
    'leaves braces alone that hold no name: %s',
    (template) => {
      expect(fill(template, namesOf({ key: 'no' }), asIs)).toBe(template);
    },
  );

  it('is not filled where a name stands for nothing, and says which', () => {
    expect(() => fill('{key}{other.one}', namesOf({ key: 'k' }), asIs)).toThrow(new MissingName('other.one'));
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      expect(() => fill(`{${name}}`, namesOf({}), asIs)).toThrow(MissingName);
    }
  });

  it('is filled once: no value is a template', () => {
    const braces = fc.string({ unit: fc.constantFrom('{', '}', 'key', 'a', '$', '&', '`', "'", '1') });
    fc.assert(
      fc.property(braces, braces, (key, other) => {
        expect(fill('<{key}|{other}>', namesOf({ key, other, a: 'NO' }), asIs)).toBe(`<${key}|${other}>`);
      }),
    );
  });

  it('keeps its own text, whatever is filled in', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(fill('/a/{key}/b', namesOf({ key }), () => '')).toBe('/a//b');
      }),
    );
  });
});

describe('a template of JSON', () => {
  it('has its strings filled, at any depth, and keeps the rest', () => {
    const value = { a: '{key}', b: ['x {key}', 1, true, null, { c: { d: '{key}{key}' } }] };
    expect(fillJson(value, namesOf({ key: 'k' }))).toEqual({ a: 'k', b: ['x k', 1, true, null, { c: { d: 'kk' } }] });
  });

  it('has the same form, whatever is filled in', () => {
    const template = { query: '{key}', variables: [{ name: '{key}' }], '{key}': 1 };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        const filled = JSON.parse(JSON.stringify(fillJson(template, namesOf({ key })))) as typeof template;
        expect(filled).toEqual({ query: key, variables: [{ name: key }], '{key}': 1 });
      }),
    );
  });
});
