import { chmodSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

const key = anthropicKey();

/** A secret in the first commit, and a plain file below a folder in the second. */
function made(secret = `KEY=${key}\n`): TestRepository {
  const repository = new TestRepository();
  repository.commitFile('a.env', secret);
  repository.commitFile('src/plain.txt', `${'some plain text, '.repeat(50)}\n`);
  repository.git('tag', '-a', '-m', 'a release', 'v1');
  return repository;
}

function overwrite(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  change(bytes);
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}

/** Ways in which a file with one object goes bad. */
const harms: { how: string; harm: (file: string) => void }[] = [
  {
    how: 'has wrong bytes',
    harm: (file) => overwrite(file, (bytes) => bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 8)),
  },
  { how: 'has a wrong first byte', harm: (file) => overwrite(file, (bytes) => bytes.fill(0xff, 0, 2)) },
  {
    how: 'is cut off',
    harm: (file) => {
      chmodSync(file, 0o644);
      truncateSync(file, readFileSync(file).length >> 1);
    },
  },
  {
    how: 'is empty',
    harm: (file) => {
      chmodSync(file, 0o644);
      truncateSync(file, 0);
    },
  },
  { how: 'is gone', harm: (file) => unlinkSync(file) },
];

/** Objects that an audit needs. */
const objects: { what: string; revision: string }[] = [
  { what: 'a blob', revision: 'HEAD:src/plain.txt' },
  { what: 'a tree', revision: 'HEAD:src' },
  { what: "a commit's tree", revision: 'HEAD^{tree}' },
  { what: "a tip's commit", revision: 'HEAD' },
  { what: "a commit's parent", revision: 'HEAD~1' },
  { what: 'a tag', revision: 'v1' },
];

const damages = objects.flatMap((object) => harms.map((harm) => ({ ...object, ...harm })));

it.each(damages)(
  '$what that $how is named, the rest is scanned, and the exit code is 2',
  async ({ revision, harm }) => {
    const repository = made();
    const id = repository.git('rev-parse', revision);
    harm(repository.objectFile(id));
    const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ kind: 'file', path: 'a.env', line: 1, column: 5, present: true }] }]);
    expect(scan.complete).toBe(false);
    expect(run.code).toBe(2);
    expect(JSON.stringify(scan.skipped.filter((skip) => skip.incomplete))).toContain(id);
  },
);

describe('with --allow-incomplete the exit code follows the findings, where', () => {
  it.each(damages.filter(({ how }) => how === harms[0]!.how))('$what $how', async ({ revision, harm }) => {
    const leaking = made();
    harm(leaking.objectFile(leaking.git('rev-parse', revision)));
    const leaks = await report(['audit', '--allow-incomplete'], { cwd: leaking.path });
    expect(leaks.run.code).toBe(1);
    const clean = made('# nothing\n');
    harm(clean.objectFile(clean.git('rev-parse', revision)));
    const nothing = await report(['audit', '--allow-incomplete'], { cwd: clean.path });
    expect(nothing.run.code).toBe(0);
    expect(nothing.scan.complete).toBe(false);
  });
});

it('a secret in an object that is damaged is not claimed to be looked for', async () => {
  const repository = made();
  const id = repository.blob('HEAD', 'a.env');
  unlinkSync(repository.objectFile(id));
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(findings).toEqual([]);
  expect(scan.complete).toBe(false);
  expect(run.code).toBe(2);
});

it('several damaged objects are each named', async () => {
  const repository = made();
  const ids = [0, 1, 2].map((index) => repository.store(`a dangling object ${index} `.repeat(40)));
  for (const id of ids) harms[0]!.harm(repository.objectFile(id));
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(run.code).toBe(2);
  expect(findings).toHaveLength(1);
  for (const id of ids) expect(scan.skipped.map((skip) => skip.what)).toContain(`object ${id}`);
});

it('at a terminal the damaged object is named too', async () => {
  const repository = made();
  const id = repository.blob('HEAD', 'src/plain.txt');
  harms[0]!.harm(repository.objectFile(id));
  const { code, out } = await clawback(['audit'], { cwd: repository.path });
  expect(code).toBe(2);
  expect(out).toMatch(new RegExp(`^not scanned: .*${id}.*$`, 'm'));
  expect(out).toContain('INCOMPLETE');
});

it('an object that only the index has, and that is gone, is named', async () => {
  const repository = made();
  const id = repository.stage('index.env', 'only in the index\n');
  unlinkSync(repository.objectFile(id));
  const { scan, run } = await report(['audit'], { cwd: repository.path });
  expect(run.code).toBe(2);
  expect(JSON.stringify(scan.skipped)).toContain(id);
});

it('a branch that names nothing makes an audit incomplete', async () => {
  const repository = made();
  repository.write('.git/refs/heads/broken', `${'1'.repeat(40)}\n`);
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(findings).toHaveLength(1);
  expect(scan.complete).toBe(false);
  expect(run.code).toBe(2);
});

it('what garbage collection left half of makes an audit no less complete', async () => {
  const repository = made();
  repository.git('checkout', '-q', '--detach');
  repository.commitFile('dropped.txt', 'dropped\n');
  const blob = repository.blob('HEAD', 'dropped.txt');
  repository.git('checkout', '-q', 'main');
  repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
  unlinkSync(repository.objectFile(blob));
  const { scan, run } = await report(['audit'], { cwd: repository.path });
  expect(scan).toMatchObject({ complete: true, skipped: [] });
  expect(run.code).toBe(1);
});

describe('a damaged pack: the secret that is loose beside it is found, and the exit code is 2, where', () => {
  /** Everything in one pack but for a loose blob with a secret. */
  function packed(): { repository: TestRepository; pack: string; object: string } {
    const repository = made('# nothing\n');
    for (let version = 0; version < 5; version += 1) {
      repository.commitFile('src/plain.txt', `${'some plain text, '.repeat(50)}\n${version}\n`);
    }
    repository.git('repack', '-q', '-adf');
    const object = repository.stage('loose.env', `KEY=${key}\n`);
    const folder = join(repository.path, '.git/objects/pack');
    const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!);
    return { repository, pack, object };
  }

  const packHarms: { how: string; harm: (pack: string) => void }[] = [
    {
      how: 'bytes of the pack are wrong',
      harm: (pack) => overwrite(pack, (bytes) => bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 40)),
    },
    { how: 'the pack has a wrong first byte', harm: (pack) => overwrite(pack, (bytes) => bytes.fill(0, 0, 4)) },
    {
      how: 'the pack is cut off',
      harm: (pack) => {
        chmodSync(pack, 0o644);
        truncateSync(pack, readFileSync(pack).length >> 1);
      },
    },
    {
      how: 'the pack is empty',
      harm: (pack) => {
        chmodSync(pack, 0o644);
        truncateSync(pack, 0);
      },
    },
    { how: 'the pack is gone', harm: (pack) => unlinkSync(pack) },
    { how: 'the index of the pack is gone', harm: (pack) => unlinkSync(pack.replace(/pack$/, 'idx')) },
    {
      how: 'the index of the pack is cut off',
      harm: (pack) => {
        const idx = pack.replace(/pack$/, 'idx');
        chmodSync(idx, 0o644);
        truncateSync(idx, readFileSync(idx).length >> 1);
      },
    },
  ];

  it.each(packHarms)('$how', async ({ harm }) => {
    const { repository, pack, object } = packed();
    harm(pack);
    const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'loose.env', line: 1, column: 5, object }] }]);
    expect(scan.complete).toBe(false);
    expect(scan.skipped.filter((skip) => skip.incomplete)).not.toEqual([]);
    expect(run.code).toBe(2);
    const allowed = await report(['audit', '--allow-incomplete'], { cwd: repository.path });
    expect(allowed.run.code).toBe(1);
  });
});

it('a pack of objects that nothing leads to, whose index is broken, makes an audit incomplete', async () => {
  const repository = made();
  const id = repository.store('a dangling object\n');
  const name = repository.gitWith({ input: `${id}\n` }, 'pack-objects', '-q', '.git/objects/pack/pack');
  unlinkSync(repository.objectFile(id));
  const idx = join(repository.path, `.git/objects/pack/pack-${name}.idx`);
  chmodSync(idx, 0o644);
  truncateSync(idx, 100);
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(findings).toHaveLength(1);
  expect(scan.complete).toBe(false);
  expect(run.code).toBe(2);
});
