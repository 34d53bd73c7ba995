import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

/** main has a start and a secret; `base` is the start. */
function repository(): { repository: TestRepository; commit: string } {
  const made = new TestRepository();
  made.commitFile('start.txt', 'start\n');
  made.git('tag', '-a', '-m', 'the base', 'base');
  return { repository: made, commit: made.commitFile('src/a.env', `KEY=${anthropicKey()}\n`) };
}

describe('a range may be written', () => {
  it.each([
    'base..HEAD',
    'base..',
    'base..main',
    'base^{}..@',
    'HEAD~1..HEAD',
    'HEAD^..refs/heads/main',
    ':/start..HEAD',
  ])('%s', async (range) => {
    const {
      repository: { path },
      commit,
    } = repository();
    const { findings, scan } = await report(['range', range], { cwd: path });
    expect(scan).toMatchObject({ complete: true, commits: 1 });
    expect(findings).toMatchObject([{ places: [{ path: 'src/a.env', line: 1, column: 5, commit, present: true }] }]);
  });

  it('with ids in full, as CI does', async () => {
    const { repository: made, commit } = repository();
    const { findings } = await report(['range', `${made.git('rev-parse', 'HEAD~1')}..${commit}`], { cwd: made.path });
    expect(findings).toMatchObject([{ places: [{ commit }] }]);
  });

  it('from a folder below the top, with paths from the top', async () => {
    const {
      repository: { path },
      commit,
    } = repository();
    const { findings } = await report(['range', 'base..'], { cwd: join(path, 'src') });
    expect(findings).toMatchObject([{ places: [{ path: 'src/a.env', commit, present: true }] }]);
  });

  it('in a bare repository', async () => {
    const { repository: made, commit } = repository();
    const { findings } = await report(['range', 'base..HEAD'], { cwd: made.clone('--bare').path });
    expect(findings).toMatchObject([{ places: [{ path: 'src/a.env', commit, present: true }] }]);
  });

  it('in a linked work tree, where HEAD is its own', async () => {
    const { repository: made } = repository();
    const path = join(temporaryFolder(), 'linked');
    made.git('worktree', 'add', '-q', '--detach', path, 'base');
    const commit = TestRepository.at(path).commitFile('b.env', `KEY=${anthropicKey('2')}\n`);
    const { findings } = await report(['range', 'base..'], { cwd: path });
    expect(findings).toMatchObject([{ places: [{ path: 'b.env', commit, present: true }] }]);
  });
});

describe('nothing is new, and nothing is wrong,', () => {
  it.each([
    { when: 'where base and head are the same', range: 'HEAD..HEAD' },
    { when: 'where base and head are names of the same', range: 'main..HEAD' },
    { when: 'where the base is ahead', range: 'HEAD..base' },
  ])('$when', async ({ range }) => {
    const {
      repository: { path },
    } = repository();
    const { findings, scan, run } = await report(['range', range], { cwd: path });
    expect(run.code).toBe(0);
    expect(findings).toEqual([]);
    expect(scan).toMatchObject({ complete: true, commits: 0, skipped: [] });
  });
});

describe('a range that cannot be read is one line, and exit 2:', () => {
  it.each([
    { what: 'a base that does not exist', args: ['nope..HEAD'], says: /"nope"/ },
    { what: 'a head that does not exist', args: ['base..nope'], says: /"nope"/ },
    { what: 'an id that does not exist', args: [`${'1'.repeat(40)}..HEAD`], says: /1{40}/ },
    { what: 'a commit before the first', args: ['HEAD~9..HEAD'], says: /"HEAD~9"/ },
    { what: 'a file for a commit', args: ['HEAD:start.txt..HEAD'], says: /HEAD:start\.txt/ },
    { what: 'a flag for a commit', args: ['--', '--all..HEAD'], says: /./ },
    { what: 'three dots', args: ['base...HEAD'], says: /BASE\.\.HEAD/ },
    { what: 'four dots', args: ['base....HEAD'], says: /BASE\.\.HEAD/ },
    { what: 'no dots', args: ['base'], says: /BASE\.\.HEAD/ },
    { what: 'no base', args: ['..HEAD'], says: /BASE\.\.HEAD/ },
    { what: 'nothing but dots', args: ['..'], says: /BASE\.\.HEAD/ },
    { what: 'nothing', args: [], says: /range main\.\.HEAD/ },
    { what: 'two ranges', args: ['base..HEAD', 'base..HEAD'], says: /./ },
    { what: 'a range and --since-push', args: ['base..HEAD', '--since-push'], says: /--since-push/ },
    { what: 'a name that would move the cursor', args: ['\u001b[31m..HEAD'], says: /\\u\{1b\}/ },
    { what: 'a name with a newline', args: ['a\nb..HEAD'], says: /./ },
  ])('$what', async ({ args, says }) => {
    const {
      repository: { path },
    } = repository();
    const run = await clawback(['range', ...args], { cwd: path });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: [^\n]+\n$/);
    expect(run.err).toMatch(says);
    expect(run.err).not.toContain('\u001b');
  });

  it('a folder that is no repository', async () => {
    const run = await clawback(['range', 'a..b'], { cwd: temporaryFolder() });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: not a git repository: [^\n]+\n$/);
  });

  it('a repository without commits', async () => {
    const run = await clawback(['range', 'main..HEAD'], { cwd: new TestRepository().path });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: [^\n]*"main"[^\n]*\n$/);
  });

  it('a secret in place of a ref is not repeated', async () => {
    const {
      repository: { path },
    } = repository();
    const run = await clawback(['range', `${anthropicKey()}..HEAD`], { cwd: path });
    expect(run.code).toBe(2);
    expect(run.err).not.toContain(anthropicKey().slice(20));
  });
});
