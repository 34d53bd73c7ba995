import { unlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();
const secret = `KEY=${key}\n`;

/** A base, a commit with a plain file below a folder, and one with a secret. */
function made(): { repository: TestRepository; plain: string; leak: string } {
  const repository = new TestRepository();
  repository.commitFile('start.txt', 'start\n');
  repository.git('tag', 'base');
  const plain = repository.commitFile('src/plain.txt', 'plain\n');
  const leak = repository.commitFile('a.env', secret);
  return { repository, plain, leak };
}

/** Takes an object away. */
function lose(repository: TestRepository, revision: string): string {
  const id = repository.git('rev-parse', revision);
  unlinkSync(repository.objectFile(id));
  return id;
}

describe('a range is incomplete, and what can be read of it is scanned, without', () => {
  it('a blob of it, which is named by its path', async () => {
    const { repository, plain, leak } = made();
    lose(repository, `${plain}:src/plain.txt`);
    const { findings, scan, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5, commit: leak }] }]);
    expect(scan.complete).toBe(false);
    expect(scan.skipped).toMatchObject([{ what: 'src/plain.txt', incomplete: true }]);
    expect(run.code).toBe(2);
    const allowed = await report(['range', 'base..HEAD', '--allow-incomplete'], { cwd: repository.path });
    expect(allowed.run.code).toBe(1);
  });

  it('a tree of it', async () => {
    const { repository, plain } = made();
    lose(repository, `${plain}^{tree}`);
    const { scan, run } = await report(['range', `base..${plain}`], { cwd: repository.path });
    expect(scan.complete).toBe(false);
    expect(run.code).toBe(2);
  });

  it('a tree of it in the middle: what comes after is scanned', async () => {
    const { repository, plain } = made();
    lose(repository, `${plain}^{tree}`);
    const after = repository.commitFile('b.env', `KEY=${anthropicKey('2')}\n`);
    const { findings, scan, run } = await report(['range', 'base..HEAD'], { cwd: repository.path });
    expect(findings.flatMap((finding) => finding.places)).toContainEqual(
      expect.objectContaining({ path: 'b.env', commit: after }),
    );
    expect(scan.complete).toBe(false);
    expect(run.code).toBe(2);
  });

  it('the tree of a folder', async () => {
    const { repository, plain } = made();
    lose(repository, `${plain}:src`);
    const { scan, run } = await report(['range', `base..${plain}`], { cwd: repository.path });
    expect(scan.complete).toBe(false);
    expect(run.code).toBe(2);
  });

  it('a commit of it', async () => {
    const { repository, plain } = made();
    lose(repository, plain);
    const run = await clawback(['range', 'base..HEAD'], { cwd: repository.path });
    expect(run.code).toBe(2);
  });

  it('the message of a tag that is pushed', async () => {
    const { repository } = made();
    repository.git('tag', '-a', '-m', 'inner', 'inner');
    repository.git('tag', '-a', '-m', 'outer', 'outer', 'inner');
    const outer = repository.git('rev-parse', 'refs/tags/outer');
    lose(repository, 'refs/tags/inner');
    const stdin = `refs/tags/outer ${outer} refs/tags/outer ${'0'.repeat(40)}\n`;
    expect((await clawback(['range', '--since-push'], { cwd: repository.path, stdin })).code).toBe(2);
  });

  it('what the changed file was before', async () => {
    const { repository } = made();
    const commit = repository.commitFile('src/plain.txt', `KEY=${anthropicKey('2')}\n`);
    const id = lose(repository, `${commit}~1:src/plain.txt`);
    const { findings, scan, run } = await report(['range', `${commit}~1..${commit}`], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'src/plain.txt', line: 1, column: 5, commit }] }]);
    expect(JSON.stringify(scan.skipped)).toContain(id);
    expect(run.code).toBe(2);
  });
});

it('a HEAD that names nothing is no history without a push', async () => {
  const { repository } = made();
  repository.write('.git/refs/heads/main', `${'1'.repeat(40)}\n`);
  expect((await clawback(['range', '--since-push'], { cwd: repository.path })).code).toBe(2);
});

describe('a commit in the making is incomplete without', () => {
  it('a blob of it, which is named by its path', async () => {
    const { repository } = made();
    repository.stage('b.env', `KEY=${anthropicKey('2')}\n`);
    repository.stage('gone.env', 'gone\n');
    lose(repository, ':gone.env');
    const { findings, scan, run } = await report(['staged'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'b.env', line: 1, column: 5 }] }]);
    expect(scan.skipped).toMatchObject([{ what: 'gone.env', incomplete: true }]);
    expect(run.code).toBe(2);
  });

  it("HEAD's tree", async () => {
    const { repository } = made();
    lose(repository, 'HEAD^{tree}');
    expect((await clawback(['staged'], { cwd: repository.path })).code).toBe(2);
  });

  it("HEAD's commit", async () => {
    const { repository } = made();
    repository.stage('clean.txt', 'clean\n');
    lose(repository, 'HEAD');
    expect((await clawback(['staged'], { cwd: repository.path })).code).toBe(2);
  });

  it.each(['topic', 'topic^{tree}'])('the other side of a merge: %s', async (lost) => {
    const { repository } = made();
    repository.git('checkout', '-q', '-b', 'topic', 'base');
    repository.commitFile('topic.txt', 'topic\n');
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--no-commit', '--no-ff', 'topic');
    repository.stage('evil.env', `KEY=${anthropicKey('evil')}\n`);
    lose(repository, lost);
    expect((await clawback(['staged'], { cwd: repository.path })).code).toBe(2);
  });
});
