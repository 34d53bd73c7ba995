import { closeSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { childrenOf, isAlive, secondsUsed, startClawback, until } from '../support/processes.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { alphanumeric, groqKey } from '../support/secrets.ts';

/** So many findings, in lines so long, that their report is larger than any pipe or socket holds. */
function talkative(): TestRepository {
  const repository = new TestRepository();
  const filler = 'and so on '.repeat(14);
  const lines = Array.from({ length: 700 }, (_, index) => `${groqKey(String(index))} ${filler}\n`);
  repository.write('keys.txt', lines.join(''));
  repository.commit();
  return repository;
}

describe('where nobody reads on', () => {
  it.each(['text', 'json', 'jsonl', 'sarif'])('the program ends with 2 and no stack trace, as %s', async (format) => {
    const { child, ended } = startClawback(['scan', '--format', format], { cwd: talkative().path });
    child.stdout!.once('data', () => child.stdout!.destroy());
    const { code, err, signal } = await ended;
    expect({ code, signal }).toEqual({ code: 2, signal: null });
    expect(err).not.toMatch(/^\s+at |Error/m);
  });

  it('it does so too where nobody read at all', async () => {
    const { child, ended } = startClawback(['scan'], { cwd: talkative().path });
    child.stdout!.destroy();
    expect(await ended).toMatchObject({ code: 2, err: '' });
  });

  it('help and lists end like that as well', async () => {
    for (const args of [['rules', 'list'], ['--help'], ['--version']]) {
      const { child, ended } = startClawback(args, { cwd: '/' });
      child.stdout!.destroy();
      const { err } = await ended;
      expect(err).not.toMatch(/^\s+at |Error/m);
    }
  });

  it('a report to a file is written all the same', async () => {
    const repository = talkative();
    const { child, ended } = startClawback(['scan', '--output', '.git/report'], { cwd: repository.path });
    child.stdout!.destroy();
    child.stderr!.destroy();
    expect((await ended).code).toBe(1);
    expect(readdirSync(join(repository.path, '.git'))).toContain('report');
  });

  it('a full disk is told, and is no leak', async () => {
    const full = openSync('/dev/full', 'w');
    const { ended } = startClawback(['scan', '--format', 'json'], { cwd: talkative().path, stdout: full });
    const { code, err } = await ended;
    closeSync(full);
    expect(code).toBe(2);
    expect(err).toMatch(/^clawback: .*ENOSPC.*$/m);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('a signal in the middle of a long run', () => {
  /** A history that keeps the only thread busy at its first file, and git waiting to be read. */
  function endless(): TestRepository {
    const repository = new TestRepository();
    repository.write(
      '.clawback.yaml',
      `rules:
  custom:
    - id: slow-rule
      title: Slow
      severity: high
      anchors: [slow_]
      lines: 0
      pattern: '(?<key>[a-z]{1,200}[a-z]{1,200}Z)'
      examples: { match: ["slow_x"], ignore: ["slow_x"] }
`,
    );
    const slow = `${`slow_${'a'.repeat(1500)} `.repeat(3)}\n`;
    for (let number = 0; number < 5; number += 1)
      repository.write(`${number}.txt`, `${slow}${alphanumeric(60, String(number))}\n`.repeat(600));
    repository.commit();
    return repository;
  }

  it.each([
    ['SIGINT', 130, 'audit'],
    ['SIGTERM', 143, 'audit'],
    ['SIGINT', 130, 'scan'],
  ] as const)('%s ends it with %d, without a report, a file or a process left (%s)', async (signal, code, command) => {
    const { path } = endless();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'report'), 'old');
    const args = [command, '--output', join(folder, 'report'), '--jobs', '1', '--object-timeout', '600'];
    const { child, ended } = startClawback(args, { cwd: path, patience: 30_000 });
    // Once it waits for nothing but the slow rule, git is there to be left behind, or long gone.
    await until(() => secondsUsed(child.pid!) > 1);
    const helpers = childrenOf(child.pid!);
    expect(helpers).toHaveLength(command === 'audit' ? 1 : 0);
    child.kill(signal);
    const run = await ended;
    expect(run).toMatchObject({ code, signal: null, out: '', err: 'clawback: interrupted, nothing was written\n' });
    expect(readdirSync(folder)).toEqual(['report']);
    await until(() => helpers.every((pid) => !isAlive(pid)));
  });
});

it('a run that is killed leaves a whole report or none', async () => {
  const { path } = talkative();
  const printed = await clawback(['scan'], { cwd: path });
  for (const seconds of [0.05, 0.15, 0.25, 0.35]) {
    const folder = temporaryFolder();
    const { child, ended } = startClawback(['scan', '--output', join(folder, 'report')], { cwd: path });
    await until(() => secondsUsed(child.pid!) > seconds);
    child.kill('SIGKILL');
    await ended;
    for (const name of readdirSync(folder)) {
      expect(name).toBe('report');
      expect(readFileSync(join(folder, name), 'utf8')).toBe(printed.out);
    }
  }
});
