import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { alphanumeric, groqKey } from '../support/secrets.ts';
import { expiredToken, featureFlagsToken, jsonWebToken } from '../support/tokens.ts';

const leak = `key = ${groqKey()}\n`;

function repositoryWith(files: Record<string, string>): TestRepository {
  const repository = new TestRepository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  return repository;
}

/** Makes a scan incomplete, whoever runs it. */
function addGap({ path }: TestRepository): void {
  execFileSync('truncate', ['-s', '1073741825', join(path, 'huge')]);
}

const codeOf = async ({ path }: TestRepository, ...flags: string[]): Promise<number | null> =>
  (await clawback(['scan', ...flags], { cwd: path })).code;

describe('the exit code', () => {
  it('is 0 where nothing was found', async () => {
    expect(await codeOf(repositoryWith({ 'a.txt': 'clean\n' }))).toBe(0);
  });

  it('is 1 where there is a leak', async () => {
    expect(await codeOf(repositoryWith({ 'a.txt': leak }))).toBe(1);
  });

  it('is 2 where something could not be scanned', async () => {
    const repository = repositoryWith({ 'a.txt': 'clean\n' });
    addGap(repository);
    expect(await codeOf(repository)).toBe(2);
    expect(await codeOf(repository, '--allow-incomplete')).toBe(0);
  });

  it('is 2 where there is a leak as well, which is shown all the same', async () => {
    const repository = repositoryWith({ 'a.txt': leak });
    addGap(repository);
    const { findings, run } = await report(['scan'], { cwd: repository.path });
    expect(run.code).toBe(2);
    expect(findings).toMatchObject([{ failing: true }]);
    expect(await codeOf(repository, '--allow-incomplete')).toBe(1);
  });

  it('is 0 where all that was found is dead', async () => {
    const repository = repositoryWith({ 'a.txt': `token: ${expiredToken()}\n` });
    const { findings, run } = await report(['scan'], { cwd: repository.path });
    expect(run.code).toBe(0);
    expect(findings).toMatchObject([{ rule: 'jwt', failing: false, verdict: { state: 'dead' } }]);
    const text = await clawback(['scan'], { cwd: repository.path });
    expect(text.out).toContain('Nothing to do: what was found no longer works.');
    expect(text.out).toContain('no leaks and 1 note in 1 file');
  });

  it('is 1 where one of two tokens still lives', async () => {
    const living = jsonWebToken('2', 4_000_000_000);
    const repository = repositoryWith({ 'a.txt': `token: ${expiredToken()}\n\n\n\ntoken: ${living}\n` });
    const { findings, run } = await report(['scan'], { cwd: repository.path });
    expect(findings.map(({ failing }) => failing).sort()).toEqual([false, true]);
    expect(run.code).toBe(1);
  });

  it('is 0 for what is not severe enough, which is shown all the same', async () => {
    const repository = repositoryWith({ 'a.txt': `id = ${featureFlagsToken()}\n` });
    const { findings, run } = await report(['scan'], { cwd: repository.path });
    expect(findings).toMatchObject([{ severity: 'low', failing: false }]);
    expect(run.code).toBe(0);
    expect((await clawback(['scan'], { cwd: repository.path })).out).toMatch(/^low {2}.*\(reported only\)\n/);
  });

  it('follows fail-on of the configuration', async () => {
    const repository = repositoryWith({ 'a.txt': `id = ${featureFlagsToken()}\n` });
    repository.write('.clawback.yaml', 'report: { fail-on: [low] }\n');
    expect(await codeOf(repository)).toBe(1);
    repository.write('a.txt', leak);
    expect(await codeOf(repository)).toBe(0);
    repository.write('.clawback.yaml', 'report: { fail-on: [] }\n');
    expect(await codeOf(repository)).toBe(0);
  });

  it('follows --min-confidence, which wins over the configuration', async () => {
    const repository = repositoryWith({ 'a.txt': `salt = "${alphanumeric(40, 'generic')}"\n` });
    const { findings } = await report(['scan'], { cwd: repository.path });
    expect(findings).toMatchObject([{ rule: 'generic-secret', confidence: 'medium', severity: 'medium' }]);
    expect(await codeOf(repository, '--min-confidence', 'high')).toBe(0);
    repository.write('.clawback.yaml', 'report: { min-confidence: high }\n');
    expect(await codeOf(repository)).toBe(0);
    expect(await codeOf(repository, '--min-confidence', 'medium')).toBe(1);
  });

  it('is 1 at low confidence only where that is asked for, and the rest is counted', async () => {
    const repository = repositoryWith({ 'tests/a.txt': `salt = "${alphanumeric(40, 'generic')}"\n` });
    const text = await clawback(['scan'], { cwd: repository.path });
    expect(text.code).toBe(0);
    expect(text.out).toContain('1 match below medium confidence not shown (--min-confidence low shows them)\n');
    const { findings, run } = await report(['scan', '--min-confidence', 'low'], { cwd: repository.path });
    expect(findings).toMatchObject([{ confidence: 'low', reasons: expect.arrayContaining(['the file is a test']) }]);
    expect(run.code).toBe(1);
  });

  it('is 0 where everything is silenced', async () => {
    const repository = repositoryWith({ 'a.txt': `${leak.trim()} # clawback:allow -- a test\n` });
    expect(await codeOf(repository)).toBe(0);
  });

  it('is the same for every format and with --output and --quiet', async () => {
    const repository = repositoryWith({ 'a.txt': leak });
    for (const format of ['text', 'json', 'jsonl', 'sarif']) {
      expect(await codeOf(repository, '--format', format)).toBe(1);
      expect(await codeOf(repository, '--format', format, '--output', '.git/report', '--quiet')).toBe(1);
    }
  });
});

describe('standard error', () => {
  it('has one line where the report goes to a program or a file, and none for people', async () => {
    const repository = repositoryWith({ 'a.txt': leak });
    const cwd = repository.path;
    const line = 'clawback: 1 leak (exit code 1)\n';
    expect((await clawback(['scan', '--format', 'json'], { cwd })).err).toBe(line);
    expect(await clawback(['scan', '--output', '.git/report'], { cwd })).toMatchObject({ out: '', err: line });
    expect((await clawback(['scan'], { cwd })).err).toBe('');
  });

  it('is silent with --quiet', async () => {
    const cwd = repositoryWith({ 'a.txt': leak }).path;
    expect(await clawback(['scan', '--format', 'json', '-q'], { cwd })).toMatchObject({ code: 1, err: '' });
  });
});
