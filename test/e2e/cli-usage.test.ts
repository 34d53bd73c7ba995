import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';

const COMMANDS = 'scan, staged, range, audit, verify, revoke, baseline, rules';

describe('a command line that cannot be meant is refused in one line', () => {
  it.each([
    [['bogus'], `there is no command "bogus": use one of ${COMMANDS}`],
    [['constructor'], `there is no command "constructor": use one of ${COMMANDS}`],
    [[''], `there is no command "": use one of ${COMMANDS}`],
    [['--format', 'json', 'scan'], `the command comes first: one of ${COMMANDS}`],
    [['scan', '--bogus'], 'clawback scan has no flag --bogus: "clawback scan --help" lists them'],
    [['scan', '--__proto__'], 'clawback scan has no flag --__proto__: "clawback scan --help" lists them'],
    [['scan', '-x'], 'clawback scan has no flag -x: "clawback scan --help" lists them'],
    [['audit', '--stdin'], 'clawback audit has no flag --stdin: "clawback audit --help" lists them'],
    [['baseline', '--reveal'], 'clawback baseline has no flag --reveal: "clawback baseline --help" lists them'],
    [['scan', '--format'], '--format needs a value: --format FORMAT'],
    [['scan', '--format', '--quiet'], '--format needs a value: --format FORMAT'],
    [['scan', '--format', 'xml'], '--format must be one of text, json, jsonl, sarif'],
    [['scan', '--format='], '--format must be one of text, json, jsonl, sarif'],
    [['rules', 'list', '--format', 'sarif'], '--format must be one of text, json'],
    [['scan', '--min-confidence', 'HIGH'], '--min-confidence must be one of low, medium, high'],
    [['scan', '--quiet=yes'], '--quiet takes no value'],
    [['scan', '--jobs', '-1'], '--jobs needs a value: --jobs N'],
    [['staged', 'x'], '"x" is one word too many: clawback staged'],
    [['audit', '.', 'y'], '"y" is one word too many: clawback audit [REPO]'],
    [['baseline', '.', 'y'], '"y" is one word too many: clawback baseline [REPO]'],
    [['range', 'a..b', 'c'], '"c" is one word too many: clawback range BASE..HEAD'],
    [['rules'], 'a word is missing: clawback rules list | show ID | test [ID…]'],
    [['rules', 'bogus'], 'clawback rules list | show ID | test [ID…]'],
    [['rules', 'show'], 'name one rule: clawback rules show ID'],
    [['rules', 'show', 'nosuch'], 'there is no rule "nosuch": "clawback rules list" names them all'],
    [['rules', 'test', 'nosuch'], 'there is no rule "nosuch": "clawback rules list" names them all'],
    [['rules', 'list', 'jwt'], 'clawback rules list takes no more words'],
  ])('%j', async (args, line) => {
    const repository = new TestRepository();
    expect((await refused(args, { cwd: repository.path })).trimEnd()).toBe(line);
  });

  it.each(['--jobs', '--object-timeout'])('says which numbers %s may be', async (flag) => {
    for (const number of ['0', 'two', '1.5', '', ' ', '9007199254740993'])
      expect(await refused(['scan', `${flag}=${number}`], { cwd: temporaryFolder() })).toMatch(
        new RegExp(`^${flag} must be a whole number from 1\\b`),
      );
  });

  it('does not call a number that is too large one from 1 on', async () => {
    expect(await refused(['scan', '--jobs', '5000'], { cwd: temporaryFolder() })).toMatch(/^--jobs must be .*4,?096/);
  });

  it('asks for a range where none is given', async () => {
    const { path } = new TestRepository();
    const line = 'name a range, as in "clawback range main..HEAD", or give --since-push';
    expect(await refused(['range'], { cwd: path })).toBe(line);
    expect(await refused(['range', '--since-push', 'a..b'], { cwd: path })).toBe(line);
  });

  it.each(['main', 'a...b', '..', '', 'a..b..c...d'])('does not take %j for a range', async (spec) => {
    const { path } = new TestRepository();
    expect(await refused(['range', spec], { cwd: path })).toBe(
      `a range is written BASE..HEAD, as in "main..HEAD", not "${spec}"`,
    );
  });

  it('keeps to one line whatever it quotes', async () => {
    const { path } = new TestRepository();
    const hostile = 'a\nb\x1b[31m\u202ec';
    for (const args of [
      [hostile],
      ['scan', hostile],
      ['scan', `--${hostile}`],
      ['range', hostile],
      ['rules', 'show', hostile],
    ]) {
      const line = await refused(args, { cwd: path });
      expect(line).toContain('a\\nb\\u{1b}[31m\\u{202e}c');
    }
  });
});

describe('something that is not there is named in one line', () => {
  it('a path', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const gone = (path: string): string => `cannot scan ${path}: there is no such file or folder`;
    expect(await refused(['scan', 'nosuch'], { cwd: folder })).toBe(gone('nosuch'));
    expect(await refused(['scan', 'file', 'nosuch'], { cwd: folder })).toBe(gone('nosuch'));
    expect(await refused(['audit', 'nosuch'], { cwd: folder })).toBe(gone('nosuch'));
    expect(await refused(['baseline', 'nosuch'], { cwd: folder })).toBe(gone('nosuch'));
    expect(await refused(['scan', 'file/below'], { cwd: folder })).toBe(gone('file/below'));
  });

  it.each([['staged'], ['range', 'a..b'], ['audit'], ['baseline']])('a repository, for %s', async (...args) => {
    const folder = temporaryFolder();
    expect(await refused(args, { cwd: folder })).toBe(
      `not a git repository: ${folder} (for a folder without git, use "clawback scan")`,
    );
  });

  it('a folder, where a file is named for a repository', async () => {
    const repository = new TestRepository();
    repository.write('file', '');
    expect(await refused(['audit', 'file'], { cwd: repository.path })).toBe(
      'file is not a repository: name its folder',
    );
  });

  it('a ref', async () => {
    const repository = new TestRepository();
    repository.commit();
    for (const [spec, name] of [
      ['nosuch..HEAD', 'nosuch'],
      ['HEAD..nosuch', 'nosuch'],
      ['HEAD~5..HEAD', 'HEAD~5'],
      ['HEAD^{tree}..HEAD', 'HEAD^{tree}'],
    ])
      expect(await refused(['range', spec!], { cwd: repository.path })).toBe(`no commit is named "${name}" here`);
  });

  it('git itself', async () => {
    const { path } = new TestRepository();
    expect(await refused(['audit'], { cwd: path, env: { PATH: temporaryFolder() } })).toBe(
      'git was not found on the PATH: install git 2.31 or newer',
    );
  });

  it.each(['--config', '--baseline'])('the file of %s', async (flag) => {
    const folder = temporaryFolder();
    expect(await refused(['scan', flag, 'nosuch'], { cwd: folder })).toMatch(
      new RegExp(`^${flag} nosuch: there is no such file`),
    );
    expect(await refused(['scan', flag, '.'], { cwd: folder })).toBe(`cannot read ${folder} (EISDIR)`);
  });
});

it.runIf(process.getuid?.() === 0)('a repository of another user is refused with what to do', async () => {
  const { path } = new TestRepository();
  chownSync(path, 65_534, 65_534);
  for (const command of ['scan', 'audit'])
    expect(await refused([command], { cwd: path })).toBe(
      `git does not trust ${path}, because another user owns it: run "git config --global --add safe.directory ${path}"`,
    );
});

it('an organisation key that is too short to keep anything is refused', async () => {
  expect(await refused(['scan'], { cwd: temporaryFolder(), env: { CLAWBACK_FINGERPRINT_KEY: 'short' } })).toBe(
    'CLAWBACK_FINGERPRINT_KEY is too short: use at least 16 characters, as from "openssl rand -hex 32"',
  );
});
