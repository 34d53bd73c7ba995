import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { startClawback, WITHOUT_ROOT_RIGHTS } from '../support/processes.ts';
import { refusalOf, refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const REPORT = '1 leak in 1 file, 63 bytes\n';

function leaky(): TestRepository {
  const repository = new TestRepository();
  repository.write('a.txt', `key = ${groqKey()}\n`);
  return repository;
}

const scanTo = (output: string, { path }: TestRepository = leaky()) =>
  clawback(['scan', '--output', output], { cwd: path });

describe('--output', () => {
  it('writes the report to the file, and nothing to standard output', async () => {
    const folder = temporaryFolder();
    expect(await scanTo(join(folder, 'report.txt'))).toMatchObject({
      code: 1,
      out: '',
      err: 'clawback: 1 leak (exit code 1)\n',
    });
    expect(readFileSync(join(folder, 'report.txt'), 'utf8').endsWith(REPORT)).toBe(true);
    expect(readdirSync(folder)).toEqual(['report.txt']);
  });

  it.each(['text', 'json', 'jsonl', 'sarif'])('writes what would have been printed, as %s', async (format) => {
    const repository = leaky();
    const printed = await clawback(['scan', '--format', format], { cwd: repository.path });
    const output = join(temporaryFolder(), 'report');
    await clawback(['scan', '--format', format, '--output', output], { cwd: repository.path });
    expect(readFileSync(output, 'utf8')).toBe(printed.out);
  });

  it('is told from where we are', async () => {
    const repository = leaky();
    mkdirSync(join(repository.path, 'sub'));
    await clawback(['scan', '..', '--output', 'report'], { cwd: join(repository.path, 'sub') });
    expect(existsSync(join(repository.path, 'sub/report'))).toBe(true);
  });

  it('replaces a file that is there, whole', async () => {
    const output = join(temporaryFolder(), 'report');
    writeFileSync(output, 'x'.repeat(100_000));
    await scanTo(output);
    expect(readFileSync(output, 'utf8')).toMatch(/^critical {2}Groq API key/);
    expect(statSync(output).size).toBeLessThan(2000);
  });

  it('writes where a link leads, and leaves the link', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real/report'), 'old');
    execFileSync('ln', ['-s', 'real/report', join(folder, 'link')]);
    await scanTo(join(folder, 'link'));
    expect(readFileSync(join(folder, 'real/report'), 'utf8').endsWith(REPORT)).toBe(true);
    expect(execFileSync('readlink', [join(folder, 'link')]).toString()).toBe('real/report\n');
    expect(readdirSync(join(folder, 'real'))).toEqual(['report']);
  });

  it('takes any name that a file may have', async () => {
    const folder = temporaryFolder();
    const name = 'n'.repeat(255);
    expect((await scanTo(join(folder, name))).code).toBe(1);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

describe('--output to what is no file', () => {
  it.runIf(process.getuid?.() === 0)('writes to a device as it is', async () => {
    const device = join(temporaryFolder(), 'null');
    execFileSync('mknod', [device, 'c', '1', '3']);
    expect((await scanTo(device)).code).toBe(1);
    expect(statSync(device).isCharacterDevice()).toBe(true);
  });

  it('writes to a pipe whoever reads it', async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    onTestFinished(() => void reader.kill());
    let read = '';
    reader.stdout.on('data', (chunk: Buffer) => {
      read += chunk;
    });
    const closed = new Promise((resolve) => reader.on('close', resolve));
    expect((await scanTo(pipe)).code).toBe(1);
    await closed;
    expect(read.endsWith(REPORT)).toBe(true);
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('writes to standard output where a link leads there, as /dev/stdout does', async () => {
    const folder = temporaryFolder();
    execFileSync('ln', ['-s', '/proc/self/fd/1', join(folder, 'stdout')]);
    const run = await scanTo(join(folder, 'stdout'));
    expect(run.out.endsWith(REPORT)).toBe(true);
    expect(execFileSync('readlink', [join(folder, 'stdout')]).toString()).toBe('/proc/self/fd/1\n');
  });

  it('goes on behind what is in a file already that standard output leads to', async () => {
    const folder = temporaryFolder();
    const log = openSync(join(folder, 'log'), 'w');
    writeSync(log, 'before\n');
    const { ended } = startClawback(['scan', '--output', '/dev/stdout'], { cwd: leaky().path, stdout: log });
    expect((await ended).code).toBe(1);
    closeSync(log);
    const text = readFileSync(join(folder, 'log'), 'utf8');
    expect(text.startsWith('before\n')).toBe(true);
    expect(text.endsWith(REPORT)).toBe(true);
  });

  it.each(['text', 'json'])('refuses a folder, and prints no %s', async (format) => {
    const { path } = leaky();
    expect(await refused(['scan', '--format', format, '--output', '.'], { cwd: path })).toBe(
      `cannot write ${path} (EISDIR)`,
    );
  });
});

describe('a report with the secrets in it', () => {
  it.each([null, 0o644, 0o640, 0o400])('is its owner’s alone, whoever could read the file before: %s', async (mode) => {
    const file = join(temporaryFolder(), 'report');
    if (mode !== null) writeFileSync(file, '', { mode });
    await clawback(['scan', '--reveal', '--output', file], { cwd: leaky().path });
    expect(readFileSync(file, 'utf8')).toContain(groqKey());
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

describe('a report that cannot be written', () => {
  it('is an error, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'closed'), { mode: 0o500 });
    onTestFinished(() => chmodSync(join(folder, 'closed'), 0o700));
    const output = join(folder, 'closed/report');
    const run = await startClawback(['scan', '--output', output], { cwd: leaky().path, through: WITHOUT_ROOT_RIGHTS })
      .ended;
    expect(refusalOf(run)).toBe(`cannot write ${output} (EACCES)`);
    expect(readdirSync(join(folder, 'closed'))).toEqual([]);
  });

  it('is an error where its folder is not there, or is a file', async () => {
    const { path } = leaky();
    expect(await refused(['scan', '--output', 'no/such/folder'], { cwd: path })).toBe(
      `cannot write ${path}/no/such/folder (ENOENT)`,
    );
    expect(await refused(['scan', '--output', 'a.txt/report'], { cwd: path })).toBe(
      `cannot write ${path}/a.txt/report (ENOTDIR)`,
    );
  });

  it('leaves the old one as it was', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'report'), 'old');
    chmodSync(folder, 0o500);
    onTestFinished(() => chmodSync(folder, 0o700));
    const args = ['scan', '--output', join(folder, 'report')];
    const run = await startClawback(args, { cwd: leaky().path, through: WITHOUT_ROOT_RIGHTS }).ended;
    expect(refusalOf(run)).toBe(`cannot write ${folder}/report (EACCES)`);
    expect(readFileSync(join(folder, 'report'), 'utf8')).toBe('old');
  });

  it('is not begun where the scan could not be done', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'report'), 'old');
    await clawback(['scan', 'nosuch', '--output', 'report'], { cwd: folder });
    expect(readFileSync(join(folder, 'report'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report']);
  });

  it('is an error for a baseline too', async () => {
    const repository = leaky();
    repository.commit();
    expect(await refused(['baseline', '--output', 'no/such'], { cwd: repository.path })).toBe(
      `cannot write ${repository.path}/no/such (ENOENT)`,
    );
  });
});
