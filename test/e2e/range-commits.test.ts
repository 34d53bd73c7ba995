import { describe, expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `KEY=${key}\n`;

function started(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('tag', 'base');
  return repository;
}

describe('a range reports what any of its commits brought:', () => {
  it('its last one', async () => {
    const repository = started();
    const commit = repository.commitFile('src/a.env', `\n${secret}`);
    const { findings, scan, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(run.code).toBe(1);
    expect(scan).toMatchObject({ kind: 'range', complete: true, commits: 1, skipped: [] });
    expect(findings).toMatchObject([
      {
        occurrences: 1,
        places: [
          {
            kind: 'file',
            path: 'src/a.env',
            line: 2,
            column: 5,
            offset: 5,
            commit,
            object: repository.blob('HEAD', 'src/a.env'),
            author: 'Ada',
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });

  it('one in the middle, though a later one took it out again', async () => {
    const repository = started();
    const commit = repository.commitFile('a.env', secret);
    repository.commitFile('a.env', '# clean\n');
    repository.commitFile('b.txt', 'b\n');
    const { findings, scan } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(scan.commits).toBe(3);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5, commit, present: false }] }]);
  });

  it('one in the middle, though a later one deleted the file', async () => {
    const repository = started();
    const commit = repository.commitFile('a.env', secret);
    repository.git('rm', '-q', 'a.env');
    repository.commitStaged();
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: false }] }]);
  });

  it('one that brings back what the one before it took out', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.env', secret);
    repository.git('tag', 'base');
    repository.commitFile('a.env', '# clean\n');
    const commit = repository.commitFile('a.env', secret, 'revert');
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('more than thirty commits before its end', async () => {
    const repository = started();
    const commit = repository.commitFile('a.env', secret);
    for (let number = 0; number < 35; number += 1) {
      repository.git('commit', '-q', '--allow-empty', '-m', `commit ${number}`);
    }
    const { findings, scan } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(scan.commits).toBe(36);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('one that begins a history of its own', async () => {
    const repository = started();
    repository.git('checkout', '-q', '--orphan', 'other');
    repository.git('rm', '-q', '-rf', '.');
    const commit = repository.commitFile('a.env', secret);
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('one whose date is older than the base', async () => {
    const repository = started();
    repository.write('a.env', secret);
    repository.git('add', '-A');
    const old = '1000000000 +0000';
    repository.gitWith({ env: { GIT_AUTHOR_DATE: old, GIT_COMMITTER_DATE: old } }, 'commit', '-q', '-m', 'old');
    const commit = repository.git('rev-parse', 'HEAD');
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, date: '2001-09-09T01:46:40+00:00' }] }]);
  });

  it('two that bring the same at one path: the first is named', async () => {
    const repository = started();
    const first = repository.commitFile('a.env', secret);
    repository.commitFile('a.env', '# clean\n');
    repository.commitFile('a.env', `# again\n${secret}`);
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { occurrences: 2, places: [{ path: 'a.env', line: 1, column: 5, commit: first, present: true }] },
    ]);
  });
});

describe('merges in a range:', () => {
  /** The base, a topic branch with one commit, and main with another. */
  function forked(): TestRepository {
    const repository = started();
    repository.git('checkout', '-q', '-b', 'topic');
    repository.commitFile('topic.txt', 'topic\n');
    repository.git('checkout', '-q', 'main');
    repository.commitFile('main.txt', 'main\n');
    return repository;
  }

  it('what a merge brings by itself is new with the merge', async () => {
    const repository = forked();
    repository.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
    const merge = repository.commitFile('start.txt', `start\n${secret}`);
    const { findings } = await report(['range', 'HEAD~1..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'start.txt', line: 2, column: 5, commit: merge }] }]);
  });

  it('what an octopus brings by itself is new with it', async () => {
    const repository = forked();
    repository.git('checkout', '-q', '-b', 'third', 'base');
    repository.commitFile('third.txt', 'third\n');
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--no-commit', 'topic', 'third');
    const merge = repository.commitFile('a.env', secret);
    const { findings, scan } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(scan.commits).toBe(4);
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit: merge, present: true }] }]);
  });

  it('what a topic branch brought is told of its own commit', async () => {
    const repository = forked();
    repository.git('checkout', '-q', 'topic');
    const commit = repository.commitFile('a.env', secret);
    repository.commitFile('a.env', '# clean\n');
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
    const { findings } = await report(['range', 'HEAD~1..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: false }] }]);
  });

  it('what the base branch brought to a topic branch by a merge is not new', async () => {
    const repository = forked();
    repository.commitFile('a.env', secret);
    repository.git('checkout', '-q', 'topic');
    repository.git('merge', '-q', '--no-ff', '-m', 'update branch', 'main');
    const { findings, scan, run } = await report(['range', 'main..topic'], { cwd: repository.path });
    expect(run.code).toBe(0);
    expect(scan.commits).toBe(2);
    expect(findings).toEqual([]);
  });

  it('commits from before the branch was updated are still seen', async () => {
    const repository = forked();
    repository.git('checkout', '-q', 'topic');
    const commit = repository.commitFile('a.env', secret);
    repository.git('checkout', '-q', 'main');
    repository.commitFile('later.txt', 'later\n');
    repository.git('checkout', '-q', 'topic');
    repository.git('merge', '-q', '--no-ff', '-m', 'update branch', 'main');
    const { findings } = await report(['range', 'main..topic'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('what one side has is not new in a merge that changes the same file otherwise', async () => {
    const repository = started();
    const lines = (words: string[]) => `${words.join('\n')}\n`;
    repository.commitFile('a.env', lines(['one', 'two', 'three', 'four', 'five', 'six', 'seven']));
    repository.git('checkout', '-q', '-b', 'topic');
    const commit = repository.commitFile(
      'a.env',
      lines(['one', `KEY=${key}`, 'three', 'four', 'five', 'six', 'seven']),
    );
    repository.git('checkout', '-q', 'main');
    repository.commitFile('a.env', lines(['one', 'two', 'three', 'four', 'five', 'SIX', 'seven']));
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ occurrences: 1, places: [{ path: 'a.env', line: 2, column: 5, commit }] }]);
    const onlyMerge = await report(['range', 'main~1..main', '--format', 'json'], { cwd: repository.path });
    expect(onlyMerge.findings.flatMap((finding) => finding.places.map((place) => place.commit))).toEqual([commit]);
  });

  it('a file that one side renamed and the other edited holds nothing new', async () => {
    const repository = new TestRepository();
    const lines = 'a line of text that stays as it is\n'.repeat(20);
    repository.commitFile('old.env', `${lines}${secret}${lines}`);
    repository.git('tag', 'base');
    repository.git('checkout', '-q', '-b', 'topic');
    repository.git('mv', 'old.env', 'new.env');
    repository.commitStaged('rename');
    repository.git('checkout', '-q', 'main');
    repository.commitFile('old.env', `an edit\n${lines}${secret}${lines}`);
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
    expect(repository.git('ls-files')).toBe('new.env');
    const { findings, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toEqual([]);
    expect(run.code).toBe(0);
  });
});

describe('what else a commit of a range may hold:', () => {
  it('a key in its message', async () => {
    const repository = started();
    const commit = repository.commit(`subject\n\nbody ${key}`);
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([
      {
        places: [
          {
            kind: 'commit-message',
            path: '',
            line: 3,
            column: 6,
            commit,
            object: commit,
            reachable: true,
            present: true,
          },
        ],
      },
    ]);
  });

  it('a message outside the range is not its own', async () => {
    const repository = started();
    repository.commit(`before ${key}`);
    repository.git('tag', '-f', 'base');
    repository.commitFile('b.txt', 'b\n');
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toEqual([]);
  });

  it('a key in the name of a file', async () => {
    const repository = started();
    repository.stage(`docs/${key}.md`, 'nothing here\n');
    const commit = repository.commitStaged();
    const { findings, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ kind: 'filename', path: 'docs/sk-ant-api…(108).md', line: 1, column: 6, commit, present: true }] },
    ]);
    expect(run.out).not.toContain(key.slice(20));
  });

  it.each(['', 'naïve 🦞 '])('another file in a folder whose name is known is nothing new: %j', async (before) => {
    const repository = started();
    repository.stage(`${before}${key}/a.md`, 'nothing here\n');
    repository.commitStaged();
    repository.git('tag', '-f', 'base');
    repository.stage(`${before}${key}/b.md`, 'nothing here either\n');
    repository.commitStaged();
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toEqual([]);
  });

  it('several new files in one new folder whose name is a key: the folder is told of once', async () => {
    const repository = started();
    repository.stage(`${key}/a.md`, 'nothing here\n');
    repository.stage(`${key}/b.md`, 'nothing here either\n');
    const commit = repository.commitStaged();
    const range = await report(['range', 'base..HEAD'], { cwd: repository.path });
    const audit = await report(['audit'], { cwd: repository.path });
    for (const { findings } of [range, audit]) {
      expect(findings).toMatchObject([{ places: [{ kind: 'filename', column: 1, commit, present: true }] }]);
    }
  });

  it.each([
    { what: 'a file that git is told not to diff', attributes: '* -diff\n', content: secret as string | Buffer },
    { what: 'a file that git is told is binary', attributes: '* binary\n', content: secret },
    { what: 'UTF-16', attributes: '', content: Buffer.from(`\ufeff${secret}`, 'utf16le') },
    { what: 'UTF-16 without a byte order mark', attributes: '', content: Buffer.from(secret, 'utf16le') },
  ])('$what', async ({ attributes, content }) => {
    const repository = started();
    repository.commitFile('.gitattributes', attributes);
    const commit = repository.commitFile('a.env', content);
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5, commit, present: true }] }]);
  });

  it('a symbolic link that becomes a file', async () => {
    const repository = started();
    repository.link('settings', 'start.txt');
    repository.commit();
    repository.git('tag', '-f', 'base');
    repository.stage('settings', secret);
    const commit = repository.commitStaged();
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'settings', line: 1, column: 5, commit }] }]);
  });

  it('a symbolic link whose target is a key', async () => {
    const repository = started();
    repository.link('current', key);
    const commit = repository.commit();
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ kind: 'file', path: 'current', line: 1, column: 1, commit }] }]);
  });

  it('a submodule that becomes a file: what it pointed at is no object that is missing', async () => {
    const repository = started();
    repository.stageObject('sub', '1'.repeat(40), '160000');
    repository.commitStaged();
    repository.git('tag', '-f', 'base');
    repository.stage('sub', secret);
    const commit = repository.commitStaged();
    const { findings, scan, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'sub', line: 1, column: 5, commit }] }]);
    expect(scan).toMatchObject({ complete: true, skipped: [] });
    expect(run.code).toBe(1);
  });

  it('a submodule that is moved to another commit', async () => {
    const repository = started();
    repository.stageObject('sub', '1'.repeat(40), '160000');
    repository.commitStaged();
    repository.stageObject('sub', '2'.repeat(40), '160000');
    repository.commitStaged();
    const { scan, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(scan).toMatchObject({ complete: true, commits: 2, skipped: [] });
    expect(run.code).toBe(0);
  });

  it('a path that is not UTF-8', async () => {
    const repository = started();
    const bytes = Buffer.from('caf\xe9\n"\t.env', 'latin1');
    repository.stage(bytes, secret);
    const commit = repository.commitStaged();
    const { findings } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { places: [{ path: 'caf\\xe9\n"\t.env', pathBytes: bytes.toString('base64'), commit, present: true }] },
    ]);
  });
});
