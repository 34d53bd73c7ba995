import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { temporaryFolder } from '../support/repository.ts';

/** Help reads nothing, so anywhere will do. */
const cwd = '/';

const COMMANDS = {
  scan: ['--all-files', '--stdin', '--stdin-name PATH', '--reveal'],
  staged: ['--format FORMAT', '--baseline FILE'],
  range: ['--since-push', '--min-confidence LEVEL'],
  audit: ['--allow-incomplete', '--jobs N', '--object-timeout SECONDS', '--timing'],
  baseline: ['--output FILE', '--config FILE'],
  rules: ['--config FILE', '--format FORMAT'],
};

describe.each(Object.entries(COMMANDS))('clawback %s', (command, flags) => {
  it.each([
    [command, '--help'],
    [command, '-h'],
    ['help', command],
    ['--help', command],
  ])('explains itself for "%s %s"', async (...args) => {
    const run = await clawback(args, { cwd });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(new RegExp(`^clawback ${command}\\b`));
    for (const flag of [...flags, '-h, --help']) expect(run.out).toContain(`  ${flag} `);
    expect(run.out.endsWith('\n')).toBe(true);
  });
});

describe('clawback', () => {
  it.each([['--help'], ['-h'], ['help'], ['help', 'nosuch']])('tells of every command for %j', async (...args) => {
    const run = await clawback(args, { cwd });
    expect(run).toMatchObject({ code: 0, err: '' });
    for (const command of Object.keys(COMMANDS)) expect(run.out).toContain(`\n  clawback ${command} `);
    expect(run.out).toContain('Exit codes: 0 nothing found, 1 leaks found, 2 ');
  });

  it('tells of every command where none is given, which is no success', async () => {
    const run = await clawback([], { cwd });
    expect(run.code).toBe(2);
    for (const command of Object.keys(COMMANDS)) expect(run.out + run.err).toContain(`\n  clawback ${command} `);
  });

  it.each(['--version', '-V'])('tells its version for %s', async (flag) => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(await clawback([flag], { cwd })).toMatchObject({ code: 0, out: `clawback ${version}\n`, err: '' });
  });

  it('shows help without reading anything of the folder', async () => {
    const folder = temporaryFolder();
    expect((await clawback(['scan', 'nosuch', '--config', 'nosuch', '--help'], { cwd: folder })).code).toBe(0);
  });
});
