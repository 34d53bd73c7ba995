import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();

describe('audit finds a key in the message of a commit', () => {
  it.each([
    { where: 'in the subject', message: `use ${key} for now`, line: 1, column: 5 },
    { where: 'in the body', message: `a subject\n\nWith words.\nkey: ${key}\n`, line: 4, column: 6 },
    { where: 'in a trailer', message: `a subject\n\nbody\n\nApi-Key: ${key}\n`, line: 5, column: 10 },
    { where: 'behind non-ASCII text', message: `für 🦞 ${key}`, line: 1, column: 8 },
  ])('$where', async ({ message, line, column }) => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    const commit = repository.commit(message);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [
          {
            kind: 'commit-message',
            path: '',
            line,
            column,
            endLine: line,
            endColumn: column + key.length,
            commit,
            object: commit,
            author: 'Ada',
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });

  it('that merges', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    repository.git('checkout', '-q', '-b', 'topic');
    repository.commitFile('b.txt', 'b\n');
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', `merge with ${key}`, 'topic');
    const commit = repository.git('rev-parse', 'HEAD');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ kind: 'commit-message', line: 1, column: 12, commit }] }]);
  });

  it('that is signed, and has many headers', async () => {
    const repository = new TestRepository();
    const tree = repository.git('write-tree');
    const person = 'Ada <ada@example.org> 1700000000 +0000';
    const signature = '-----BEGIN SSH SIGNATURE-----\n U1NIU0lHAAAA\n -----END SSH SIGNATURE-----';
    const text = `tree ${tree}\nauthor ${person}\ncommitter ${person}\ngpgsig ${signature}\n\nsubject\n\n${key}\n`;
    const commit = repository.gitWith({ input: text }, 'hash-object', '-w', '-t', 'commit', '--stdin');
    repository.git('update-ref', 'refs/heads/main', commit);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ kind: 'commit-message', line: 3, column: 1, commit }] }]);
  });

  it('that a branch still leads to, though others came after it', async () => {
    const repository = new TestRepository();
    const commit = repository.commit(`use ${key}`);
    repository.commitFile('a.txt', 'a\n');
    const { findings } = await report(['audit'], { cwd: repository.path });
    // A message cannot be taken out by a later commit: the tip's history still has it.
    expect(findings).toMatchObject([{ places: [{ kind: 'commit-message', commit, reachable: true, present: true }] }]);
  });

  it('that no branch leads to any more', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    const commit = repository.commit(`use ${key}`);
    repository.git('reset', '-q', '--hard', 'HEAD~1');
    repository.git('reflog', 'expire', '--expire=now', '--all');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'commit-message', commit, line: 1, reachable: false, present: false }] },
    ]);
  });
});

describe('audit finds a key in the message of a tag', () => {
  it('on a commit', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    repository.git('tag', '-a', 'v1', '-m', `release\n\nwith ${key}`);
    const tag = repository.git('rev-parse', 'refs/tags/v1');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        places: [
          {
            kind: 'tag-message',
            path: '',
            line: 3,
            column: 6,
            object: tag,
            commit: '',
            ref: 'refs/tags/v1',
            author: 'Ada',
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });

  it('on a tag: the inner one, which only the outer one leads to', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    repository.git('tag', '-a', 'inner', '-m', `inner ${key}`);
    const inner = repository.git('rev-parse', 'refs/tags/inner');
    repository.git('tag', '-a', 'outer', '-m', 'outer', 'inner');
    repository.git('tag', '-d', 'inner');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'tag-message', line: 1, column: 7, object: inner, reachable: true, present: true }] },
    ]);
  });

  it('on a tag: the outer one', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    repository.git('tag', '-a', 'inner', '-m', 'inner');
    repository.git('tag', '-a', 'outer', '-m', `outer ${key}`, 'inner');
    const outer = repository.git('rev-parse', 'refs/tags/outer');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'tag-message', line: 1, column: 7, object: outer, ref: 'refs/tags/outer', reachable: true }] },
    ]);
  });

  it('that was deleted', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    repository.git('tag', '-a', 'v1', '-m', `release ${key}`);
    const tag = repository.git('rev-parse', 'refs/tags/v1');
    repository.git('tag', '-d', 'v1');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'tag-message', line: 1, column: 9, object: tag, reachable: false, present: false }] },
    ]);
  });
});

describe('audit finds a key in a note', () => {
  it('on a commit, and names the commit that brought the note', async () => {
    const repository = new TestRepository();
    const noted = repository.commitFile('a.txt', 'a\n');
    repository.git('notes', 'add', '-m', `see\nkey ${key}`, 'HEAD');
    const commit = repository.git('rev-parse', 'refs/notes/commits');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [
          {
            kind: 'note',
            path: noted,
            line: 2,
            column: 5,
            object: repository.blob('refs/notes/commits', noted),
            commit,
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });

  it('of another namespace, that was taken away since', async () => {
    const repository = new TestRepository();
    const noted = repository.commitFile('a.txt', 'a\n');
    repository.git('notes', '--ref=review', 'add', '-m', `key ${key}`, 'HEAD');
    const commit = repository.git('rev-parse', 'refs/notes/review');
    repository.git('notes', '--ref=review', 'remove', 'HEAD');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'note', path: noted, line: 1, column: 5, commit, reachable: true, present: false }] },
    ]);
  });
});

it('an author whose name is a key is found, and masked wherever a report names the author', async () => {
  const repository = new TestRepository();
  repository.write('a.env', `KEY=${anthropicKey('2')}\n`);
  repository.git('add', '-A');
  repository.gitWith({ env: { GIT_AUTHOR_NAME: key } }, 'commit', '-q', '-m', 'a commit');
  const commit = repository.git('rev-parse', 'HEAD');
  const { findings, run } = await report(['audit'], { cwd: repository.path });
  expect(findings).toHaveLength(2);
  expect(findings.flatMap((finding) => finding.places)).toMatchObject([
    { kind: 'commit-message', commit },
    { kind: 'file', path: 'a.env', commit },
  ]);
  expect(run.out + run.err).not.toContain(key.slice(20));
});
