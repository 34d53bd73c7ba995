import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, ftruncateSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type GitContext, type GitProcess, runGit, startGit } from '../../src/git/run.ts';
import { cleanEnvironment } from '../support/clawback.ts';
import { isAlive } from '../support/processes.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';

const patient = (cwd: string, patience: number): GitContext => ({
  cwd,
  env: cleanEnvironment(),
  ambient: false,
  patience,
});

/** Puts a pipe where a file is, or could be. */
function pipeAt(repository: TestRepository, path: string): void {
  execFileSync('mkfifo', [join(repository.path, path)]);
}

/** A repository with a megabyte in one object, which no pipe takes at once. */
function made(): { repository: TestRepository; id: string } {
  const repository = new TestRepository();
  repository.commitFile('a.txt', 'some text\n'.repeat(100_000));
  return { repository, id: repository.blob('HEAD', 'a.txt') };
}

async function lengthOf({ child }: GitProcess): Promise<number> {
  let length = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) length += chunk.length;
  return length;
}

describe('git that waits for a pipe is ended, and it is told', () => {
  it('what it was asked, and how long it was silent', async () => {
    const { repository } = made();
    pipeAt(repository, '.git/packed-refs');
    const { child, ended } = startGit(patient(repository.path, 200), ['for-each-ref']);
    child.stdin.end();
    const error = await ended.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'git-failed',
      message: expect.stringMatching(/^git for-each-ref said nothing for 0\.2 seconds and was ended: .*pipe/),
    });
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(isAlive(child.pid!)).toBe(false);
  });

  it('where it takes no input', async () => {
    const { repository, id } = made();
    renameSync(join(repository.path, '.git/config'), join(repository.path, 'config'));
    pipeAt(repository, '.git/config');
    const lines = `${id}\n`.repeat(100_000);
    await expect(runGit(patient(repository.path, 200), ['cat-file', '--batch-check'], lines)).rejects.toMatchObject({
      code: 'git-failed',
    });
  });

  it('of the ignored files', async () => {
    const { repository } = made();
    execFileSync('rm', ['-f', join(repository.path, '.git/info/exclude')]);
    pipeAt(repository, '.git/info/exclude');
    const args = ['ls-files', '--others', '--exclude-standard'];
    await expect(runGit(patient(repository.path, 200), args)).rejects.toMatchObject({ code: 'git-failed' });
  });
});

describe('git is left in peace', () => {
  it('while nobody fetches what it has printed', async () => {
    const { repository, id } = made();
    const git = startGit(patient(repository.path, 300), ['cat-file', 'blob', id]);
    await sleep(1200);
    expect(await lengthOf(git)).toBe(1_000_000);
    expect((await git.ended).code).toBe(0);
  });

  it('while it waits for a question', async () => {
    const { repository, id } = made();
    const git = startGit(patient(repository.path, 300), ['cat-file', '--batch-check']);
    await sleep(1200);
    git.child.stdin.end(`${id}\n`);
    expect(await lengthOf(git)).toBeGreaterThan(0);
    expect((await git.ended).code).toBe(0);
  });

  it('while our own thread is busy', async () => {
    const { repository } = made();
    const git = startGit(patient(repository.path, 300), ['rev-parse', 'HEAD']);
    git.child.stdin.end();
    const length = lengthOf(git);
    for (const end = Date.now() + 900; Date.now() < end; );
    expect(await length).toBe(41);
    expect((await git.ended).code).toBe(0);
  });

  it.runIf(process.platform === 'linux')('while it computes, but not for ever', async () => {
    const file = join(temporaryFolder(), 'zeros');
    const handle = openSync(file, 'w');
    ftruncateSync(handle, 400_000_000);
    closeSync(handle);
    const { repository } = made();
    // Half a second and more without a word.
    const { code } = await runGit(patient(repository.path, 500), ['hash-object', '--no-filters', file]);
    expect(code).toBe(0);
    await expect(runGit(patient(repository.path, 20), ['hash-object', '--no-filters', file])).rejects.toMatchObject({
      code: 'git-failed',
    });
  });
});

it('whether git told of an error is known, however much it wrote after it', async () => {
  const { repository } = made();
  repository.write('.git/objects/info/alternates', `/${'x'.repeat(5000)}\n`);
  const args = ['cat-file', '--batch-all-objects', '--batch-check'];
  const { complained, stderr } = await runGit(patient(repository.path, 60_000), args);
  expect(stderr).not.toMatch(/^error:/m);
  expect(complained).toBe(true);
});
