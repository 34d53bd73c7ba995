import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexId, IdSet } from '../../../src/git/ids.ts';
import { listObjects } from '../../../src/git/objects.ts';
import { openPacks } from '../../../src/git/pack/packs.ts';
import { PackWalker, type SharedPack } from '../../../src/git/pack/walk.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { cleanEnvironment } from '../../support/clawback.ts';
import { TestPack } from '../../support/pack.ts';
import { TestRepository, temporaryFolder } from '../../support/repository.ts';

type Read = { objects: Map<string, Buffer>; failed: string[]; left: string[]; packs: SharedPack[]; made: number };

/** Reads all that the packs of a repository hold; what is left is in none of them. */
async function readPacks({ path }: { path: string }, memory?: number): Promise<Read> {
  const repository = await openRepository({ cwd: path, env: cleanEnvironment(), ambient: false });
  const { ids } = await listObjects(repository.context);
  const { packs, claimed } = openPacks(repository, IdSet.of(ids, repository.objectFormat), memory);
  const read: Read = { objects: new Map(), failed: [], left: ids.filter((_, n) => claimed[n] === 0), packs, made: 0 };
  for (const pack of packs) {
    const { table } = pack;
    const idOf = (entry: number): string => hexId(table.ids, entry * table.idLength, table.idLength);
    const walker = new PackWalker(pack);
    for (let root = 0; root < table.count; root += 1) {
      if (table.bases[root] !== -1 || table.types[root] === 0) continue;
      walker.walk<null>(root, {
        visit(entry, bytes, made) {
          if (made) read.made += 1;
          if (table.flags[entry] === 1) read.objects.set(idOf(entry), Buffer.from(bytes));
          return null;
        },
        fail: (entry) => read.failed.push(idOf(entry)),
      });
    }
    walker.close();
  }
  return read;
}

/** What git itself reads; nothing where it cannot. */
function byGit(repository: TestRepository, id: string): Buffer | null {
  try {
    const type = execFileSync('git', ['cat-file', '-t', id], { cwd: repository.path, stdio: 'pipe' }).toString().trim();
    return execFileSync('git', ['cat-file', type, id], { cwd: repository.path, stdio: 'pipe', maxBuffer: 1 << 28 });
  } catch {
    return null;
  }
}

/** A history of files that grow, shrink and move, so that most of it is stored as deltas. */
function historyOf(repository: TestRepository, versions = 12): void {
  const lines = Array.from({ length: 400 }, (_, n) => `line ${n} of a file that changes a little\n`);
  for (let version = 0; version < versions; version += 1) {
    lines.splice((version * 37) % lines.length, 3, `version ${version}\n`, `and more of ${version}\n`);
    repository.write('folder/file.txt', lines.join(''));
    repository.write('binary.dat', Buffer.concat([Buffer.from(lines.join('')), Buffer.alloc(2000, version)]));
    repository.commitFile(`own/${version}.txt`, `of version ${version}\n`);
  }
  repository.git('tag', '-a', 'v1', '-m', 'a tag');
}

function packIn(repository: TestRepository): string {
  const folder = join(repository.path, repository.git('rev-parse', '--git-path', 'objects/pack'));
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!);
}

/** Checks that each object is there once, as git has it. */
function expectAsGitHas(repository: TestRepository, { objects, failed }: Read): void {
  expect(failed).toEqual([]);
  for (const [id, bytes] of objects) expect(bytes.equals(byGit(repository, id)!), id).toBe(true);
}

describe('a pack is read as git reads it:', () => {
  for (const objectFormat of ['sha1', 'sha256'] as const) {
    for (const options of [[], ['--depth=1'], ['--depth=200', '--window=50']]) {
      it(`${objectFormat}, repacked with ${options.join(' ') || 'nothing said'}`, async () => {
        const repository = new TestRepository({ objectFormat });
        historyOf(repository);
        repository.git('repack', '-q', '-a', '-d', '-f', ...options);
        const read = await readPacks(repository);
        expect(read.left).toEqual([]);
        expect(read.objects.size).toBeGreaterThan(60);
        expect(read.made).toBeGreaterThan(10);
        expectAsGitHas(repository, read);
      });
    }
  }

  it('by the index of the first version', async () => {
    const repository = new TestRepository();
    historyOf(repository);
    repository.git('repack', '-q', '-a', '-d');
    const pack = packIn(repository);
    rmSync(pack.replace('.pack', '.idx'), { force: true });
    repository.git('index-pack', '--index-version=1', pack);
    const read = await readPacks(repository);
    expect(read.left).toEqual([]);
    expectAsGitHas(repository, read);
  });

  it('by an index whose offsets stand in the table for large ones', async () => {
    const repository = new TestRepository();
    historyOf(repository);
    repository.git('repack', '-q', '-a', '-d');
    const pack = packIn(repository);
    rmSync(pack.replace('.pack', '.idx'), { force: true });
    repository.git('index-pack', '--index-version=2,0x40', pack);
    const read = await readPacks(repository);
    expect(read.left).toEqual([]);
    expectAsGitHas(repository, read);
  });

  it('with deltas that name their base by its id', async () => {
    const repository = new TestRepository();
    historyOf(repository);
    const ids = repository.git('rev-list', '--objects', '--all').replace(/ .*$/gm, '');
    const folder = temporaryFolder();
    const bare = new TestRepository({ bare: true, path: folder });
    const packed = execFileSync('git', ['pack-objects', '-q', '--stdout', '--no-delta-base-offset'], {
      cwd: repository.path,
      input: ids,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    bare.gitWith({ input: packed }, 'index-pack', '--stdin');
    const read = await readPacks(bare);
    expect(read.left).toEqual([]);
    expect(read.made).toBeGreaterThan(10);
    expectAsGitHas(bare, read);
  });

  it('each object once, where several packs and loose files hold it, and those of alternates too', async () => {
    const origin = new TestRepository();
    historyOf(origin);
    origin.git('repack', '-q', '-a', '-d');
    const repository = new TestRepository();
    execFileSync('git', ['clone', '-q', '--shared', origin.path, join(repository.path, 'clone')]);
    const clone = new TestRepository({ path: join(repository.path, 'clone'), existing: true });
    clone.commitFile('more.txt', 'more\n');
    const loose = await readPacks(clone);
    expect(loose.left).toHaveLength(3);
    expectAsGitHas(clone, loose);
    clone.git('repack', '-q', '-a');
    const packed = await readPacks(clone);
    expect(packed.packs).toHaveLength(2);
    expect(packed.left).toEqual([]);
    expectAsGitHas(clone, packed);
  });

  it('from its file, where memory has no room for it', async () => {
    const repository = new TestRepository();
    historyOf(repository);
    repository.git('repack', '-q', '-a', '-d', '-f');
    const read = await readPacks(repository, 0);
    expect(read.packs.map(({ source }) => source.memory)).toEqual([null]);
    expect(read.left).toEqual([]);
    expectAsGitHas(repository, read);
  });

  it('though git packs anew meanwhile, as far as it was opened', async () => {
    const repository = new TestRepository();
    historyOf(repository);
    repository.git('repack', '-q', '-a', '-d');
    const read = await readPacks(repository);
    repository.commitFile('later.txt', 'later\n');
    repository.git('repack', '-q', '-a', '-d', '-f');
    expectAsGitHas(repository, read);
  });

  it('a chain of which more is held than memory allows is made again', async () => {
    const repository = new TestRepository();
    const content = randomBytes(9 << 20);
    for (let version = 0; version < 12; version += 1) {
      content.write(`version ${version}`, 1000 * version);
      repository.write('large.bin', content);
      repository.commitFile('n.txt', `${version}\n`);
    }
    repository.git('-c', 'core.bigFileThreshold=1g', 'repack', '-q', '-a', '-d', '-f', '--depth=50', '--window=50');
    const read = await readPacks(repository);
    expect(read.made).toBeGreaterThan(8);
    expectAsGitHas(repository, read);
  });
});

describe('a pack that lies is no harm:', () => {
  it('whatever byte of it is wrong, what is read is what git reads, and the rest is named', async () => {
    const origin = new TestRepository();
    historyOf(origin, 5);
    origin.git('repack', '-q', '-a', '-d', '-f');
    const [pack, whole] = [packIn(origin), readFileSync(packIn(origin))];
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        const bare = new TestRepository({ bare: true, path: folder });
        const damaged = Buffer.from(whole);
        damaged[at]! ^= 1 << bit;
        const own = join(folder, 'objects/pack', 'pack-test.pack');
        writeFileSync(own, damaged);
        copyFileSync(pack.replace('.pack', '.idx'), own.replace('.pack', '.idx'));
        const read = await readPacks(bare);
        for (const [id, bytes] of read.objects) {
          // Where git refuses more, it may: what was read has the length and the checksum that it says.
          const known = byGit(bare, id);
          if (known !== null) expect(bytes.equals(known)).toBe(true);
        }
        for (const id of [...read.failed, ...read.left]) expect(read.objects.has(id)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('an object that says it is larger than what is packed could be is not made', async () => {
    const repository = new TestRepository({ bare: true });
    const pack = new TestPack();
    const id = pack.add('blob', 'small\n');
    pack.store(repository);
    const path = packIn(repository);
    const bytes = readFileSync(path);
    // The header is at 12: one byte of type and size. What it says becomes fifteen bytes.
    bytes[12] = (bytes[12]! & 0xf0) | 15;
    rmSync(path, { force: true });
    writeFileSync(path, bytes);
    const { objects, failed, left } = await readPacks(repository);
    expect(objects.has(id)).toBe(false);
    expect([...failed, ...left]).toEqual([id]);
  });
});
