import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { startClawback } from '../support/processes.ts';
import { refusalOf, refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

/** Long enough for any scan here, short enough to end one that waits for a pipe's writer. */
const PATIENCE = 10_000;

const isRoot = process.getuid?.() === 0;

function makePipe(path: string): string {
  execFileSync('mkfifo', [path]);
  return path;
}

async function makeSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
}

describe('a pipe, a socket or a device', () => {
  it('is counted, never opened, where a folder holds it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file.txt'), `key = ${groqKey()}\n`);
    makePipe(join(folder, 'pipe'));
    await makeSocket(join(folder, 'socket'));
    if (isRoot) execFileSync('mknod', [join(folder, 'device'), 'c', '1', '5']);
    const run = await startClawback(['scan', '--format', 'json'], { cwd: folder, patience: PATIENCE }).ended;
    expect(run.signal).toBeNull();
    const { scan, findings } = JSON.parse(run.out);
    expect(findings).toHaveLength(1);
    expect(scan.complete).toBe(true);
    const why = 'they hold no content of their own';
    expect(scan.skipped).toEqual([
      ...(isRoot ? [{ what: 'devices', why, count: 1, incomplete: false }] : []),
      { what: 'pipes', why, count: 1, incomplete: false },
      { what: 'sockets', why, count: 1, incomplete: false },
    ]);
    expect(run.code).toBe(1);
  });

  it('does no harm in a repository, where git does not list it', async () => {
    const repository = new TestRepository();
    makePipe(join(repository.path, 'pipe'));
    repository.commitFile('file.txt', 'clean\n');
    const { ended } = startClawback(['scan'], { cwd: repository.path, patience: PATIENCE });
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  it('does no harm in the place of a tracked file', async () => {
    const repository = new TestRepository();
    repository.commitFile('file.txt', 'clean\n');
    execFileSync('rm', [join(repository.path, 'file.txt')]);
    makePipe(join(repository.path, 'file.txt'));
    const { ended } = startClawback(['scan'], { cwd: repository.path, patience: PATIENCE });
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  it('is refused where it is named, not opened', async () => {
    const folder = temporaryFolder();
    makePipe(join(folder, 'a pipe'));
    await makeSocket(join(folder, 'a socket'));
    symlinkSync('/dev/zero', join(folder, 'a device'));
    for (const what of ['a pipe', 'a socket', 'a device']) {
      const { ended } = startClawback(['scan', what], { cwd: folder, patience: PATIENCE });
      expect(refusalOf(await ended)).toBe(`cannot scan ${what}: it is ${what}`);
    }
  });

  it('is refused although others are named before it, and by a name of standard input', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file.txt'), `key = ${groqKey()}\n`);
    const { ended } = startClawback(['scan', 'file.txt', '/dev/null'], { cwd: folder, patience: PATIENCE });
    expect(refusalOf(await ended)).toBe('cannot scan /dev/null: it is a device');
    const line = /^cannot scan \/dev\/stdin: it is a (?:pipe|socket)$/;
    expect(await refused(['scan', '/dev/stdin'], { cwd: folder, stdin: groqKey() })).toMatch(line);
  });

  it.each(['.clawback.yaml', '.clawbackignore'])('is not waited for in the place of %s', async (name) => {
    const repository = new TestRepository();
    makePipe(join(repository.path, name));
    const { ended } = startClawback(['scan'], { cwd: repository.path, patience: PATIENCE });
    expect((await ended).signal).toBeNull();
  });

  it.each(['.clawback.yaml', '.clawbackignore'])('is not read through a link named %s', async (name) => {
    const repository = new TestRepository();
    repository.link(name, makePipe(join(temporaryFolder(), 'pipe')));
    const { ended } = startClawback(['scan'], { cwd: repository.path, patience: PATIENCE });
    expect((await ended).signal).toBeNull();
  });
});

describe('a file of an unusual size', () => {
  it('is scanned where it is empty', async () => {
    const repository = new TestRepository();
    repository.write('empty', '');
    repository.write('one', 'x');
    const { scan, run } = await report(['scan'], { cwd: repository.path });
    expect(scan).toMatchObject({ objects: 2, bytes: 1, complete: true, skipped: [] });
    expect(run.code).toBe(0);
  });

  it('is named where it is larger than a scan can hold: the scan is incomplete', async () => {
    const repository = new TestRepository();
    repository.write('small.txt', `key = ${groqKey()}\n`);
    repository.write('.gitignore', '');
    execFileSync('truncate', ['-s', '1073741825', join(repository.path, 'huge.bin')]);
    const { scan, findings, run } = await report(['scan'], { cwd: repository.path });
    expect(scan.complete).toBe(false);
    expect(scan.skipped).toEqual([{ what: 'huge.bin', why: 'it is larger than 1 GiB', incomplete: true }]);
    expect(findings).toHaveLength(1);
    expect(run.code).toBe(2);
    const lenient = await clawback(['scan', '--allow-incomplete'], { cwd: repository.path });
    expect(lenient.code).toBe(1);
    expect(lenient.out).toContain('not scanned: huge.bin: it is larger than 1 GiB');
  });
});

describe('an unreadable folder of version control', () => {
  it('is not looked into', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.git'), { mode: 0 });
    expect((await clawback(['scan'], { cwd: folder })).code).toBe(0);
  });
});
