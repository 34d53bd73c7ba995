import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, type JsonReport, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { alphanumeric, anthropicKey, characters, groqKey } from '../support/secrets.ts';

const line = (seed: string): string => `key = ${groqKey(seed)}\n`;
const teamKey = (seed: string): string => `${'team'}_${characters('abcdefghijklmnopqrstuvwxyz0123456789', 32, seed)}`;
const pathsIn = ({ findings }: JsonReport): string[] =>
  findings.flatMap((finding) => finding.places.map(({ path }) => path)).sort();

const TEAM_RULE = `rules:
  custom:
    - id: team-key
      title: Key of the team
      severity: high
      anchors: [team_]
      pattern: '(?<key>team_[a-z0-9]{32})(?!\\w)'
      examples: { match: ["k = «team_{lan:32}»"], ignore: ["team_{lan:20}"] }
`;

function repositoryWith(config: string, files: Record<string, string>): TestRepository {
  const repository = new TestRepository();
  repository.write('.clawback.yaml', config);
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.commit();
  return repository;
}

describe.each(['scan', 'audit'])('the configuration of a repository, in %s,', (command) => {
  it('leaves paths out, and counts them', async () => {
    const { path } = repositoryWith('paths: { exclude: ["vendor/**", "*.txt"] }\n', {
      'vendor/.hidden/a': line('vendor'),
      'a.txt': line('text'),
      'sub/b.txt': line('below'),
    });
    const scan = await report([command], { cwd: path });
    expect(pathsIn(scan)).toEqual(['sub/b.txt']);
    expect(scan.scan).toMatchObject({
      complete: true,
      skipped: [{ what: 'excluded paths', count: 2, incomplete: false }],
    });
  });

  it('scans only what it includes, less what it excludes', async () => {
    const { path } = repositoryWith('paths: { include: ["src/**"], exclude: ["src/gen/**"] }\n', {
      'src/a': line('a'),
      'src/gen/b': line('b'),
      c: line('c'),
      'src/new\nline': line('newline'),
    });
    expect(pathsIn(await report([command], { cwd: path }))).toEqual(['src/a', 'src/new\nline']);
  });

  it('switches rules off', async () => {
    const files = { a: line('a'), b: `key = ${anthropicKey()}\n` };
    const { path } = repositoryWith('rules: { disable: [groq-api-key, generic-secret] }\n', files);
    expect((await report([command], { cwd: path })).findings.map(({ rule }) => rule)).toEqual(['anthropic-api-key']);
  });

  it('adds rules', async () => {
    const { path } = repositoryWith(TEAM_RULE, { 'a.txt': `k = ${teamKey('1')}\n`, 'b.txt': line('b') });
    const { findings, run } = await report([command], { cwd: path });
    expect(findings).toMatchObject([
      { rule: 'groq-api-key' },
      {
        rule: 'team-key',
        provider: 'custom',
        title: 'Key of the team',
        severity: 'high',
        confidence: 'high',
        secret: 'team_…(37)',
        places: [{ path: 'a.txt', line: 1, column: 5 }],
      },
    ]);
    expect(run.code).toBe(1);
  });

  it('allows by rule, by path and by fingerprint, and by all that an entry names', async () => {
    const files = {
      'a/one': line('1'),
      'a/two': `key = ${anthropicKey()}\n`,
      'b/three': line('3'),
      'c/four': line('4'),
    };
    const { findings } = await report(['scan'], { cwd: repositoryWith('', files).path });
    const four = findings.find(({ places }) => places[0]!.path === 'c/four')!.fingerprint;
    const { path } = repositoryWith(
      `allow:
  - { rule: groq-api-key, path: "a/**", reason: "a test key" }
  - { path: "b/*", reason: "known" }
  - { fingerprint: ${four}, reason: "revoked" }
  - { rule: groq-api-key, path: "nowhere/**" }
`,
      files,
    );
    const scan = await report([command], { cwd: path });
    expect(scan.findings.map(({ rule, places }) => [rule, places[0]!.path])).toEqual([['anthropic-api-key', 'a/two']]);
    expect(scan.suppressed.map(({ by, reason, places }) => [places[0]!.path, by, reason])).toEqual([
      ['a/one', 'config', 'a test key'],
      ['b/three', 'config', 'known'],
      ['c/four', 'config', 'revoked'],
    ]);
    expect(scan.run.code).toBe(1);
  });
});

describe('a rule of the configuration', () => {
  it('is listed, shown and tested with the others', async () => {
    const { path } = repositoryWith(TEAM_RULE, {});
    expect((await clawback(['rules', 'list'], { cwd: path })).out).toMatch(/^team-key +high +Key of the team$/m);
    expect((await clawback(['rules', 'show', 'team-key'], { cwd: path })).out).toContain(
      'for: (?<key>team_[a-z0-9]{32})',
    );
    expect(await clawback(['rules', 'test', 'team-key'], { cwd: path })).toMatchObject({
      code: 0,
      out: '1 rules: 2 examples right, 0 wrong\n',
    });
  });

  it('fails its test where an example does not hold', async () => {
    const wrong = TEAM_RULE.replace('{lan:32}', '{lan:31}').replace('{lan:20}', '{lan:32}');
    const { path } = repositoryWith(wrong, {});
    const run = await clawback(['rules', 'test', 'team-key'], { cwd: path });
    expect(run.code).toBe(1);
    expect(run.out).toContain('team-key: match 1 is not found\n');
    expect(run.out).toContain('team-key: ignore 1 is reported\n');
  });

  it('may be switched off like any other', async () => {
    const { path } = repositoryWith(`${TEAM_RULE}  disable: [team-key, jwt]\n`, { 'a.txt': `k = ${teamKey('1')}\n` });
    expect((await report(['scan'], { cwd: path })).findings).toEqual([]);
    const list = await clawback(['rules', 'list'], { cwd: path });
    expect(list.out).toMatch(/^jwt .*\(off\)/m);
    expect(await clawback(['rules', 'test'], { cwd: path })).toMatchObject({ code: 0, err: '' });
  });

  it('finds a value by its name and by its JSON path', async () => {
    const { path } = repositoryWith(
      `rules:
  custom:
    - id: team-values
      title: Value of the team
      severity: low
      find:
        - anchors: [team_pass]
          assigned: { name: "team_pass", value: "[a-z0-9]{12,40}" }
        - anchors: [teampath]
          json: ["deep.*.teampath"]
          value: "[a-z0-9]{12,40}"
      examples: { match: ['team_pass = "{lan:20}"', '{"deep": {"x": {"teampath": "{lan:20}"}}}'], ignore: ["team_pass = x"] }
`,
      {
        a: `team_pass = "${characters('abcdefghijkmnpqrstuvwxyz23456789', 20, 'a')}"\n`,
        'b.json': JSON.stringify({
          deep: { er: { teampath: characters('abcdefghijkmnpqrstuvwxyz23456789', 20, 'b') } },
        }),
      },
    );
    expect(await clawback(['rules', 'test', 'team-values'], { cwd: path })).toMatchObject({ code: 0 });
    const { findings, run } = await report(['scan'], { cwd: path });
    expect(findings.map(({ rule, places }) => [rule, places[0]!.path])).toEqual([
      ['team-values', 'a'],
      ['team-values', 'b.json'],
    ]);
    expect(run.code).toBe(0);
  });
});

describe('which configuration counts', () => {
  const off = 'rules: { disable: [groq-api-key, generic-secret] }\n';

  it('is that of the top of the repository, wherever the scan runs', async () => {
    const repository = repositoryWith(off, { 'sub/a': line('a') });
    expect((await report(['scan'], { cwd: join(repository.path, 'sub') })).findings).toEqual([]);
    expect((await report(['scan', join(repository.path, 'sub')], { cwd: '/' })).findings).toEqual([]);
  });

  it('is the same for the rules that are listed', async () => {
    const repository = repositoryWith(off, { 'sub/a': line('a') });
    for (const cwd of [repository.path, join(repository.path, 'sub')])
      expect((await clawback(['rules', 'list'], { cwd })).out).toMatch(/^groq-api-key .*\(off\)$/m);
  });

  it('is not one of a folder below the top', async () => {
    const repository = repositoryWith('', { 'sub/a': line('a'), 'sub/.clawback.yaml': off });
    expect((await report(['scan', 'sub'], { cwd: repository.path })).findings).toHaveLength(1);
  });

  it('is that of the folder that is scanned, outside a repository', async () => {
    const folder = new TestRepository({ path: temporaryFolder() });
    folder.git('update-ref', '-d', 'HEAD');
    folder.write('a', line('a'));
    folder.write('.clawback.yaml', off);
    expect((await report(['scan', folder.path], { cwd: temporaryFolder() })).findings).toEqual([]);
  });

  it('is the one that --config names, instead of the repository’s own', async () => {
    const repository = repositoryWith(off, { 'a.txt': line('a'), 'b.md': line('b') });
    const elsewhere = new TestRepository();
    elsewhere.write('our.yaml', 'paths: { exclude: ["*.md"] }\n');
    const scan = await report(['scan', '--config', join(elsewhere.path, 'our.yaml')], { cwd: repository.path });
    expect(pathsIn(scan)).toEqual(['a.txt']);
    const empty = await report(['scan', '--config', '/dev/null'], { cwd: repository.path });
    expect(pathsIn(empty)).toEqual(['a.txt', 'b.md']);
  });

  it('is read as text, empty or with comments only', async () => {
    for (const config of ['', '# nothing\n', '---\n', '\ufeff', 'paths:\n', 'rules: {}\n']) {
      const { path } = repositoryWith(config, { a: line('a') });
      const run = await clawback(['scan'], { cwd: path });
      if (config === 'paths:\n') expect(run.err).toBe('clawback: .clawback.yaml:1: paths: must be a mapping\n');
      else expect(run.code).toBe(1);
    }
  });
});

describe('what a repository’s own configuration changed', () => {
  it('is said in the text report', async () => {
    const { path } = repositoryWith(
      `${TEAM_RULE}  disable: [jwt, generic-secret]
paths: { include: ["src/**"], exclude: ["src/x"] }
report: { min-confidence: low, fail-on: [high] }
`,
      { 'src/x': line('x') },
    );
    const { out } = await clawback(['scan'], { cwd: path });
    expect(out).toContain(
      '.clawback.yaml switches off jwt, generic-secret; adds a rule; scans only src/**; leaves out src/x; reports from low confidence on; fails on high\n',
    );
  });

  it('is said of an allowlist by what it silenced', async () => {
    const { path } = repositoryWith('allow: [{ path: "a" }]\n', { a: line('a') });
    expect((await clawback(['scan'], { cwd: path })).out).toContain('silenced: 1 by the configuration\n');
  });

  it('is said with control characters spelt out', async () => {
    const { path } = repositoryWith('paths: { exclude: ["a\\e[31m\\u202e\\nb"] }\n', {});
    const { out } = await clawback(['scan'], { cwd: path });
    expect(out).toContain('.clawback.yaml leaves out a\\u{1b}[31m\\u{202e}\\nb\n');
  });

  it('is nothing where it changes nothing', async () => {
    const { path } = repositoryWith('report: { min-confidence: medium }\n', { a: 'clean\n' });
    expect((await clawback(['scan'], { cwd: path })).out).toMatch(/^no leaks in 2 files, \d+ bytes\n$/);
  });
});

it('a secret of the configuration’s own rule is masked wherever it stands', async () => {
  const secret = teamKey(alphanumeric(3, 'seed'));
  const { path } = repositoryWith(TEAM_RULE, { [`${secret}/file`]: `k = ${secret}\n` });
  const run = await clawback(['scan'], { cwd: path });
  expect(run.out).toContain('team_…(37)/file:1:5');
  expect(run.out).not.toContain(secret.slice(5, 12));
});
