import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

function repositoryWith(files: Record<string, string>): TestRepository {
  const repository = new TestRepository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.commit();
  return repository;
}

const line = (seed: string): string => `key = ${groqKey(seed)}\n`;

describe('.clawbackignore', () => {
  it('silences by glob, with the reason behind the hash', async () => {
    const { path } = repositoryWith({
      '.clawbackignore': [
        '# what we know',
        '',
        'docs/** # examples that never worked',
        '*.md',
        '  **/spaced name/*     #   trimmed  ',
        'with\\#hash',
        'r#w',
        '',
      ].join('\r\n'),
      'docs/deep/er.txt': line('1'),
      'top.md': line('2'),
      'sub/not.md': line('3'),
      'a/spaced name/x': line('4'),
      'with#hash': line('5'),
      'r#w': line('6'),
    });
    const { findings, suppressed, run } = await report(['scan'], { cwd: path });
    expect(findings.map(({ places }) => places[0]!.path)).toEqual(['sub/not.md']);
    expect(suppressed.map(({ by, reason, places }) => [places[0]!.path, by, reason])).toEqual([
      ['a/spaced name/x', 'ignore-file', 'trimmed'],
      ['docs/deep/er.txt', 'ignore-file', 'examples that never worked'],
      ['r#w', 'ignore-file', ''],
      ['top.md', 'ignore-file', ''],
      ['with#hash', 'ignore-file', ''],
    ]);
    expect(run.code).toBe(1);
  });

  it('silences by fingerprint, at every place and in the history', async () => {
    const repository = repositoryWith({ 'a.txt': line('1'), 'b.txt': line('1'), 'c.txt': line('2') });
    const { findings } = await report(['scan'], { cwd: repository.path });
    const { fingerprint } = findings.find(({ occurrences, places }) => occurrences === 1 && places.length === 2)!;
    repository.write('.clawbackignore', `${fingerprint} # revoked in May\n`);
    for (const command of ['scan', 'audit']) {
      const after = await report([command], { cwd: repository.path });
      expect(after.findings).toMatchObject([{ places: [{ path: 'c.txt' }] }]);
      expect(after.suppressed).toMatchObject([
        { fingerprint, by: 'ignore-file', reason: 'revoked in May', places: [{ path: 'a.txt' }, { path: 'b.txt' }] },
      ]);
    }
  });

  it('is counted in the text report', async () => {
    const { path } = repositoryWith({ '.clawbackignore': '*.txt\n', 'a.txt': line('1'), 'b.txt': line('2') });
    const { out, code } = await clawback(['scan'], { cwd: path });
    expect(out).toContain('silenced: 2 by .clawbackignore\n');
    expect(code).toBe(0);
  });

  it('still reports the place that it does not name', async () => {
    const { path } = repositoryWith({ '.clawbackignore': 'a.txt\n', 'a.txt': line('1'), 'b.txt': line('1') });
    const { findings, suppressed } = await report(['scan'], { cwd: path });
    expect(findings.map(({ places }) => places.map(({ path }) => path))).toEqual([['b.txt']]);
    expect(suppressed.map(({ places }) => places.map(({ path }) => path))).toEqual([['a.txt']]);
  });
});

it('.clawbackignore takes no comment for a glob, and no glob for a comment', async () => {
  const { path } = repositoryWith({
    '.clawbackignore': '# a.txt\n#a.txt\n   # a.txt\n# **\n',
    'a.txt': line('1'),
    '#a.txt': line('2'),
    '# a.txt': line('3'),
    '# ': line('4'),
  });
  expect((await report(['scan'], { cwd: path })).findings).toHaveLength(4);
});

describe('an inline comment', () => {
  const key = groqKey('inline');

  it.each([
    ['on the line', `key = "${key}"  # clawback:allow -- a test key\n`, 'a test key'],
    ['on the line before', `// clawback:allow -- for the docs\nkey = "${key}"\n`, 'for the docs'],
    ['for this rule', `key = "${key}" # clawback:allow groq-api-key\n`, 'clawback:allow'],
    ['of gitleaks', `key = "${key}" # gitleaks:allow\n`, 'gitleaks:allow'],
    ['of trufflehog', `key = "${key}" // trufflehog:ignore\n`, 'trufflehog:ignore'],
    ['of detect-secrets', `key = "${key}"  # pragma: allowlist secret\n`, 'pragma: allowlist secret'],
    [
      'of detect-secrets before',
      `# pragma: allowlist nextline secret\nkey = "${key}"\n`,
      'pragma: allowlist nextline secret',
    ],
    ['with a reason in any language', `key = "${key}" # clawback:allow -- für später 日本 😀\n`, 'für später 日本 😀'],
    ['within another comment', `<!-- clawback:allow -- an example -->\n<a key="${key}">\n`, 'an example'],
  ])('silences %s', async (_, content, reason) => {
    const { path } = repositoryWith({ 'a.txt': content });
    const { findings, suppressed, run } = await report(['scan'], { cwd: path });
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ by: 'inline', reason, rule: 'groq-api-key' }]);
    expect(run.code).toBe(0);
  });

  it.each([
    ['for another rule', `key = "${key}" # clawback:allow anthropic-api-key\n`],
    ['two lines before', `# clawback:allow\n\nkey = "${key}"\n`],
    ['on the line behind', `key = "${key}"\n# clawback:allow\n`],
  ])('silences nothing %s', async (_, content) => {
    const { path } = repositoryWith({ 'a.txt': content });
    expect((await report(['scan'], { cwd: path })).findings).toHaveLength(1);
  });

  it('covers the object that it stands in, and none that is older', async () => {
    const repository = new TestRepository();
    const old = repository.commitFile('a.txt', `key = "${key}"\n`);
    repository.commitFile('a.txt', `key = "${key}" # clawback:allow -- known\n`);
    const scan = await report(['scan'], { cwd: repository.path });
    expect(scan).toMatchObject({ findings: [], suppressed: [{ by: 'inline', reason: 'known' }] });
    const audit = await report(['audit'], { cwd: repository.path });
    expect(audit.findings).toMatchObject([{ occurrences: 1, places: [{ path: 'a.txt', commit: old }] }]);
    expect(audit.suppressed).toMatchObject([{ by: 'inline', reason: 'known' }]);
    expect(audit.run.code).toBe(1);
  });
});

it('who silenced what is counted in one line', async () => {
  const { path } = repositoryWith({
    '.clawback.yaml': 'allow: [{ path: "c.txt" }]\n',
    '.clawbackignore': 'b.txt\n',
    'a.txt': `${line('1').trim()} # clawback:allow\n`,
    'b.txt': line('2'),
    'c.txt': line('3'),
  });
  const { out, code } = await clawback(['scan'], { cwd: path });
  expect(out).toContain('silenced: 1 by the configuration, 1 by .clawbackignore, 1 by comments\n');
  expect(code).toBe(0);
});
