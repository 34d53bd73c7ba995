import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { JsonReport, Run } from '../support/clawback.ts';
import { startClawback, WITHOUT_ROOT_RIGHTS } from '../support/processes.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const secret = `key = ${groqKey()}\n`;

/** Runs the program as somebody whom permissions hold. */
const held = (args: string[], cwd: string): Promise<Run> =>
  startClawback(args, { cwd, through: WITHOUT_ROOT_RIGHTS }).ended;

async function heldReport(args: string[], cwd: string): Promise<JsonReport & { run: Run }> {
  const run = await held([...args, '--format', 'json'], cwd);
  return { ...JSON.parse(run.out), run };
}

function forbid(path: string): void {
  chmodSync(path, 0);
  onTestFinished(() => chmodSync(path, 0o700));
}

it('names an unreadable file, scans the rest and ends with 2', async () => {
  const repository = new TestRepository();
  repository.write('open.txt', secret);
  repository.commitFile('closed.txt', 'clean\n');
  forbid(join(repository.path, 'closed.txt'));
  const { scan, findings, run } = await heldReport(['scan'], repository.path);
  expect(scan.complete).toBe(false);
  expect(scan.skipped).toEqual([{ what: 'closed.txt', why: 'permission denied', incomplete: true }]);
  expect(findings).toHaveLength(1);
  expect(run.code).toBe(2);
  expect(run.err).toBe('clawback: 1 leak; incomplete: something could not be scanned (exit code 2)\n');
});

it('lets the exit code follow the findings with --allow-incomplete', async () => {
  const folder = temporaryFolder();
  for (const name of ['open.txt', 'closed.txt']) writeFileSync(join(folder, name), 'clean\n');
  forbid(join(folder, 'closed.txt'));
  const run = await held(['scan', '--allow-incomplete'], folder);
  expect(run.code).toBe(0);
  expect(run.out).toContain('not scanned: closed.txt: permission denied\n');
  expect(run.out).toMatch(/no leaks in 1 file, 6 bytes {2}INCOMPLETE\n$/);
});

it('names an unreadable file that is asked for', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'closed.txt'), secret);
  forbid(join(folder, 'closed.txt'));
  const { scan, run } = await heldReport(['scan', 'closed.txt'], folder);
  expect(scan.skipped).toEqual([{ what: 'closed.txt', why: 'permission denied', incomplete: true }]);
  expect(run.code).toBe(2);
});

it('names an unreadable folder outside a repository', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'closed'));
  writeFileSync(join(folder, 'closed/file.txt'), secret);
  forbid(join(folder, 'closed'));
  const { scan, run } = await heldReport(['scan', folder], '/');
  expect(scan.skipped).toEqual([{ what: join(folder, 'closed'), why: 'permission denied', incomplete: true }]);
  expect(run.code).toBe(2);
});

it('names an unreadable folder of untracked files in a repository', async () => {
  const repository = new TestRepository();
  repository.write('closed/file.txt', secret);
  forbid(join(repository.path, 'closed'));
  const { scan, run } = await heldReport(['scan'], repository.path);
  expect(scan.complete).toBe(false);
  expect(scan.skipped).toMatchObject([{ what: expect.stringMatching(/^closed\b/), incomplete: true }]);
  expect(run.code).toBe(2);
});

it('names an unreadable folder, and the tracked files in it', async () => {
  const repository = new TestRepository();
  repository.commitFile('closed/file.txt', 'clean\n');
  forbid(join(repository.path, 'closed'));
  const { scan, run } = await heldReport(['scan'], repository.path);
  // There may be untracked ones in it too.
  expect(scan.skipped).toEqual(
    ['closed/', 'closed/file.txt'].map((what) => ({ what, why: 'permission denied', incomplete: true })),
  );
  expect(run.code).toBe(2);
});

it.each(['.clawback.yaml', '.clawbackignore'])('refuses to go on without an unreadable %s', async (name) => {
  const repository = new TestRepository();
  repository.write(name, '');
  forbid(join(repository.path, name));
  const run = await held(['scan'], repository.path);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toMatch(new RegExp(`^clawback: cannot read .*${name} \\(EACCES\\)\n$`));
});

it('refuses a baseline and a configuration that it may not read', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'closed'), '{}');
  forbid(join(folder, 'closed'));
  for (const flag of ['--baseline', '--config']) {
    const run = await held(['scan', flag, 'closed'], folder);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/^clawback: cannot read \S*closed \(EACCES\)\n$/);
  }
});
