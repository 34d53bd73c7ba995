import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey, groqKey } from '../support/secrets.ts';

const key = anthropicKey();
const text = 'a line of text that stays as it is\n'.repeat(20);
const known = `${text}KEY = "${key}"\n${text}`;

/** A base that knows one secret, in one file of some length. */
function knowing(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('a.env', known);
  repository.git('tag', 'base');
  return repository;
}

const moves: { what: string; change: (repository: TestRepository) => void }[] = [
  { what: 'an edit elsewhere in its file', change: (to) => to.write('a.env', `${known}another line\n`) },
  { what: 'its line moved', change: (to) => to.write('a.env', `KEY = "${key}"\n${text}${text}`) },
  { what: 'its line indented', change: (to) => to.write('a.env', `${text}\t\tKEY = "${key}"\n${text}`) },
  { what: 'its line rewritten round it', change: (to) => to.write('a.env', `${text}export K='${key}' # k\n${text}`) },
  { what: 'its line doubled', change: (to) => to.write('a.env', `${known}${known}`) },
  { what: 'its line ends changed', change: (to) => to.write('a.env', known.replaceAll('\n', '\r\n')) },
  { what: 'its file in UTF-16', change: (to) => to.write('a.env', Buffer.from(`\ufeff${known}`, 'utf16le')) },
  {
    what: 'its file renamed',
    change: (to) => renameSync(join(to.path, 'a.env'), join(to.path, 'b.env')),
  },
  {
    what: 'its file renamed and edited',
    change: (to) => {
      renameSync(join(to.path, 'a.env'), join(to.path, 'b.env'));
      to.write('b.env', `${known}another line\n`);
    },
  },
  {
    what: 'its file moved to a folder, and another put in its place',
    change: (to) => {
      to.write('src/a.env', known);
      to.write('a.env', 'nothing of it\n');
    },
  },
  { what: 'its file copied', change: (to) => to.write('copy.env', known) },
  { what: 'its file made executable', change: (to) => to.git('update-index', '--chmod=+x', 'a.env') },
  { what: 'its file deleted', change: (to) => to.git('rm', '-q', 'a.env') },
];

it.each(moves)('a known secret is not new with $what', async ({ change }) => {
  const repository = knowing();
  change(repository);
  if (repository.git('diff', '--cached', '--name-only') === '') repository.git('add', '-A');
  repository.commitStaged('a change');
  const { findings, scan, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toEqual([]);
  expect(scan).toMatchObject({ complete: true, commits: 1 });
  expect(run.code).toBe(0);
});

it.each(moves)('nor is it new to the next commit with $what', async ({ change }) => {
  const repository = knowing();
  change(repository);
  if (repository.git('diff', '--cached', '--name-only') === '') repository.git('add', '-A');
  const { findings, scan, run } = await report(['staged'], { cwd: repository.path });
  expect(findings).toEqual([]);
  expect(scan).toMatchObject({ kind: 'staged', complete: true });
  expect(run.code).toBe(0);
});

it('two files that change their names with each other hold nothing new', async () => {
  const repository = knowing();
  repository.commitFile('b.env', `GROQ=${groqKey()}\n`);
  repository.git('tag', '-f', 'base');
  for (const [from, to] of [
    ['a.env', 'c'],
    ['b.env', 'a.env'],
    ['c', 'b.env'],
  ] as const) {
    renameSync(join(repository.path, from), join(repository.path, to));
  }
  repository.commit('swap');
  const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toEqual([]);
});

it('pasted into another file it is new there', async () => {
  const repository = knowing();
  const commit = repository.commitFile('notes.txt', `see\nthe key is ${key}\n`);
  const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toMatchObject([
    { occurrences: 1, places: [{ path: 'notes.txt', line: 2, column: 12, commit, present: true }] },
  ]);
});

it('another secret in its place is new, on the same line', async () => {
  const repository = knowing();
  const commit = repository.commitFile('a.env', known.replace(key, anthropicKey('other')));
  const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 21, column: 8, commit }] }]);
});

it('another secret beside it is new, and it is not', async () => {
  const repository = knowing();
  const commit = repository.commitFile('a.env', `${known}GROQ=${groqKey()}\n`);
  const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toMatchObject([{ rule: 'groq-api-key', places: [{ path: 'a.env', line: 42, column: 6, commit }] }]);
});

it('a renamed file with a new secret in it tells of the new one only', async () => {
  const repository = knowing();
  renameSync(join(repository.path, 'a.env'), join(repository.path, 'b.env'));
  const commit = repository.commitFile('b.env', `${known}GROQ=${groqKey()}\n`);
  const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toMatchObject([{ rule: 'groq-api-key', places: [{ path: 'b.env', line: 42, column: 6, commit }] }]);
});

it('a secret that comes in one commit and moves in the next is told of once for each path', async () => {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('tag', 'base');
  const first = repository.commitFile('a.env', known);
  repository.commitFile('a.env', `moved\n${known}`);
  renameSync(join(repository.path, 'a.env'), join(repository.path, 'b.env'));
  repository.commit('rename');
  const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
  expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 21, column: 8, commit: first }] }]);
});
