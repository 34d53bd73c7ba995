import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../src/detect/given.ts';
import { valuesOf } from '../../src/detect/pairs.ts';
import { alphanumeric } from '../support/secrets.ts';
import { engineWith, scan } from './scanning.ts';

const NAME = 'SERVICE_KEY';
const [ONE, TWO, THREE] = ['one', 'two', 'three'].map((part) => alphanumeric(12, `joined ${part}`)) as [
  string,
  string,
  string,
];
const fill = (template: string): string =>
  template.replaceAll('ONE', ONE).replaceAll('TWO', TWO).replaceAll('THREE', THREE);

function valuesIn(template: string): Value[] {
  const text = fill(template);
  const at = text.indexOf(NAME);
  return valuesOf(text, at, at + NAME.length);
}

describe('literals that make one value', () => {
  it.each([
    ['JavaScript, Java, Go, C#, Python', 'SERVICE_KEY = "ONE" + "TWO"'],
    ['with no space', "SERVICE_KEY='ONE'+'TWO'"],
    ['over lines, the operator at the end', 'String SERVICE_KEY = "ONE" +\n    "TWO";'],
    ['over lines, the operator at the beginning', 'String SERVICE_KEY = "ONE"\n    + "TWO";'],
    ['PHP and Perl', "$SERVICE_KEY = 'ONE' . 'TWO';"],
    ['Lua', 'SERVICE_KEY = "ONE" .. "TWO"'],
    ['Elixir', 'SERVICE_KEY = "ONE" <> "TWO"'],
    ['Haskell', 'SERVICE_KEY = "ONE" ++ "TWO"'],
    ['Visual Basic', 'Dim SERVICE_KEY As String = "ONE" & "TWO"'],
    ['SQL', "SET SERVICE_KEY = 'ONE' || 'TWO'"],
    ['C, side by side on two lines', 'const char *SERVICE_KEY = "ONE"\n    "TWO";'],
    ['C, with a backslash', '#define SERVICE_KEY "ONE" \\\n    "TWO"'],
    ['Python, in brackets', 'SERVICE_KEY = (\n    "ONE"\n    "TWO"\n)'],
    ['Python, with a backslash', "SERVICE_KEY = 'ONE' \\\n    'TWO'"],
    ['Python, with prefixes', 'SERVICE_KEY = f"ONE" + b"TWO"'],
    ['lines that Windows ends', 'String SERVICE_KEY = "ONE" +\r\n    "TWO";'],
    ['an argument', 'setProperty("SERVICE_KEY", "ONE" + "TWO")'],
    ['a fallback', 'getenv("SERVICE_KEY") || "ONE" + "TWO"'],
  ])('are read together: %s', (_, form) => {
    expect(valuesIn(form)).toMatchObject([{ joined: ONE + TWO, quoted: true }]);
  });

  it('may be more than two', () => {
    expect(valuesIn('SERVICE_KEY = "ONE" +\n  "TWO" +\n  "THREE"')).toMatchObject([{ joined: ONE + TWO + THREE }]);
  });

  it('stand from the first to the end of the last', () => {
    const text = fill('x = 1; SERVICE_KEY = "ONE" + "TWO"; y = 2');
    const [value] = valuesIn('x = 1; SERVICE_KEY = "ONE" + "TWO"; y = 2');
    expect(text.slice(value!.start, value!.end)).toBe(fill('ONE" + "TWO'));
  });
});

describe('literals that are values of their own', () => {
  it.each([
    ['a list', 'SERVICE_KEY = ["ONE", "TWO"]', [ONE, TWO]],
    ['a list in brackets', "SERVICE_KEY = (\n  'ONE',\n  'TWO',\n)", [ONE, TWO]],
    ['a list of YAML', 'SERVICE_KEY:\n  - "ONE"\n  - "TWO"\n', [ONE, TWO]],
    ['members of a dictionary', '{\n  "SERVICE_KEY": "ONE",\n  "other": "TWO"\n}', [ONE]],
    ['members without commas', 'SERVICE_KEY: "ONE"\n  "other": "TWO"\n', [ONE]],
    ['members with arrows', "SERVICE_KEY => 'ONE'\n  'other' => 'TWO'\n", [ONE]],
    ['statements', 'SERVICE_KEY = "ONE"\n"TWO"\n', [ONE]],
    ['one in other quotes', `SERVICE_KEY = "ONE" + 'TWO'`, [ONE]],
    ['a sum with a variable', 'SERVICE_KEY = "ONE" + suffix + "TWO"', [ONE]],
    ['a comparison', 'SERVICE_KEY == "ONE" || name == "TWO"', [ONE]],
    ['one that is never closed', 'SERVICE_KEY = "ONE" + "TWO', [ONE]],
  ])('are not joined: %s', (_, form, expected) => {
    const text = fill(form);
    const values = valuesIn(form);
    expect(values.filter(({ joined }) => joined !== undefined)).toEqual([]);
    expect(values.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

describe('what is found of them', () => {
  const engine = engineWith({ anchors: ['service_key'], assigned: { name: 'service_key', value: '[A-Za-z0-9]{24}' } });

  it('is the value that they make, at the place where they stand', () => {
    const [candidate] = scan(fill('SERVICE_KEY = "ONE" +\n  "TWO";'), undefined, engine);
    expect(candidate!.secret.reveal()).toBe(ONE + TWO);
    expect([candidate!.start, candidate!.end]).toMatchObject([{ line: 1 }, { line: 2 }]);
    expect(candidate!.reasons.join(' ')).toContain('put together of several literals');
  });

  it('is nothing where only the parts have the form', () => {
    expect(scan(fill('SERVICE_KEY = "ONETWO" + "ONETWO"'), undefined, engine)).toEqual([]);
  });
});

describe('any sum of literals', () => {
  it('is read up to fifty of them and 4,096 characters', () => {
    const literal = fc.stringMatching(/^[a-z0-9]{1,20}$/);
    const joint = fc.constantFrom(' + ', '+', ' .. ', ' +\n  ', '\n  ', ' \\\n  ', ' & ');
    fc.assert(
      fc.property(fc.array(literal, { minLength: 2, maxLength: 60 }), joint, (parts, between) => {
        const text = `${NAME} = ${parts.map((part) => `"${part}"`).join(between)}`;
        const [value] = valuesOf(text, 0, NAME.length);
        expect(value!.joined).toBe(parts.slice(0, 50).join(''));
        expect(value!.end).toBeLessThanOrEqual(text.length - 1);
      }),
    );
    const long = `${NAME} = ${Array.from({ length: 40 }, () => `"${'a'.repeat(500)}"`).join(' + ')}`;
    const [value] = valuesOf(long, 0, NAME.length);
    expect(value!.end - value!.start).toBeLessThanOrEqual(4096);
  });
});
