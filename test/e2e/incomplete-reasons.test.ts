import { chmodSync, truncateSync, unlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type JsonReport, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';

const whysOf = ({ scan }: JsonReport): string[] => scan.skipped.map(({ why }) => why);
const neverFetched = 'never fetched into this partial clone: clone without --filter to scan everything';

/** Two commits, and in the second one a file of its own. */
function made(): { repository: TestRepository; id: string; file: string } {
  const repository = new TestRepository();
  repository.git('config', 'uploadpack.allowFilter', 'true');
  repository.commitFile('a.txt', 'a\n');
  repository.commitFile('b.txt', 'b\n');
  const id = repository.blob('HEAD', 'b.txt');
  return { repository, id, file: repository.objectFile(id) };
}

function breakFile(file: string): void {
  chmodSync(file, 0o644);
  truncateSync(file, 5);
}

describe('the reason that an object was not scanned is', () => {
  it('that git cannot read it, where it is there', async () => {
    const { repository, id, file } = made();
    breakFile(file);
    const audit = await report(['audit'], { cwd: repository.path });
    expect(audit.scan.skipped).toMatchObject([{ what: `object ${id}`, why: 'git cannot read it: see "git fsck"' }]);
    const range = await report(['range', 'HEAD~1..HEAD'], { cwd: repository.path });
    expect(range.scan.skipped).toMatchObject([{ what: 'b.txt', why: `git cannot read object ${id}: see "git fsck"` }]);
    repository.git('read-tree', 'HEAD~1');
    repository.stageObject('c.txt', id);
    expect(whysOf(await report(['staged'], { cwd: repository.path }))).toEqual(whysOf(range));
  });

  it('that it is not there, where it is missing', async () => {
    const { repository, id, file } = made();
    unlinkSync(file);
    const audit = await report(['audit'], { cwd: repository.path });
    expect(audit.scan.skipped).toMatchObject([
      { what: `object ${id}`, why: 'the history names it, and it is not in the repository: see "git fsck"' },
    ]);
    const why = `object ${id} is not in the repository: see "git fsck"`;
    expect(whysOf(await report(['range', 'HEAD~1..HEAD'], { cwd: repository.path }))).toEqual([why]);
    repository.git('read-tree', 'HEAD~1');
    repository.stageObject('c.txt', id);
    expect(whysOf(await report(['staged'], { cwd: repository.path }))).toEqual([why]);
  });

  it('that it was never fetched, in a partial clone', async () => {
    const clone = made().repository.clone('--filter=blob:none', '--no-checkout');
    clone.git('read-tree', 'HEAD~1');
    clone.stageObject('c.txt', clone.git('rev-parse', 'HEAD:b.txt'));
    for (const args of [['audit'], ['range', 'HEAD~1..HEAD'], ['staged']])
      expect(whysOf(await report(args, { cwd: clone.path }))).toEqual([neverFetched]);
  });

  it('that git cannot read it, in a partial clone that has it', async () => {
    const clone = made().repository.clone('--filter=blob:none', '--no-checkout');
    const id = clone.stage('c.txt', 'c\n');
    breakFile(clone.objectFile(id));
    const why = `git cannot read object ${id}: see "git fsck"`;
    expect(whysOf(await report(['staged'], { cwd: clone.path }))).toEqual([why]);
    const audit = await report(['audit'], { cwd: clone.path });
    expect(whysOf(audit)).toEqual(['git cannot read it: see "git fsck"', neverFetched]);
  });
});

describe('the reason that a commit was not compared is', () => {
  it('that its trees were never fetched, in a partial clone without them', async () => {
    const clone = made().repository.clone('--filter=tree:0', '--no-checkout');
    expect(whysOf(await report(['range', 'HEAD~1..HEAD'], { cwd: clone.path }))).toEqual([neverFetched]);
  });

  it('that git cannot read its trees, in a partial clone that has them', async () => {
    const clone = made().repository.clone('--filter=blob:none', '--no-checkout');
    clone.stage('c.txt', 'c\n');
    const commit = clone.git('commit-tree', '-p', 'HEAD', '-m', 'x', clone.git('write-tree'));
    breakFile(clone.objectFile(clone.git('rev-parse', `${commit}^{tree}`)));
    const why = 'git cannot read its trees: see "git fsck"';
    expect(whysOf(await report(['range', `HEAD..${commit}`], { cwd: clone.path }))).toEqual([why]);
  });
});
