import { describe, expect, it } from 'vitest';
import { History } from '../../src/git/history.ts';
import { locate } from '../../src/git/places.ts';
import { openRepository } from '../../src/git/repository.ts';
import { cleanEnvironment } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';

const open = async (repository: TestRepository): Promise<History> =>
  History.open(await openRepository({ cwd: repository.path, env: cleanEnvironment(), ambient: false }));

async function readAll(history: History): Promise<string[]> {
  const names: string[] = [];
  for await (const blobs of history.read(() => {}))
    for (const { kind, id } of blobs) if (kind === 'name') names.push(id);
  return names;
}

describe('what changes while a history is read makes no difference:', () => {
  it('a commit and a staged file that come are not missed', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    const history = await open(repository);
    repository.commitFile('b.txt', 'b\n');
    repository.stage('c.txt', 'c\n');
    expect(await readAll(history)).toEqual(['a.txt']);
    expect(await history.gaps()).toEqual([]);
  });

  it('a staged file and a branch that go stand where they stood', async () => {
    const repository = new TestRepository();
    repository.commitFile('a.txt', 'a\n');
    repository.git('checkout', '-q', '-b', 'topic');
    const commit = repository.commitFile('b.txt', 'b\n');
    const committed = repository.blob('HEAD', 'b.txt');
    repository.git('checkout', '-q', 'main');
    const staged = repository.stage('c.txt', 'c\n');
    const history = await open(repository);
    repository.git('reset', '-q', '--hard');
    repository.git('branch', '-q', '-D', 'topic');
    repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
    expect(await readAll(history)).toContain('c.txt');
    const wanted = { blobs: new Set([committed, staged]), names: new Set(''), commits: new Set(''), tags: new Set('') };
    const { places } = await locate(history, wanted);
    expect(places.get(`blob:${committed}`)).toMatchObject([{ path: 'b.txt', commit, reachable: true, present: true }]);
    expect(places.get(`blob:${staged}`)).toMatchObject([{ path: 'c.txt', commit: '', reachable: true, present: true }]);
  });
});
