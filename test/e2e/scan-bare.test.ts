import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

const refusal = 'a bare repository has no work tree: use "clawback audit"';

function leaking(): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('a.env', `KEY=${groqKey()}\n`);
  return repository;
}

describe('a bare repository is not taken for a clean one', () => {
  it.each(['scan', 'staged'])('by %s from inside', async (command) => {
    const { path } = leaking().clone('--bare');
    expect(await refused([command], { cwd: path })).toBe(refusal);
    expect(await refused([command], { cwd: join(path, 'objects') })).toBe(refusal);
  });

  it('by scan of its path, alone or beside others', async () => {
    const repository = leaking();
    const { path } = repository.clone('--bare');
    expect(await refused(['scan', path], { cwd: '/' })).toBe(refusal);
    expect(await refused(['scan', '.', path], { cwd: repository.path })).toBe(refusal);
  });

  it('and a linked work tree of it is scanned as ever', async () => {
    const bare = leaking().clone('--bare');
    const path = join(temporaryFolder(), 'linked');
    bare.git('worktree', 'add', '-q', path);
    expect((await report(['scan'], { cwd: path })).findings).toHaveLength(1);
    TestRepository.at(path).stage('b.env', `KEY=${groqKey('2')}\n`);
    expect((await report(['staged'], { cwd: path })).findings).toHaveLength(1);
  });
});

describe("git's own folder", () => {
  const inside = 'a git folder has no work tree: use "clawback audit"';

  it('is not scanned as files', async () => {
    const { path } = leaking();
    expect(await refused(['scan'], { cwd: join(path, '.git') })).toBe(inside);
    expect(await refused(['scan', '.git/objects'], { cwd: path })).toBe(inside);
  });

  it('has files that may be named', async () => {
    const repository = leaking();
    repository.git('config', 'remote.origin.url', `https://x:${groqKey('2')}@example.org/`);
    expect((await clawback(['scan', '.git/config'], { cwd: repository.path })).code).toBe(1);
  });

  it('knows what is staged', async () => {
    const repository = leaking();
    repository.stage('b.env', `KEY=${groqKey('2')}\n`);
    const { findings } = await report(['staged'], { cwd: join(repository.path, '.git') });
    expect(findings).toMatchObject([{ places: [{ path: 'b.env' }] }]);
  });
});
