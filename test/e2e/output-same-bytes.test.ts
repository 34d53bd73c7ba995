import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { alphanumeric, anthropicKey, awsId, awsSecret, githubToken, groqKey, pairingCode } from '../support/secrets.ts';
import { expiredToken } from '../support/tokens.ts';

/** Over 8 MB in files of very different sizes, so that threads are used and finish in any order. */
function largeRepository(): TestRepository {
  const repository = new TestRepository();
  const line = 'all is well, and there is nothing to see on this line of the file\n';
  for (let number = 0; number < 60; number += 1) {
    const size = number % 10 === 0 ? 15_000 : 200 + ((number * 37) % 900);
    const lines = Array.from({ length: size }, () => line);
    lines[(number * 7) % size] = `key = "${groqKey(String(number % 9))}"\n`;
    lines[size - 1] = `OPENCLAW_PAIRING_CODE=${pairingCode(String(number % 5))}\n`;
    if (number % 8 === 0) lines[size >> 1] = `${anthropicKey(String(number))} ${githubToken(String(number))}\n`;
    repository.write(`folder ${number % 4}/${number}.txt`, lines.join(''));
  }
  repository.write('aws', `AWS_ACCESS_KEY_ID=${awsId()}\nAWS_SECRET_ACCESS_KEY=${awsSecret()}\n`);
  repository.write('old', expiredToken());
  repository.write('generic', `client_secret = "${alphanumeric(40, 'generic')}"\n`);
  repository.write('.clawbackignore', 'folder 3/*1.txt # known\n');
  repository.commit('Add all of it');
  for (let number = 0; number < 8; number += 1)
    repository.commitFile(`folder 0/${number * 4}.txt`, `moved ${groqKey(String(number))}\n`, `Change ${number}`);
  return repository;
}

describe('a report is the same, byte for byte,', () => {
  it('on every run, for any number of threads, from anywhere', async () => {
    const { path } = largeRepository();
    for (const args of [
      ['scan', '--format', 'json'],
      ['scan', '--format', 'sarif'],
      ['audit', '--format', 'json'],
      ['audit', '--format', 'text'],
      ['range', 'HEAD~8..HEAD', '--format', 'jsonl'],
    ]) {
      const run = async (jobs: string, cwd = path): Promise<string> =>
        (await clawback([...args, '--jobs', jobs], { cwd })).out;
      const first = await run('1');
      expect(first.length).toBeGreaterThan(2000);
      expect(await run('1')).toBe(first);
      expect(await run('2')).toBe(first);
      expect(await run('4')).toBe(first);
      if (args[0] !== 'scan') expect(await run('3', join(path, 'folder 1'))).toBe(first);
    }
    const there = await clawback(['scan', path, '--format', 'json'], { cwd: '/' });
    expect(there.out).toBe((await clawback(['scan', '--format', 'json'], { cwd: path })).out);
  });

  it('whether objects are loose or packed', async () => {
    const repository = largeRepository();
    const audit = async (): Promise<string> =>
      (await clawback(['audit', '--format', 'json', '--jobs', '2'], { cwd: repository.path })).out;
    const loose = await audit();
    repository.git('repack', '-a', '-d', '-q', '--window=50', '--depth=50');
    repository.git('prune-packed', '-q');
    expect(repository.git('count-objects', '-v')).toMatch(/^count: 0$/m);
    expect(await audit()).toBe(loose);
    repository.commitFile('one more.txt', 'clean\n');
    repository.git('reset', '-q', '--hard', 'HEAD~1');
    repository.git('reflog', 'expire', '--expire=now', '--all');
    repository.git('prune', '--expire=now');
    repository.git('-c', 'core.compression=0', 'repack', '-a', '-d', '-f', '-q', '--window=0');
    expect(await audit()).toBe(loose);
  });
});
