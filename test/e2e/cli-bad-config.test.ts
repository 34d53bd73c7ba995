import { describe, expect, it } from 'vitest';
import { refused } from '../support/refusal.ts';
import { TestRepository } from '../support/repository.ts';

/** What the program says of a configuration. */
async function complaint(config: string, args: string[] = ['scan'], file = '.clawback.yaml'): Promise<string> {
  const repository = new TestRepository();
  repository.write(file, config);
  return refused(args, { cwd: repository.path });
}

const RULE = `rules:
  custom:
    - id: team-key
      title: Team key
      severity: high
      anchors: [team_]
      pattern: '(?<key>team_[a-z0-9]{20})'
      examples: { match: ["team_{lan:20}"], ignore: ["team_x"] }
`;

describe('a configuration that cannot be read is refused with file, line and what is allowed', () => {
  it.each([
    ['an open bracket', 'paths:\n  exclude: [a\n', /^\.clawback\.yaml:[23]: not valid YAML \(.+\)$/],
    ['wrong indentation', 'paths:\n  exclude: []\n include: []\n', /^\.clawback\.yaml:3: not valid YAML \(.+\)$/],
    ['a tab', 'paths:\n\texclude: []\n', /^\.clawback\.yaml:2: not valid YAML \(.+\)$/],
    ['a key twice', 'allow: []\npaths: {}\nallow: []\n', /^\.clawback\.yaml:3: not valid YAML \(a key stands twice\)$/],
    ['two documents', 'paths: {}\n---\nrules: {}\n', /^\.clawback\.yaml:[23]: not valid YAML \(.+\)$/],
    ['an alias to nothing', 'paths: *nowhere\n', /^\.clawback\.yaml(?::1)?: not valid YAML \(.+\)$/],
    ['a list at the top', '- paths\n', /^\.clawback\.yaml:1: must be a mapping$/],
    ['a text at the top', 'just words\n', /^\.clawback\.yaml:1: must be a mapping$/],
    ['an unknown key', 'paths: {}\nreport: {}\nnope: 1\n', /^\.clawback\.yaml:3: unknown key "nope"$/],
    ['an unknown key below', 'paths:\n  exclude: []\n  only: []\n', /^\.clawback\.yaml:3: paths: unknown key "only"$/],
    ['a number for a list', 'paths:\n  exclude: 3\n', /^\.clawback\.yaml:2: paths\.exclude: must be a list$/],
    ['a list for a mapping', 'paths: []\n', /^\.clawback\.yaml:1: paths: must be a mapping$/],
    [
      'a number for a text',
      'paths:\n  exclude:\n    - a\n    - 7\n',
      /^\.clawback\.yaml:4: paths\.exclude\[1\]: must be a string$/,
    ],
    [
      'a severity that is none',
      'report:\n  fail-on: [high, bogus]\n',
      /^\.clawback\.yaml:2: report\.fail-on\[1\]: must be one of critical, high, medium, low, info$/,
    ],
    [
      'a confidence that is none',
      'report:\n  min-confidence: sure\n',
      /^\.clawback\.yaml:2: report\.min-confidence: must be one of high, medium, low$/,
    ],
    [
      'an entry that allows everything',
      'allow:\n  - reason: because\n',
      /^\.clawback\.yaml:2: allow\[0\]: needs a rule, a path or a fingerprint$/,
    ],
    [
      'a fingerprint that is none',
      'allow:\n  - rule: jwt\n  - fingerprint: cb1_123\n',
      /^\.clawback\.yaml:3: allow\[1\]\.fingerprint: is not a fingerprint \(cb1_…\)$/,
    ],
    [
      'a rule that is not there',
      'paths: {}\nrules:\n  disable: [jwt, nosuch]\n',
      /^\.clawback\.yaml:3: .*there is no rule "nosuch": "clawback rules list" names them all$/,
    ],
    [
      'an entry for a rule that is not there',
      'allow:\n  - rule: nosuch\n',
      /^\.clawback\.yaml:2: .*there is no rule "nosuch": "clawback rules list" names them all$/,
    ],
  ])('%s', async (_, config, line) => {
    expect(await complaint(config)).toMatch(line);
  });

  it('counts the lines of a file with CRLF and a byte order mark', async () => {
    expect(await complaint('\ufeffpaths: {}\r\nreport:\r\n  fail-on: 3\r\n')).toBe(
      '.clawback.yaml:3: report.fail-on: must be a list',
    );
  });

  it('refuses aliases that would fill the memory', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) => [...pair]))
      bomb.push(`${to}: &${to} [${`*${from}, `.repeat(9).slice(0, -2)}]`);
    expect(await complaint(bomb.join('\n'))).toMatch(/^\.clawback\.yaml(?::\d+)?: not valid YAML \(.*alias.*\)$/);
  });

  it('names the file that --config names, and where rules are listed', async () => {
    expect(await complaint('paths: 3\n', ['scan', '--config', 'ci/our.yaml'], 'ci/our.yaml')).toBe(
      'ci/our.yaml:1: paths: must be a mapping',
    );
    expect(await complaint('paths: 3\n', ['rules', 'list'])).toBe('.clawback.yaml:1: paths: must be a mapping');
  });

  it.each(['scan', 'staged', 'audit', 'baseline'])('is no matter of the command: %s refuses it', async (command) => {
    expect(await complaint('nope: 1\n', [command])).toBe('.clawback.yaml:1: unknown key "nope"');
  });
});

describe('what only an operator may set is refused in a repository', () => {
  it.each(['providers', 'openclaw', 'verify', 'revoke'])('%s', async (key) => {
    expect(await complaint(`paths: {}\n${key}:\n  enabled: true\n`)).toMatch(
      new RegExp(`^\\.clawback\\.yaml:2: "${key}" `),
    );
    expect(await complaint(`paths: {}\n"${key}": {}\n`)).toMatch(new RegExp(`^\\.clawback\\.yaml:2: "${key}" `));
    expect(await complaint(`{ "${key}": {} }\n`)).toMatch(/^\.clawback\.yaml:1: /);
  });
});

describe('a rule that cannot be used is refused with file and line', () => {
  const AT = /^\.clawback\.yaml:\d+: /;

  it.each([
    ['a repeat without end', "pattern: '(?<key>team_[a-z]+)'", /without end: give the repeat an upper bound/],
    ['repeats that explode', "pattern: '(?<key>team_(?:[a-z]{1,90}){1,90}Z)'", /can backtrack without bound/],
    ['a pattern that is none', "pattern: '(?<key>team_[a-z'", /pattern is not a regular expression/],
    ['a back reference', "pattern: '(?<key>team_(a)\\2)'", /has a back reference/],
    [
      'a match without limit',
      "pattern: '(?<key>team_[a-z]{1,90000})'",
      /can match 90005 characters, more than the 20000/,
    ],
    ['a pattern without a key', "pattern: 'team_[a-z0-9]{20}'", /pattern has no capture named "key"/],
    ['a short anchor', 'anchors: [te]', /anchors\[0\]: must have at least 3 characters/],
    ['no examples', 'examples: { match: [], ignore: [] }', /examples\.match: must have at least 1/],
    ['an id with capitals', 'id: Team_Key', /id: use lower-case words joined by "-"/],
    ['an unknown check', 'checks: [ask-the-oracle]', /checks\[0\]: must be one of /],
    ['a key of verification', 'verify: { get: /me }', /unknown key "verify"/],
    ['the id of a built-in rule', 'id: groq-api-key', /"groq-api-key" is the id of a built-in rule: choose another/],
  ])('%s', async (_, change, complains) => {
    const key = change.split(':')[0]!;
    const known = new RegExp(`^(      |    - )${key}:.*$`, 'm');
    const config = known.test(RULE) ? RULE.replace(known, (_, lead) => lead + change) : `${RULE}      ${change}\n`;
    const line = await complaint(config);
    expect(line).toMatch(complains);
    expect(line).toMatch(AT);
  });

  it('an id that stands twice', async () => {
    const line = await complaint(RULE + RULE.split('\n').slice(2).join('\n'));
    expect(line).toMatch(/rule team-key: this id is used twice$/);
    expect(line).toMatch(AT);
  });
});
