import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, type Run } from '../support/clawback.ts';
import { givenAway, type Hidden } from '../support/pieces.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';
import { weakPassword } from '../support/tokens.ts';

const key = groqKey('error');
const password = weakPassword('error');
const hidden: Hidden[] = [
  { name: 'key', value: key, prefix: 'gsk_' },
  { name: 'password', value: password },
  { name: 'long key', value: anthropicKey('error'), prefix: 'sk-ant-api03-' },
];

function expectNothingGivenAway({ out, err }: Run): void {
  expect(givenAway(out + err, hidden)).toEqual([]);
}

describe('a word of the command line that is a secret is masked in the error', () => {
  it.each([
    [[key]],
    [['scan', key]],
    [['scan', `--${key}`]],
    [['scan', `--${key}=${key}`]],
    [['scan', '--format', key]],
    [['scan', `--format=${key}`]],
    [['scan', '--jobs', key]],
    [['scan', '--min-confidence', key]],
    [['scan', '--config', `/x/${key}`]],
    [['scan', '--baseline', key]],
    [['scan', '--output', `/no/${key}/x`]],
    [['scan', '--stdin', key]],
    [['scan', `--quiet=${key}`]],
    [['staged', key]],
    [['range', key]],
    [['range', `${key}..HEAD`]],
    [['range', `HEAD..${key}`]],
    [['audit', key]],
    [['audit', '.', key]],
    [['baseline', key]],
    [['rules', key]],
    [['rules', 'show', key]],
    [['rules', 'test', key]],
    [['rules', 'list', key]],
    [['scan', `OPENCLAW_GATEWAY_PASSWORD=${password}`]],
    [[`--token=${anthropicKey('error')}`]],
  ])('%#', async (args) => {
    const repository = new TestRepository();
    repository.commit();
    const run = await clawback(args, { cwd: repository.path });
    expect(run.code).toBe(2);
    expect(run.out).toBe('');
    expectNothingGivenAway(run);
  });

  it('in the folder that we are in', async () => {
    const folder = join(temporaryFolder(), key);
    mkdirSync(folder);
    for (const args of [['audit'], ['staged'], ['baseline'], ['scan', '--output', '.'], ['scan', 'x']])
      expectNothingGivenAway(await clawback(args, { cwd: folder }));
  });

  it('in a ref of a push', async () => {
    const { path } = new TestRepository();
    const run = await clawback(['range', '--since-push'], { cwd: path, stdin: `refs/heads/${key} x y z\n` });
    expect(run.code).toBe(2);
    expectNothingGivenAway(run);
  });
});

describe('a file that cannot be read is refused without a word of it', () => {
  const files: [string, string, string[]][] = [
    [
      'YAML',
      '.clawback.yaml',
      [`a: [${key}`, `${key}: 1`, `rules:\n  ${key}: 1`, `paths: ${key}`, `"${key}`, `- ${key}`, `? ${key}\n: {`],
    ],
    [
      'passwords',
      '.clawback.yaml',
      [
        `paths: {exclude: "${password}`,
        `${password}: x`,
        `password: ${password}`,
        `report: { fail-on: ["${password}"] }`,
      ],
    ],
    [
      'names',
      '.clawback.yaml',
      [
        `rules: { disable: ["${key}"] }`,
        `allow: [{ rule: "${key}" }]`,
        `allow: [{ fingerprint: "${key}" }]`,
        `allow: [{ ${password}: 1 }]`,
      ],
    ],
    [
      'rules',
      '.clawback.yaml',
      [
        `rules:\n  custom:\n    - id: x\n      title: ${key}\n      severity: ${password}\n`,
        `rules:\n  custom:\n    - { id: ${key} }\n`,
        `rules:\n  custom:\n    - { id: x, title: x, severity: high, anchors: [abc], pattern: '(?<key>${key}(', examples: { match: [x], ignore: [x] } }\n`,
        `rules:\n  custom:\n    - { id: x, title: x, severity: high, anchors: [abc], pattern: '(?<key>(?:${password})+)', examples: { match: [x], ignore: [x] } }\n`,
        `rules:\n  custom:\n    - { id: x, title: x, severity: high, anchors: ["${password}"], pattern: '${password}', examples: { match: [x], ignore: [x] } }\n`,
      ],
    ],
    ['ignored', '.clawbackignore', [`cb1_${key}`, `cb1_123 # ${password}`, `cb1k_00000000_${'0'.repeat(32)} # ${key}`]],
    [
      'baselines',
      'known.json',
      [
        `{"${key}": `,
        `"${key}"`,
        `{"version": "${key}"}`,
        `{"version":1,"key":"none","findings":[{"fingerprint":"${key}"}]}`,
        `{"version":1,"key":"none","findings":[],"${key}":1}`,
        password,
        `{"version":1,"key":"none","findings":[{"${key}":1}]}`,
      ],
    ],
  ];

  it.each(files.flatMap(([kind, file, texts]) => texts.map((text, index) => [kind, index, file, text] as const)))(
    '%s, %d',
    async (_, __, file, text) => {
      const repository = new TestRepository();
      repository.write(file, text);
      const flags = file === 'known.json' ? ['--baseline', file] : [];
      const run = await clawback(['scan', ...flags], { cwd: repository.path });
      expect(run).toMatchObject({ code: 2, out: '' });
      expectNothingGivenAway(run);
    },
  );

  it('nor is a configuration quoted that can be read', async () => {
    const repository = new TestRepository();
    repository.write(
      '.clawback.yaml',
      `paths: { exclude: ["x/${key}/**"], include: ["**", "${anthropicKey('error')}"] }\nallow: [{ path: "y", reason: "was ${key}" }]\n`,
    );
    repository.write('y', `key = ${groqKey('other')}\n`);
    for (const format of ['text', 'json', 'jsonl', 'sarif'])
      expectNothingGivenAway(await clawback(['scan', '--format', format], { cwd: repository.path }));
  });

  it('nor are the texts of a rule of the repository’s own', async () => {
    const repository = new TestRepository();
    repository.write(
      '.clawback.yaml',
      `rules:
  custom:
    - id: team-key
      title: Like ${key}
      description: Not ${key}
      severity: high
      anchors: [team_]
      pattern: '(?<key>team_[a-z0-9]{20})'
      examples: { match: ["team_{lan:20}"], ignore: ["team_x"] }
      remedy: { console: "https://x/${key}", steps: ["Take ${key} out"] }
`,
    );
    repository.write('a.txt', `k = team_${'a1b2c3d4e5f6g7h8i9j0'}\n`);
    for (const format of ['text', 'json', 'jsonl', 'sarif'])
      expectNothingGivenAway(await clawback(['scan', '--format', format], { cwd: repository.path }));
  });
});

it.each([[], ['--format', 'json']])(
  'a rule of the repository’s own is shown without the secrets in it',
  async (...flags) => {
    const repository = new TestRepository();
    repository.write(
      '.clawback.yaml',
      `rules:\n  custom:\n    - { id: x-rule, title: x, severity: high, anchors: [abc], pattern: '(?<key>abc${key})', examples: { match: ["${key}"], ignore: ["${key}"] } }\n`,
    );
    const run = await clawback(['rules', 'show', 'x-rule', ...flags], { cwd: repository.path });
    expect(run.code).toBe(0);
    expectNothingGivenAway(run);
  },
);

it('a link in the place of a configuration does not lead out of the tree', async () => {
  const repository = new TestRepository();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.yml'), 'database_password: x\n');
  repository.link('.clawback.yaml', join(folder, 'settings.yml'));
  const run = await clawback(['scan'], { cwd: repository.path });
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toMatch(/it is a link to somewhere else/);
  expect(run.err).not.toContain('database');
});

describe('what could not be scanned is named without a secret', () => {
  it('in its name', async () => {
    const repository = new TestRepository();
    repository.write(`${key}/huge`, '');
    truncateSync(join(repository.path, key, 'huge'), 2 ** 30 + 1);
    for (const format of ['text', 'json', 'jsonl', 'sarif']) {
      const run = await clawback(['scan', '--format', format], { cwd: repository.path });
      expect(run.code).toBe(2);
      expectNothingGivenAway(run);
    }
  });
});
