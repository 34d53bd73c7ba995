import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';

const key = anthropicKey();
const staged = (repository: TestRepository) => report(['staged'], { cwd: repository.path });

/** Two branches that changed the same line, and more of their own: the topic's is merged into main, and stopped. */
function conflict(theirs = 'their line\n'): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('both.env', 'the line\n');
  repository.git('checkout', '-q', '-b', 'topic');
  repository.commitFile('both.env', theirs);
  repository.commitFile('theirs.env', `GROQ=${groqKey()}\n`);
  repository.git('checkout', '-q', 'main');
  repository.commitFile('both.env', 'our line\n');
  expect(repository.attempt('merge', '--no-edit', 'topic').code).not.toBe(0);
  expect(existsSync(join(repository.path, '.git/MERGE_HEAD'))).toBe(true);
  return repository;
}

it('a secret that resolves a conflict is new', async () => {
  const repository = conflict();
  repository.stage('both.env', `our line\nKEY=${key}\n`);
  const { findings, run } = await staged(repository);
  expect(run.code).toBe(1);
  expect(findings).toMatchObject([
    { places: [{ kind: 'file', path: 'both.env', line: 2, column: 5, commit: '', present: true }] },
  ]);
});

it('a secret in a file that only the merge brings is new', async () => {
  const repository = conflict();
  repository.stage('both.env', 'our line\n');
  repository.stage('evil.env', `KEY=${key}\n`);
  const { findings } = await staged(repository);
  expect(findings).toMatchObject([{ places: [{ path: 'evil.env', line: 1, column: 5 }] }]);
});

it('a secret that the other side has in a file of its own is not new', async () => {
  const repository = conflict();
  repository.stage('both.env', 'our line and theirs\n');
  const { findings, run } = await staged(repository);
  expect(findings).toEqual([]);
  expect(run.code).toBe(0);
});

it('a secret that the other side has in the file of the conflict is not new', async () => {
  const repository = conflict(`KEY=${key}\n`);
  repository.stage('both.env', `our line\nKEY=${key}\n`);
  const { findings } = await staged(repository);
  expect(findings).toEqual([]);
});

it('a conflict that is not resolved hides nothing else', async () => {
  const repository = conflict();
  repository.stage('a.env', `KEY=${key}\n`);
  const { findings, scan } = await staged(repository);
  expect(scan.complete).toBe(true);
  expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5 }] }]);
});

it('an octopus in the making has all its parents', async () => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  for (const [index, name] of ['one', 'two'].entries()) {
    repository.git('checkout', '-q', '-b', name, 'main');
    repository.commitFile(`${name}.env`, `KEY=${anthropicKey(String(index))}\n`);
  }
  repository.git('checkout', '-q', 'main');
  repository.commitFile('main.txt', 'main\n');
  repository.git('merge', '-q', '--no-commit', 'one', 'two');
  expect((await staged(repository)).findings).toEqual([]);
  repository.stage('evil.env', `GROQ=${groqKey()}\n`);
  expect((await staged(repository)).findings).toMatchObject([{ places: [{ path: 'evil.env', line: 1, column: 6 }] }]);
});

it('a merge that is squashed has one parent only: what it brings is new here', async () => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('checkout', '-q', '-b', 'topic');
  repository.commitFile('a.env', `KEY=${key}\n`);
  repository.git('checkout', '-q', 'main');
  repository.git('merge', '-q', '--squash', 'topic');
  expect((await staged(repository)).findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5 }] }]);
});

it('a merge in a linked work tree has a MERGE_HEAD of its own', async () => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('checkout', '-q', '-b', 'topic');
  repository.commitFile('a.env', `KEY=${key}\n`);
  repository.git('checkout', '-q', 'main');
  repository.commitFile('main.txt', 'main\n');
  const path = join(repository.path, 'linked');
  repository.git('worktree', 'add', '-q', '--detach', path, 'main');
  const linked = TestRepository.at(path);
  linked.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
  expect((await staged(linked)).findings).toEqual([]);
  linked.stage('evil.env', `GROQ=${groqKey()}\n`);
  expect((await staged(linked)).findings).toMatchObject([{ places: [{ path: 'evil.env' }] }]);
});
