import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ClawbackError } from '../../src/domain/errors.ts';
import { loadProviders } from '../../src/rules/load.ts';
import { providerSchema } from '../../src/rules/schema.ts';
import { readYaml } from '../../src/rules/yaml.ts';
import { alphanumeric } from '../support/secrets.ts';

/** A provider file, line by line; tests break one thing in it. */
const FILE = `id: acme
name: Acme
remedy:
  steps: [Replace it.]
rules:
  - id: acme-key
    title: Acme key
    severity: high
    anchors: [acme_]
    pattern: "(?<key>acme_[a-z]{20})"
    examples: { match: ["x"], ignore: ["y"] }
`;

/** Something that must never be quoted. */
const VALUE = `hunter2${alphanumeric(16, 'yaml')}`;

/** The error that a file gives. */
function errorOf(
  text: string,
  read: () => unknown = () => readYaml(text, 'rules/acme.yaml', providerSchema, 'bad-rule'),
): ClawbackError {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ClawbackError);
    return error as ClawbackError;
  }
  throw new Error('it was read');
}

const broken = (from: string | RegExp, to: string): string => {
  const text = FILE.replace(from, to.replaceAll('VALUE', VALUE));
  expect(text).not.toBe(FILE);
  return text;
};

describe('a file that is right', () => {
  it('is read, with what it leaves out filled in', () => {
    const provider = readYaml(FILE, 'rules/acme.yaml', providerSchema, 'bad-rule');
    expect(provider).toMatchObject({
      id: 'acme',
      env: [],
      rules: [{ id: 'acme-key', specificity: 'provider', entropy: 0, checks: [], hints: [] }],
    });
  });

  it('may be JSON, and may use anchors', () => {
    const schema = z.strictObject({ a: z.array(z.string()), b: z.array(z.string()) });
    expect(readYaml('{"a": ["x"], "b": []}', 'f', schema, 'bad-config')).toEqual({ a: ['x'], b: [] });
    expect(readYaml('a: &list [x]\nb: *list\n', 'f', schema, 'bad-config')).toEqual({ a: ['x'], b: ['x'] });
  });
});

describe('a file that is wrong', () => {
  it.each<[string, string, number, string]>([
    [
      'a severity that is none',
      broken('severity: high', 'severity: VALUE'),
      8,
      'rules[0].severity: must be one of critical, high, medium, low, info',
    ],
    ['an id of other letters', broken('acme-key', 'VALUE'), 6, 'rules[0].id: use lower-case words joined by "-"'],
    ['no title', broken('    title: Acme key\n', ''), 6, 'rules[0].title: is missing'],
    ['a list for a title', broken('Acme key', '[VALUE]'), 7, 'rules[0].title: must be a string'],
    ['a text for steps', broken('[Replace it.]', 'VALUE'), 4, 'remedy.steps: must be a list'],
    ['no steps', broken('[Replace it.]', '[]'), 4, 'remedy.steps: must have at least 1'],
    ['a mapping for rules', broken(/rules:[\s\S]*/, 'rules: { a: VALUE }\n'), 5, 'rules: must be a list'],
    [
      'an anchor that stands everywhere',
      broken('[acme_]', '[abc, ab]'),
      9,
      'rules[0].anchors[1]: must have at least 3 characters',
    ],
    ['a number for an anchor', broken('[acme_]', '[12345]'), 9, 'rules[0].anchors[0]: must be a string'],
    [
      'an entropy that cannot be',
      broken('severity: high', 'severity: high\n    entropy: 9'),
      9,
      'rules[0].entropy: must be at most 8',
    ],
    [
      'a check that is none',
      broken('severity: high', 'severity: high\n    checks: [VALUE]'),
      9,
      'rules[0].checks[0]: must be one of atlassian-crc32, aws-access-key-id, ',
    ],
    [
      'too many lines',
      broken('severity: high', 'severity: high\n    lines: 21'),
      9,
      'rules[0].lines: must be at most 20',
    ],
    [
      'an address that is no https',
      broken('  steps', '  console: http://VALUE\n  steps'),
      4,
      'remedy.console: use an https:// address',
    ],
    [
      'an example of another form',
      broken('["x"]', '[{ text: 5 }]'),
      11,
      'rules[0].examples.match[0].text: must be a string',
    ],
    ['a list at the top', `- ${VALUE}\n`, 1, 'must be a mapping'],
    ['a text at the top', VALUE, 1, 'must be a mapping'],
    ['a tab', broken('  steps', '\tsteps'), 4, 'not valid YAML (a tab is used for indentation)'],
    ['a key that stands twice', `${FILE}id: ${VALUE}\n`, 12, 'not valid YAML (a key stands twice)'],
    [
      'a quote that never closes',
      broken('name: Acme', 'name: "VALUE'),
      2,
      'not valid YAML (a closing quote or bracket is missing)',
    ],
    ['two documents', `${FILE}---\nid: ${VALUE}\n`, 12, 'not valid YAML (multiple docs)'],
    ['an unknown key at the top', `${FILE}colour: ${VALUE}\n`, 12, 'unknown key "colour"'],
    [
      'an unknown key of a rule',
      broken('    anchors', '    colour: VALUE\n    anchors'),
      9,
      'rules[0]: unknown key "colour"',
    ],
    [
      'an unknown key of an example',
      broken('["x"]', '[{ text: VALUE, pth: x }]'),
      11,
      'rules[0].examples.match[0]: unknown key "pth"',
    ],
  ])('says where and what is allowed: %s', (_, text, line, message) => {
    const error = errorOf(text);
    expect(error.code).toBe('bad-rule');
    expect(error.message).not.toContain(VALUE);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(new RegExp(`^rules/acme\\.yaml:${line}: `));
  });

  it('that has an alias for nothing, or for too much, is not read', () => {
    const bomb = ['a', 'b', 'c', 'd']
      .map((name, i) => `${name}: &${name} [${Array(9).fill(i ? `*${'abcd'[i - 1]}` : 'x')}]`)
      .join('\n');
    for (const text of [broken('name: Acme', 'name: *nothing'), `${bomb}\n`]) {
      expect(errorOf(text).message).toContain('an alias names nothing, or there are too many');
    }
  });

  it('is never quoted, whatever of it is a secret', () => {
    const keys = [`${VALUE}: 1`, `sk-${VALUE}: { a: b }`, `? [${VALUE}]\n: 1`, `"${VALUE} ": 1`];
    const texts = [
      ...keys.map((key) => `${FILE}${key}\n`),
      ...FILE.split('\n').flatMap((line, at, lines) => {
        const put = (text: string): string => [...lines.slice(0, at), text, ...lines.slice(at + 1)].join('\n');
        return [
          put(`${line}: ${VALUE}`),
          put(line.replace(/: .*/, `: ${VALUE}`)),
          put(`${line} "${VALUE}`),
          put(`  ${VALUE}`),
          put(line.replace(/: .*/, `: { ${VALUE}: [${VALUE}, "] }`)),
        ];
      }),
    ];
    let failed = 0;
    for (const text of texts) {
      try {
        loadProviders([{ name: 'rules/acme.yaml', text }]);
      } catch (error) {
        failed += 1;
        expect(`${(error as Error).message}`).not.toContain(VALUE);
      }
    }
    expect(failed).toBeGreaterThan(40);
  });

  it('has a prototype that nobody reaches', () => {
    expect(errorOf(`${FILE}__proto__: { polluted: true }\n`).message).toContain('unknown key');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('provider files', () => {
  const load = (text: string, name = 'rules/acme.yaml') => loadProviders([{ name, text }]);

  it('are compiled, with the texts that people read', () => {
    const { rules, texts } = load(FILE);
    expect(rules).toMatchObject([
      { id: 'acme-key', provider: 'acme', detectors: [{ kind: 'pattern', anchors: ['acme_'] }] },
    ]);
    expect(texts).toMatchObject([
      { id: 'acme-key', providerName: 'Acme', remedy: { console: null, steps: ['Replace it.'] } },
    ]);
  });

  it('are named after their provider', () => {
    expect(() => load(FILE, 'rules/other.yaml')).toThrow(
      'rules/other.yaml: a provider file is named after its id, "acme.yaml"',
    );
  });

  it('name the file where a pattern in it is refused', () => {
    const error = errorOf('', () => load(broken('{20}', '+')));
    expect(error.message).toContain('rule acme-key: pattern can repeat "[a-z]+" without end');
    expect(error.message).toContain('rules/acme.yaml');
  });
});
