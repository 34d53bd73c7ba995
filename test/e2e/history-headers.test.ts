import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { type Sarif, sarifFaults } from '../support/sarif.ts';
import { groqKey } from '../support/secrets.ts';

const key = groqKey();

function commitBy(env: NodeJS.ProcessEnv, message = 'a commit'): { repository: TestRepository; commit: string } {
  const repository = new TestRepository();
  repository.commitFile('a.txt', 'a\n');
  repository.gitWith({ env }, 'commit', '-q', '--allow-empty', '-m', message);
  return { repository, commit: repository.git('rev-parse', 'HEAD') };
}

/** Stores an object with any headers, and lets a ref lead to it. */
function forge(repository: TestRepository, type: 'commit' | 'tag', text: string, ref: string): string {
  const id = repository.gitWith({ input: text }, 'hash-object', '-w', '--literally', '-t', type, '--stdin');
  repository.git('update-ref', ref, id);
  return id;
}

const person = 'Ada <ada@example.org> 1700000000 +0000';

describe('a key in a header of a commit', () => {
  it('is placed in that header, by the lines of the object', async () => {
    const { repository, commit } = commitBy({ GIT_AUTHOR_NAME: key });
    const { findings } = await report(['audit'], { cwd: repository.path });
    const place = { kind: 'commit-message', header: 'author', commit, line: 3, column: 8, endLine: 3, endColumn: 64 };
    expect(findings).toMatchObject([{ places: [place] }]);
    const object = repository.git('cat-file', 'commit', commit).split('\n');
    expect(object[2]!.indexOf(key)).toBe(7);
    const range = await report(['range', 'HEAD~1..HEAD'], { cwd: repository.path });
    expect(range.findings).toMatchObject([{ places: [place] }]);
  });

  it('is told without a line that nobody would find', async () => {
    const { repository, commit } = commitBy({ GIT_AUTHOR_NAME: key, GIT_COMMITTER_EMAIL: key }, `see\n\n${key}`);
    const { out } = await clawback(['audit'], { cwd: repository.path });
    const short = commit.slice(0, 12);
    const lines = out.split('\n').filter((line) => line.includes(' of commit '));
    expect(lines.map((line) => line.trim().split('  ')[0])).toEqual([
      `author line of commit ${short}`,
      `committer line of commit ${short}`,
      `message of commit ${short}:3:1`,
    ]);
    expect(out).not.toMatch(/^ {2}> /m);
  });

  it('has a message of its own in SARIF', async () => {
    const { repository } = commitBy({ GIT_AUTHOR_NAME: key });
    const { out } = await clawback(['audit', '--format', 'sarif'], { cwd: repository.path });
    const document: Sarif = JSON.parse(out);
    expect(sarifFaults(document)).toEqual([]);
    expect(document.runs[0].results[0]!.locations[0]).toMatchObject({
      message: { text: 'author line of the object itself' },
    });
  });

  it('that has no known name is never quoted with it', async () => {
    const repository = new TestRepository();
    const tree = repository.git('write-tree');
    const text = `tree ${tree}\nauthor ${person}\ncommitter ${person}\n${key} x\n\nsubject\n`;
    const commit = forge(repository, 'commit', text, 'refs/heads/main');
    const { findings, run } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ kind: 'commit-message', header: 'other', line: 4, commit }] }]);
    expect(run.out).not.toContain(key);
    const { out } = await clawback(['audit'], { cwd: repository.path });
    expect(out).toContain(`\n  header of commit ${commit.slice(0, 12)}  `);
  });

  it('that ends the object, without a message', async () => {
    const repository = new TestRepository();
    const text = `tree ${repository.git('write-tree')}\nauthor ${person}\ncommitter ${key} <x> 1 +0000`;
    forge(repository, 'commit', text, 'refs/heads/main');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ header: 'committer', line: 3, column: 11 }] }]);
  });

  it('that merges a signed tag is placed in the tag it holds', async () => {
    const repository = new TestRepository();
    const tag = `object ${'0'.repeat(40)}\n type commit\n tag v1\n tagger ${person}\n \n see ${key}`;
    const text = `tree ${repository.git('write-tree')}\nauthor ${person}\ncommitter ${person}\nmergetag ${tag}\n\nx\n`;
    forge(repository, 'commit', text, 'refs/heads/main');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ header: 'mergetag', line: 9, column: 6 }] }]);
  });
});

it('a key in the tagger of a tag is placed there', async () => {
  const repository = new TestRepository();
  repository.commitFile('a.txt', 'a\n');
  repository.gitWith({ env: { GIT_COMMITTER_NAME: key } }, 'tag', '-a', 'v1', '-m', 'a release');
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings).toMatchObject([
    { places: [{ kind: 'tag-message', header: 'tagger', line: 4, column: 8, ref: 'refs/tags/v1' }] },
  ]);
  expect((await clawback(['audit'], { cwd: repository.path })).out).toContain('\n  tagger line of refs/tags/v1  ');
});

it('a key in the message has no header', async () => {
  const { repository } = commitBy({}, `use ${key}`);
  const { findings } = await report(['audit'], { cwd: repository.path });
  expect(findings[0]!.places[0]).toMatchObject({ kind: 'commit-message', line: 1, column: 5 });
  expect(findings[0]!.places[0]).not.toHaveProperty('header');
});
