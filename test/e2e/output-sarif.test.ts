import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { type Sarif, type SarifResult, sarifFaults } from '../support/sarif.ts';
import { groqKey } from '../support/secrets.ts';
import { expiredToken, featureFlagsToken } from '../support/tokens.ts';

async function sarif(args: string[], { path }: TestRepository): Promise<Sarif['runs'][0]> {
  const { out } = await clawback([...args, '--format', 'sarif'], { cwd: path });
  const document: Sarif = JSON.parse(out);
  expect(sarifFaults(document)).toEqual([]);
  return document.runs[0];
}

const uriOf = ({ locations }: SarifResult): string => locations[0]!.physicalLocation.artifactLocation.uri;

function repositoryWith(files: Record<string, string | Uint8Array>): TestRepository {
  const repository = new TestRepository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.commit();
  return repository;
}

describe('the SARIF report', () => {
  it('is valid where there is nothing to report', async () => {
    const run = await sarif(['scan'], new TestRepository());
    expect(run).toMatchObject({
      columnKind: 'utf16CodeUnits',
      tool: { driver: { name: 'clawback', rules: [] } },
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
      results: [],
    });
  });

  it('has a result for each secret and path, with the exact region', async () => {
    const repository = repositoryWith({
      'a.txt': `é😀 = ${groqKey()}\n`,
      'b.txt': `\n\n${groqKey()}\n${groqKey()}\n`,
    });
    const { results } = await sarif(['scan'], repository);
    expect(results.map((result) => [uriOf(result), result.locations.map((at) => at.physicalLocation.region)])).toEqual([
      ['a.txt', [{ startLine: 1, startColumn: 7, endLine: 1, endColumn: 63 }]],
      [
        'b.txt',
        [
          { startLine: 3, startColumn: 1, endLine: 3, endColumn: 57 },
          { startLine: 4, startColumn: 1, endLine: 4, endColumn: 57 },
        ],
      ],
    ]);
  });

  it('gives the fingerprint, and beside it a hash that does not move with the line', async () => {
    const repository = repositoryWith({ 'a.txt': groqKey(), 'b.txt': groqKey() });
    const { findings } = await report(['scan'], { cwd: repository.path });
    const before = (await sarif(['scan'], repository)).results;
    expect(before.map(({ partialFingerprints }) => partialFingerprints['clawback/v1'])).toEqual([
      findings[0]!.fingerprint,
      findings[0]!.fingerprint,
    ]);
    const hashes = before.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}:1$/);
    expect(new Set(hashes).size).toBe(2);
    repository.write('a.txt', `\n\n    key: '${groqKey()}'\n`);
    const after = (await sarif(['scan'], repository)).results;
    expect(after.map(({ partialFingerprints }) => partialFingerprints)).toEqual(
      before.map(({ partialFingerprints }) => partialFingerprints),
    );
  });

  it.each([
    ['with space.txt', 'with%20space.txt'],
    ['a/b#c?d.txt', 'a/b%23c%3Fd.txt'],
    ['100%.txt', '100%25.txt'],
    ['zoë/😀.txt', 'zo%C3%AB/%F0%9F%98%80.txt'],
    ['c:x', 'c%3Ax'],
    ['new\nline', 'new%0Aline'],
    ['back\\slash', 'back%5Cslash'],
    ["quo'te(s)*!", "quo'te(s)*!"],
  ])('writes the path %j as the URI %s', async (path, uri) => {
    const { results } = await sarif(['scan'], repositoryWith({ [path]: groqKey() }));
    expect(results.map(uriOf)).toEqual([uri]);
    expect(decodeURIComponent(uri)).toBe(path);
  });

  it('has results for what is no file', async () => {
    const repository = repositoryWith({ 'a.txt': 'clean\n' });
    const commit = repository.commitFile('b.txt', 'clean\n', `the key is ${groqKey('message')}`);
    repository.git('tag', '-a', 'v1', '-m', `the key is ${groqKey('tag')}`);
    const { results } = await sarif(['audit'], repository);
    expect(results.map(uriOf).sort()).toEqual(
      [`.git/commits/${commit}`, `.git/objects/${repository.git('rev-parse', 'v1')}`].sort(),
    );
    for (const { locations } of results)
      expect(locations[0]!.physicalLocation.region).toMatchObject({ startLine: 1, startColumn: 12 });
  });

  it('marks what was silenced, and by whom', async () => {
    const repository = repositoryWith({
      '.clawback.yaml': 'allow: [{ path: c.txt, reason: "of the\\nconfiguration" }]\n',
      '.clawbackignore': 'b.txt # of the ignore file\n',
      'a.txt': `${groqKey('a')} # clawback:allow -- of the comment\n`,
      'b.txt': groqKey('b'),
      'c.txt': groqKey('c'),
      'd.txt': groqKey('d'),
    });
    const { results } = await sarif(['scan'], repository);
    expect(results.map((result) => [uriOf(result), result.suppressions])).toEqual([
      ['d.txt', undefined],
      ['a.txt', [{ kind: 'inSource', justification: 'of the comment' }]],
      ['b.txt', [{ kind: 'external', justification: 'of the ignore file' }]],
      ['c.txt', [{ kind: 'external', justification: 'of the\\nconfiguration' }]],
    ]);
  });

  it('shows severities as levels, and what is dead as a note', async () => {
    const repository = repositoryWith({
      'a.txt': groqKey(),
      'b.txt': featureFlagsToken(),
      'c.txt': expiredToken(),
    });
    const { results, tool } = await sarif(['scan'], repository);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['groq-api-key', 'error'],
      ['jwt', 'note'],
      ['gitlab-feature-flags-token', 'note'],
    ]);
    expect(
      tool.driver.rules.map(({ id, defaultConfiguration, properties }) => [
        id,
        defaultConfiguration.level,
        properties['security-severity'],
      ]),
    ).toEqual([
      ['groq-api-key', 'error', '9.5'],
      ['jwt', 'warning', '5.5'],
      ['gitlab-feature-flags-token', 'note', '3.0'],
    ]);
  });

  it('says what could not be scanned, and what was left out', async () => {
    const repository = repositoryWith({ 'a.gif': Buffer.from('GIF89a\x01\0\x01\0') });
    repository.write('.clawback.yaml', 'paths: { exclude: [x] }\n');
    const upstream = new TestRepository();
    for (const content of ['1', '2']) upstream.commitFile('a.txt', content);
    const shallow = new TestRepository();
    shallow.git('-c', 'protocol.file.allow=always', 'fetch', '-q', '--depth=1', `file://${upstream.path}`, 'main');
    expect((await sarif(['scan'], repository)).invocations).toMatchObject([
      { executionSuccessful: true, toolExecutionNotifications: [{ level: 'note' }] },
    ]);
    expect((await sarif(['audit'], shallow)).invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', message: { text: expect.stringMatching(/^not scanned: the older history: /) } },
        ],
      },
    ]);
  });

  it('keeps to the 100 locations of a result that GitHub shows', async () => {
    const repository = repositoryWith({ 'a.txt': `${groqKey()}\n`.repeat(150) });
    const { results } = await sarif(['scan'], repository);
    expect(results).toHaveLength(1);
    expect(results[0]!.locations).toHaveLength(100);
  });

  it('names standard input, which has no path', async () => {
    const { out } = await clawback(['scan', '--stdin', '--format', 'sarif'], { cwd: '/', stdin: groqKey() });
    expect(sarifFaults(JSON.parse(out))).toEqual([]);
  });

  it('spells a path that is not UTF-8 by its bytes', async () => {
    const repository = new TestRepository();
    const blob = repository.gitWith({ input: groqKey() }, 'hash-object', '-w', '--stdin');
    const entry = Buffer.concat([Buffer.from(`100644 blob ${blob}\tcaf`), Buffer.from([0xe9, 0])]);
    const tree = repository.gitWith({ input: entry }, 'mktree', '-z');
    repository.git('update-ref', 'refs/heads/main', repository.git('commit-tree', tree, '-m', 'a name'));
    expect((await sarif(['audit'], repository)).results.map(uriOf)).toContain('caf%E9');
  });
});
