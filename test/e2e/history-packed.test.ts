import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clawback, type JsonReport } from '../support/clawback.ts';
import { startClawback } from '../support/processes.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';
import { LONG, SLOW_RULE } from '../support/slow-rule.ts';
import { edit, edits, quiet } from '../support/versions.ts';

/** A step of a history: which file it changes, how, and whether the branch is a new one that is merged back. */
type Step = { file: number; changes: [number, number, string][]; from: number; crlf: boolean; merges: boolean };

const step: fc.Arbitrary<Step> = fc.record({
  file: fc.nat(2),
  changes: edits,
  /** Another file whose content this one takes over first. */
  from: fc.nat(8),
  crlf: fc.boolean(),
  merges: fc.boolean(),
});

const FILES = ['a.txt', 'folder/b.json', 'folder/deeper/c.py'];

/** Lines that make it worth while for git to store a version as a delta. */
const filler = (file: number): string =>
  Array.from({ length: 60 }, (_, at) => `line ${at} of file ${file} says ${at * 7919 + file}\n`).join('');

/** Makes the history by one process of git's, as a stream for `git fast-import`. */
function historyOf(repository: TestRepository, texts: readonly string[], steps: readonly Step[]): void {
  const contents: Buffer[] = texts.map((text, at) => Buffer.from(`${text}${filler(at)}`, 'latin1'));
  const stream: Buffer[] = [];
  let clock = 1_700_000_000;
  const say = (text: string): void => void stream.push(Buffer.from(text));
  const commit = (mark: number, parents: number[], files: [string, Buffer][]): void => {
    clock += 60;
    say(`commit refs/heads/main\nmark :${mark}\ncommitter A <a@example.org> ${clock} +0000\ndata 4\nstep\n`);
    if (parents[0] !== undefined) say(`from :${parents[0]}\n`);
    for (const parent of parents.slice(1)) say(`merge :${parent}\n`);
    for (const [path, bytes] of files) {
      say(`M 100644 inline ${path}\ndata ${bytes.length}\n`);
      stream.push(bytes);
      say('\n');
    }
    say('\n');
  };
  commit(1, [], [...FILES.map((path, at): [string, Buffer] => [path, contents[at]!]), ['noise', randomBytes(4000)]]);
  let tip = 1;
  let mark = 1;
  for (const { file, changes, from, crlf, merges } of steps) {
    const base = from < contents.length ? contents[from]! : contents[file]!;
    const parts = edit(base.length, changes).map((piece) =>
      typeof piece === 'string' ? Buffer.from(piece, 'latin1') : base.subarray(piece.from, piece.from + piece.length),
    );
    let bytes: Buffer = Buffer.concat(parts);
    if (crlf && from === 8) bytes = Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
    contents[file] = bytes;
    mark += 1;
    commit(mark, [tip], [[FILES[file]!, bytes]]);
    if (merges) {
      const side = mark;
      mark += 1;
      commit(mark, [tip], [[`side/${mark}.txt`, Buffer.concat([bytes.subarray(0, bytes.length >> 1), bytes])]]);
      mark += 1;
      commit(mark, [side, mark - 1], [['merged', Buffer.from(`${mark}\n`)]]);
    }
    tip = mark;
  }
  repository.gitWith({ input: Buffer.concat(stream) }, 'fast-import', '--quiet');
}

/** Takes a repository's only pack apart, into loose objects. */
function unpack(repository: TestRepository): void {
  const folder = join(repository.path, '.git/objects/pack');
  const packs = readdirSync(folder).filter((name) => name.endsWith('.pack'));
  const contents = packs.map((name) => readFileSync(join(folder, name)));
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
  for (const input of contents) repository.gitWith({ input }, 'unpack-objects', '-q');
}

const audit = async ({ path }: TestRepository, ...args: string[]): Promise<JsonReport> => {
  const { out, err } = await clawback(['audit', '--format', 'json', '--min-confidence', 'low', ...args], { cwd: path });
  expect(err).not.toMatch(/error/i);
  return JSON.parse(out);
};

describe('an audit of what is packed', () => {
  it('finds what it finds where each object is stored by itself: secrets, objects and places', async () => {
    let found = 0;
    let deltas = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(quiet, { minLength: FILES.length, maxLength: FILES.length }),
        fc.array(step, { minLength: 4, maxLength: 25 }),
        fc.constantFrom('0', '1', '3', '50', '200'),
        fc.constantFrom('2', '10', '100'),
        async (texts, steps, depth, window) => {
          const repository = new TestRepository();
          historyOf(repository, texts, steps);
          repository.git('repack', '-adfq', `--depth=${depth}`, `--window=${window}`);
          const pack = join('.git/objects/pack', packIn(repository));
          deltas += repository.git('verify-pack', '-v', pack).match(/^[0-9a-f]+ blob .* [0-9a-f]{40}$/gm)?.length ?? 0;
          const packed = await audit(repository);
          unpack(repository);
          expect(repository.git('count-objects', '-v')).toMatch(/^packs: 0$/m);
          expect(packed).toEqual(await audit(repository));
          found += packed.findings.length;
        },
      ),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 12), endOnFailure: true },
    );
    // Or it would show nothing.
    expect(found).toBeGreaterThan(20);
    expect(deltas).toBeGreaterThan(50);
  });

  it('says the same with any number of threads', async () => {
    const repository = new TestRepository();
    // Too much for one thread: what is random cannot be packed.
    repository.commitFile('noise', randomBytes(600_000));
    const lines = Array.from({ length: 300 }, (_, at) => `line ${at} of a file that changes`);
    for (let version = 0; version < 40; version += 1) {
      lines[version * 7] = version % 5 === 0 ? `key = "${groqKey(String(version))}"` : `version ${version}`;
      repository.commitFile(version % 3 === 0 ? 'other.txt' : 'text.txt', `${lines.join('\n')}\n`);
    }
    const loose = await audit(repository);
    repository.git('repack', '-adfq', '--depth=50', '--window=50');
    repository.git('prune-packed', '-q');
    expect(loose.findings).toHaveLength(8);
    for (const jobs of ['1', '2', '5']) expect(await audit(repository, '--jobs', jobs)).toEqual(loose);
  });

  it('tells of what stands at more paths than a call takes arguments', async () => {
    const repository = new TestRepository();
    const content = `key = ${groqKey('many')}\n`;
    const paths = Array.from({ length: 150_000 }, (_, at) => `M 100644 :1 folder ${at % 100}/${at}\n`);
    const input =
      `blob\nmark :1\ndata ${content.length}\n${content}\n` +
      `commit refs/heads/main\ncommitter A <a@example.org> 1700000000 +0000\ndata 4\nmany\n${paths.join('')}\n`;
    repository.gitWith({ input }, 'fast-import', '--quiet');
    const { scan, findings } = await audit(repository);
    expect(scan.complete).toBe(true);
    expect(findings).toHaveLength(1);
  });

  it('names what a rule takes too long on, and scans what is made of it', async () => {
    const repository = new TestRepository();
    repository.write('rule.yaml', SLOW_RULE);
    repository.write('.gitignore', 'rule.yaml\n');
    const slow = `${`${LONG}\n`.repeat(30)}end\n`;
    repository.commitFile('before.txt', `key = ${groqKey('before')}\n`);
    repository.commitFile('slow.txt', slow);
    repository.commitFile('slow.txt', `${slow.replaceAll('slow_', 'fast_')}key = ${groqKey('behind')}\n`);
    repository.git('repack', '-adfq', '--depth=50', '--window=50');
    const args = ['audit', '--config', 'rule.yaml', '--object-timeout', '1', '--format', 'json', '--jobs', '2'];
    const run = await startClawback(args, { cwd: repository.path, patience: 60_000 }).ended;
    expect(run).toMatchObject({ code: 2, signal: null });
    const { scan, findings }: JsonReport = JSON.parse(run.out);
    const what = `object ${repository.blob('HEAD~1', 'slow.txt')}`;
    expect(scan.skipped).toEqual([
      { what, why: 'a rule took too long on it (see --object-timeout)', incomplete: true },
    ]);
    expect(findings.flatMap(({ places }) => places.map(({ path }) => path)).sort()).toEqual(['before.txt', 'slow.txt']);
  });
});

function packIn({ path }: TestRepository): string {
  return readdirSync(join(path, '.git/objects/pack')).find((name) => name.endsWith('.pack'))!;
}
