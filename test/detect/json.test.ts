import fc from 'fast-check';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import { type JsonString, jsonStrings, looksLikeJson } from '../../src/detect/json.ts';

type Plain = { path: string[]; value: string };

/** Every string of a parsed document that is not empty, in order. */
function stringsOf(value: unknown, path: string[] = []): Plain[] {
  if (typeof value === 'string') return value === '' ? [] : [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => stringsOf(inner, [...path, name]));
}

const plain = ({ path, value }: JsonString): Plain => ({ path, value });

/** Names and texts with everything that a writer has to escape. */
const texts = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', "'", '\\', '/', '\n', '\r', '\t', '\b', 'é', '上', '😀', '\u2028', 'a'),
    maxLength: 8,
  }),
);
const { tree: documents } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('record')),
  leaf: fc.oneof(
    texts,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  record: fc.dictionary(
    texts.filter((name) => name !== '__proto__'),
    tie('tree'),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

describe('the strings of a JSON document', () => {
  it('are those that JSON.parse gives, each with its path, however it is laid out', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(undefined, 1, '\t', '    '), (document, indent) => {
        const text = JSON.stringify(document, null, indent);
        expect([...jsonStrings(text)].map(plain)).toEqual(stringsOf(JSON.parse(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('stand where their spans say, between their quotes', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = JSON.stringify(document, null, 1);
        for (const { start, end, value } of jsonStrings(text)) {
          expect(text[start - 1]).toBe('"');
          expect(text[end]).toBe('"');
          expect(JSON.parse(text.slice(start - 1, end + 1))).toBe(value);
        }
      }),
    );
  });

  it('are found in each of many documents in a row, as JSON Lines has them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), documents, { maxKeys: 3, noNullPrototype: true }), { maxLength: 5 }),
        (rows) => {
          const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
          expect([...jsonStrings(text)].map(plain)).toEqual(
            rows.flatMap((row) => stringsOf(JSON.parse(JSON.stringify(row)))),
          );
        },
      ),
    );
  });

  it('may begin behind a byte order mark', () => {
    for (const mark of ['\ufeff', '\u00ef\u00bb\u00bf', '']) {
      expect([...jsonStrings(`${mark} {"a": "b"}`)].map(plain)).toEqual([{ path: ['a'], value: 'b' }]);
      expect(looksLikeJson(`${mark} // settings\n{"a": "b"}`)).toBe(true);
    }
  });

  it('are not decoded where nobody wants their name', () => {
    const text = '{"token": "a", "other": "b", "list": ["c", {"token": "d"}]}';
    const asked: string[] = [];
    const strings = jsonStrings(text, (name) => asked.push(name) > 0 && name === 'token');
    expect([...strings].map(plain)).toEqual([
      { path: ['token'], value: 'a' },
      { path: ['list', '1', 'token'], value: 'd' },
    ]);
    expect(asked).toEqual(['token', 'other', '0', 'token']);
  });

  it('keep what leads to them down to a depth that no configuration has', () => {
    const text = `${'{"a":'.repeat(100)}"deep"${'}'.repeat(100)}`;
    expect([...jsonStrings(text)].map(plain)).toEqual([{ path: Array.from({ length: 64 }, () => 'a'), value: 'deep' }]);
  });

  // Sixty megabytes of brackets took three gigabytes: a level was kept for each.
  it('keep their paths behind what is deeper, of which nothing is kept', () => {
    const depth = 100_000;
    const { push } = Array.prototype;
    let pushed = 0;
    Array.prototype.push = function (...items) {
      pushed += items.length;
      return push.apply(this, items);
    };
    try {
      const inner = `${'['.repeat(depth)}{"name": "deep", 'x': "y"},${']'.repeat(depth)}`;
      const text = `{"a": [${inner}, {"b": "after"}], "c": "last"}`;
      const strings = jsonStrings(text, (name) => ['b', 'c'].includes(name));
      expect([...strings].map(plain)).toEqual([
        { path: ['a', '1', 'b'], value: 'after' },
        { path: ['c'], value: 'last' },
      ]);
    } finally {
      Array.prototype.push = push;
    }
    expect(pushed).toBeLessThan(1000);
  });
});

/** Writes a document as JSON5 can be written; each choice decides about the next freedom. */
function writeJson5(document: unknown, choose: (options: number) => number): string {
  const blank = (): string =>
    ['', ' ', '\n', '\t', '/* a "note" { */', '// it\'s a "note\n', '\u00a0', '\r\n'][choose(8)] as string;
  const string = (text: string): string => {
    const quote = choose(2) ? "'" : '"';
    const letters = [...text].map((letter) => {
      if (letter === quote || letter === '\\' || letter === '\n' || letter === '\r') {
        return letter === '\n' ? '\\n' : letter === '\r' ? '\\r' : `\\${letter}`;
      }
      const code = letter.charCodeAt(0);
      if (code === 0x2028) return '\\u2028';
      const ways = [letter, letter, letter, `\\u${code.toString(16).padStart(4, '0')}`];
      if (code < 256) ways.push(`\\x${code.toString(16).padStart(2, '0')}`);
      return letter.length > 1 ? letter : (ways[choose(ways.length)] as string);
    });
    if (choose(4) === 0)
      letters.splice(
        choose(letters.length + 1),
        0,
        '\
',
      );
    return quote + letters.join('') + quote;
  };
  const name = (text: string): string => (/^[A-Za-z_$][\w$]*$/.test(text) && choose(2) ? text : string(text));
  const listed = (items: string[]): string =>
    items.join(`,${blank()}`) + (items.length > 0 && choose(2) ? `${blank()},` : '');
  const write = (value: unknown): string => {
    if (typeof value === 'string') return string(value);
    if (typeof value === 'number') return ['+1', '.5', '0xFF', 'Infinity', '-1e3', '5.', 'NaN'][choose(7)] as string;
    if (Array.isArray(value)) return `[${blank()}${listed(value.map((item) => write(item) + blank()))}${blank()}]`;
    if (typeof value !== 'object' || value === null) return String(value);
    const members = Object.entries(value).map(
      ([key, inner]) => `${name(key)}${blank()}:${blank()}${write(inner)}${blank()}`,
    );
    return `{${blank()}${listed(members)}${blank()}}`;
  };
  return blank() + write(document) + blank();
}

describe('the strings of a JSON5 document', () => {
  const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 });

  it('are those that json5 gives, with comments, bare names, single quotes and commas at the end', () => {
    fc.assert(
      fc.property(documents, choices, (document, numbers) => {
        let next = 0;
        const text = writeJson5(document, (options) => numbers[next++ % numbers.length]! % options);
        const strings = [...jsonStrings(text)].filter(({ value }) => value !== '');
        expect(strings.map(plain)).toEqual(stringsOf(JSON5.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
  ])('go on behind a backslash at the end of a line, which ends with %s', (_, end) => {
    const text = `{ a: "one \\${end}two", b: "three" }`;
    expect(stringsOf(JSON5.parse(text))).toHaveLength(2);
    expect([...jsonStrings(text)].map(plain)).toEqual(stringsOf(JSON5.parse(text)));
  });

  it('may have a name of letters of any language', () => {
    expect([...jsonStrings('{ büro: "a", ключ: "b" }')].map(plain)).toEqual([
      { path: ['büro'], value: 'a' },
      { path: ['ключ'], value: 'b' },
    ]);
  });
});

describe('a document that is broken', () => {
  const inOrder = (strings: JsonString[]): string => JSON.stringify(strings);

  it('still gives what stands before the place where it is cut off', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.constantFrom(undefined, 1), (document, at, indent) => {
        const text = JSON.stringify(document, null, indent);
        const cut = at % (text.length + 1);
        const whole = [...jsonStrings(text)].filter((string) => string.end < cut);
        const some = [...jsonStrings(text.slice(0, cut))];
        expect(inOrder(some.slice(0, whole.length))).toBe(inOrder(whole));
        expect(some.length).toBeLessThanOrEqual(whole.length + 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('still gives what stands before the place where it goes wrong', () => {
    fc.assert(
      fc.property(
        documents,
        fc.nat(),
        fc.string({ unit: fc.constantFrom(...'{}[]:,"\'/*\\\n a1'), maxLength: 6 }),
        (document, at, noise) => {
          const text = JSON.stringify(document, null, 1);
          const cut = at % (text.length + 1);
          // What follows a string decides whether it is a name: that must be whole, too.
          const isWhole = ({ end }: JsonString): boolean => end < cut && /\S/.test(text.slice(end + 1, cut));
          const whole = [...jsonStrings(text)].filter(isWhole);
          const some = [...jsonStrings(text.slice(0, cut) + noise + text.slice(cut + 1))];
          expect(inOrder(some.slice(0, whole.length))).toBe(inOrder(whole));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('gives no string the name of another', () => {
    expect([...jsonStrings('{"token": "a", "stray", "b": "c"}')].map(plain)).toEqual([
      { path: ['token'], value: 'a' },
      { path: [''], value: 'stray' },
      { path: ['b'], value: 'c' },
    ]);
  });

  it('goes on behind a string whose quote does not close on its line', () => {
    expect([...jsonStrings('{"a": "lost,\n "b": "kept"}')].map(plain)).toContainEqual({ path: ['b'], value: 'kept' });
  });

  it('never makes the walk throw, go on for ever or leave the text', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'{}[]:,"\'/*\\\n\r\t ab1.$\u00a0é😀'), maxLength: 80 });
    fc.assert(
      fc.property(noise, (text) => {
        let end = 0;
        for (const string of jsonStrings(text)) {
          expect(string.start).toBeGreaterThan(end);
          expect(string.end).toBeGreaterThan(string.start);
          expect(string.end).toBeLessThanOrEqual(text.length);
          end = string.end;
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a text', () => {
  it.each([
    ['{}', true],
    ['[]', true],
    ['\n\t /* note */ // more\n {', true],
    ['"text"', false],
    ['key: {}', false],
    ['', false],
    ['/* never closed {', false],
    ['#!/bin/sh\n{', false],
  ])('is read as JSON where it begins like it: %j', (text, expected) => {
    expect(looksLikeJson(text)).toBe(expected);
  });
});
