import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, githubToken } from '../support/secrets.ts';

const key = anthropicKey();
const token = githubToken();
const mask = `${token.slice(0, 4)}…(40)`;

describe('audit finds a token in', () => {
  it.each([
    { where: 'a file name', path: `notes ${token}.txt`, masked: `notes ${mask}.txt`, column: 7 },
    { where: 'a folder name', path: `backup/${token}/a.txt`, masked: `backup/${mask}/a.txt`, column: 8 },
    { where: 'a name behind non-ASCII text', path: `naïve 🦞/${token}`, masked: `naïve 🦞/${mask}`, column: 10 },
  ])('$where, and masks the path that it stands in', async ({ path, masked, column }) => {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    repository.stage(path, 'nothing here\n');
    const commit = repository.commitStaged();
    const { findings, run } = await report(['audit'], { cwd: repository.path });
    expect(run.code).toBe(1);
    expect(findings).toMatchObject([
      {
        rule: 'github-pat',
        places: [
          {
            kind: 'filename',
            path: masked,
            line: 1,
            column,
            endColumn: column + token.length,
            commit,
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
    expect(run.out).not.toContain(token.slice(8));
  });

  it('the name of a file that was deleted since', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile(`${token}.txt`, 'nothing here\n', 'a commit');
    repository.git('rm', '-q', '-r', '.');
    repository.commitStaged();
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'filename', path: `${mask}.txt`, commit, reachable: true, present: false }] },
    ]);
  });

  it('the name of a link to another repository', async () => {
    const repository = new TestRepository();
    repository.stageObject(`deps/${token}`, '1'.repeat(40), '160000');
    const commit = repository.commitStaged();
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(scan.complete).toBe(true);
    expect(findings).toMatchObject([{ places: [{ kind: 'filename', path: `deps/${mask}`, column: 6, commit }] }]);
  });

  it('a name that is only in the index', async () => {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    repository.stage(`new/${token}.txt`, 'nothing here\n');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        places: [{ kind: 'filename', path: `new/${mask}.txt`, column: 5, commit: '', reachable: true, present: true }],
      },
    ]);
  });

  it('a name of which the file holds another secret', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile(`${token}/a.env`, `KEY=${key}\n`, 'a commit');
    const { findings, run } = await report(['audit'], { cwd: repository.path });
    expect(findings.flatMap((finding) => finding.places)).toMatchObject([
      { kind: 'filename', path: `${mask}/a.env`, line: 1, column: 1, commit },
      { kind: 'file', path: `${mask}/a.env`, line: 1, column: 5, commit },
    ]);
    expect(run.out).not.toContain(token.slice(8));
  });

  it('no format shows it', async () => {
    const repository = new TestRepository();
    repository.commitFile(`${token}/a.env`, `KEY=${key}\n`, 'a commit');
    for (const format of ['text', 'json', 'jsonl', 'sarif']) {
      const run = await clawback(['audit', '--format', format], { cwd: repository.path });
      expect(run.code).toBe(1);
      expect(run.out + run.err).not.toContain(token.slice(8, 20));
      expect(run.out + run.err).not.toContain(key.slice(20, 32));
    }
  });
});

const paths = [
  { what: 'spaces', path: ' a  file .env ' },
  { what: 'double quotes', path: 'a "quoted".env' },
  { what: 'single quotes', path: "it's.env" },
  { what: 'a backslash', path: 'a\\b\\n.env' },
  { what: 'a tab', path: 'a\tb.env' },
  { what: 'a newline', path: 'a\nb.env' },
  { what: 'a newline and an accent', path: 'é\nb.env' },
  { what: 'a newline at its end', path: 'folder/a.env\n' },
  { what: 'a carriage return at its end', path: 'Icon\r' },
  { what: 'escape characters', path: 'a\u001b[31mb.env' },
  { what: 'emoji', path: '🦞/👩‍👩‍👧.env' },
  { what: 'accented letters', path: 'café/Ünïcode.env' },
  { what: 'glob characters', path: '[a-z]*?.env' },
  { what: 'a pathspec', path: ':(exclude)a.env' },
  { what: 'a leading dash', path: '-rf' },
  { what: 'a revision', path: 'HEAD:a.env' },
  { what: 'a colon at its start', path: ':0:a.env' },
  { what: 'the shape of a record of git', path: ':100644 100644 a b M' },
  { what: 'the shape of an object id', path: 'f'.repeat(40) },
  { what: 'a right-to-left override', path: 'a\u202evne.txt' },
] as const;

it.each(paths)('a path with $what is shown as it is', async ({ path }) => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  const object = repository.stage(path, `KEY=${key}\n`);
  const commit = repository.commitStaged();
  // Another commit, so that git has to look the path up for itself.
  repository.git('reset', '-q', '--hard');
  repository.commitFile('other.txt', 'other\n');
  const { findings, scan } = await report(['audit'], { cwd: repository.path });
  expect(scan.complete).toBe(true);
  expect(findings).toMatchObject([
    { places: [{ kind: 'file', path, line: 1, column: 5, object, commit, reachable: true, present: true }] },
  ]);
  expect(findings[0]!.places[0]).not.toHaveProperty('pathBytes');
});

it.each(paths)('a bare repository knows that a path with $what is still there', async ({ path }) => {
  const repository = new TestRepository({ bare: true });
  const blob = repository.store(`KEY=${key}\n`);
  const tree = treeOf(repository, path, blob);
  const commit = repository.git('commit-tree', '-m', 'a commit', tree);
  repository.git('update-ref', 'refs/heads/main', commit);
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([{ places: [{ path, commit, present: true }] }]);
});

function treeOf(repository: TestRepository, path: string, blob: string): string {
  const index = `${repository.path}/an-index`;
  const env = { GIT_INDEX_FILE: index };
  repository.gitWith({ env, input: `100644 ${blob} 0\t${path}\0` }, 'update-index', '-z', '--index-info');
  const tree = repository.gitWith({ env }, 'write-tree');
  repository.gitWith({ env }, 'read-tree', '--empty');
  return tree;
}

describe('a path that is not UTF-8', () => {
  it.each([
    { what: 'Latin-1', bytes: Buffer.from('caf\xe9/a.env', 'latin1'), shown: 'caf\\xe9/a.env' },
    { what: 'a cut-off sequence', bytes: Buffer.from([0x61, 0xe2, 0x82, 0x2e, 0x62]), shown: 'a\\xe2\\x82.b' },
    { what: 'UTF-8 and more', bytes: Buffer.from([0xc3, 0xa9, 0xff, 0x2e, 0x62]), shown: 'é\\xff.b' },
    { what: 'a surrogate', bytes: Buffer.from([0xed, 0xa0, 0x80, 0x2e, 0x62]), shown: '\\xed\\xa0\\x80.b' },
  ])('is escaped, and its bytes are given: $what', async ({ bytes, shown }) => {
    const repository = new TestRepository();
    const object = repository.stage(bytes, `KEY=${key}\n`);
    const commit = repository.commitStaged();
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: shown, pathBytes: bytes.toString('base64'), object, commit, present: true }] },
    ]);
  });

  it('that holds a token gives no bytes, which would show it', async () => {
    const repository = new TestRepository();
    repository.stage(Buffer.concat([Buffer.from([0xff]), Buffer.from(`/${token}`)]), 'nothing here\n');
    const commit = repository.commitStaged();
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ kind: 'filename', path: `\\xff/${mask}`, column: 6, commit }] }]);
    expect(findings[0]!.places[0]).not.toHaveProperty('pathBytes');
  });
});

it('the terminal is not told a path that would move its cursor', async () => {
  const repository = new TestRepository();
  repository.stage('a\u001b[31m\nb\u202e.env', `KEY=${key}\n`);
  repository.commitStaged();
  const { out } = await clawback(['audit'], { cwd: repository.path });
  expect(out).toContain('a\\u{1b}[31m\\nb\\u{202e}.env:1:5');
  expect(out).not.toMatch(/[\u001b\u202e]/);
});
