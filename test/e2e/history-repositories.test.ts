import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clawback, type JsonReport, report } from '../support/clawback.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { anthropicKey, githubToken, groqKey } from '../support/secrets.ts';

const key = anthropicKey();

/** What a report says, without what only says how much was read. */
const essence = ({ findings, suppressed, scan }: JsonReport) => ({ findings, suppressed, scan });

/** A history with something of everything. */
function rich(repository = new TestRepository()): TestRepository {
  repository.commitFile('a.env', `# one\nKEY=${key}\n`);
  for (let version = 0; version < 5; version += 1) {
    repository.commitFile('a.env', `# ${version}\n${'line\n'.repeat(40)}KEY=${key}\n`);
  }
  repository.git('checkout', '-q', '-b', 'topic');
  repository.commitFile('src/b.env', `GROQ=${groqKey()}\n`, `with ${githubToken()}`);
  repository.git('checkout', '-q', 'main');
  repository.commitFile('c.txt', 'c\n');
  repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
  repository.git('tag', '-a', '-m', `tag ${anthropicKey('tag')}`, 'v1');
  repository.git('notes', 'add', '-m', `note ${anthropicKey('note')}`);
  repository.store(`KEY=${anthropicKey('loose')}\n`);
  return repository;
}

describe('a repository with SHA-256 ids', () => {
  it('is audited like any other', async () => {
    const repository = new TestRepository({ objectFormat: 'sha256' });
    repository.commitFile('start.txt', 'start\n');
    const commit = repository.commitFile('src/a.env', `\nKEY=${key}\n`);
    repository.stageObject('sub', '1'.repeat(64), '160000');
    repository.stage('index.env', `GROQ=${groqKey()}\n`);
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(commit).toHaveLength(64);
    expect(scan).toMatchObject({ complete: true, commits: 2 });
    expect(findings.map((finding) => finding.places)).toMatchObject([
      [{ path: 'index.env', line: 1, column: 6, commit: '', present: true }],
      [{ path: 'src/a.env', line: 2, column: 5, commit, object: repository.blob(commit, 'src/a.env'), present: true }],
    ]);
  });

  it('has its merges, notes, dangling objects and range read too', async () => {
    const repository = rich(new TestRepository({ objectFormat: 'sha256' }));
    const { findings, scan } = await report(['audit'], { cwd: repository.path });
    expect(scan.complete).toBe(true);
    expect(findings).toHaveLength(6);
    const range = await report(['range', 'main~1..main'], { cwd: repository.path });
    expect(range.findings.map((finding) => finding.rule).sort()).toEqual(['github-pat', 'groq-api-key']);
  });
});

it('the report does not depend on how objects are stored, or on the number of jobs', async () => {
  const repository = rich();
  const loose = essence(await report(['audit'], { cwd: repository.path }));
  expect(loose.findings).toHaveLength(6);
  const again = async (...args: string[]) => essence(await report(['audit', ...args], { cwd: repository.path }));
  expect(await again('--jobs', '1')).toEqual(loose);
  expect(await again('--jobs', '3')).toEqual(loose);
  repository.git('repack', '-q', '-d');
  repository.store('another loose object\n');
  repository.git('prune-packed');
  repository.git('prune', '--expire=now', 'HEAD');
  const mixed = await again();
  expect(mixed.findings).toHaveLength(5);
  repository.git('repack', '-q', '-adf', '--depth=50', '--window=50');
  expect(await again()).toEqual(mixed);
  repository.git('gc', '-q', '--aggressive', '--prune=now');
  repository.git('multi-pack-index', 'write');
  repository.git('commit-graph', 'write', '--reachable');
  expect(await again()).toEqual(mixed);
  expect(readdirSync(join(repository.path, '.git/objects/pack')).some((name) => name.endsWith('.pack'))).toBe(true);
});

it('objects that stand in two packs and loose as well are scanned and counted once', async () => {
  const repository = rich();
  const once = essence(await report(['audit'], { cwd: repository.path }));
  const ids = repository.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
  for (const name of ['one', 'two']) {
    repository.gitWith({ input: `${ids}\n` }, 'pack-objects', '-q', `.git/objects/pack/pack-${name}`);
  }
  expect(essence(await report(['audit'], { cwd: repository.path }))).toEqual(once);
});

it('unreachable objects in a cruft pack are audited', async () => {
  const repository = rich();
  const { findings } = await report(['audit'], { cwd: repository.path });
  repository.git('repack', '-q', '-d', '--cruft');
  expect((await report(['audit'], { cwd: repository.path })).findings).toEqual(findings);
});

describe('a bare repository', () => {
  it('is audited from inside, and by its path', async () => {
    const repository = rich().clone('--mirror');
    const inside = await report(['audit'], { cwd: repository.path });
    const named = await report(['audit', repository.path], { cwd: '/' });
    // The mirror has no dangling objects.
    expect(inside.findings).toHaveLength(5);
    expect(essence(named)).toEqual(essence(inside));
    expect(inside.findings.flatMap((finding) => finding.places).filter((place) => !place.reachable)).toEqual([]);
  });

  it('with a loose index of nobody is no work tree', async () => {
    const repository = new TestRepository({ bare: true });
    const { run, scan } = await report(['audit'], { cwd: repository.path });
    expect(run.code).toBe(0);
    expect(scan).toMatchObject({ complete: true, objects: 0, commits: 0 });
  });
});

describe('a linked work tree', () => {
  it('is audited from inside, with a HEAD of its own that is detached', async () => {
    const repository = new TestRepository();
    const first = repository.commitFile('a.env', `KEY=${key}\n`);
    const path = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '--detach', path);
    const linked = TestRepository.at(path);
    const detached = linked.commitFile('src/b.env', `GROQ=${groqKey()}\n`, 'detached');
    const { findings, scan } = await report(['audit'], { cwd: join(path, 'src') });
    expect(scan).toMatchObject({ complete: true, commits: 2 });
    expect(findings.map((finding) => finding.places)).toMatchObject([
      [{ path: 'a.env', commit: first, reachable: true, present: true }],
      [{ path: 'src/b.env', commit: detached, reachable: true, present: true }],
    ]);
    const main = await report(['audit'], { cwd: repository.path });
    expect(main.findings).toEqual(findings);
  });

  it('whose detached HEAD no reflog knows still leads to its commits', async () => {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    const path = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', '--detach', path);
    const linked = TestRepository.at(path);
    const first = linked.commitFile('b.env', `KEY=${key}\n`, 'detached');
    linked.commitFile('b.env', '# clean\n', 'cleaned');
    for (const one of [repository, linked])
      one.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'b.env', commit: first, reachable: true, present: false }] }]);
  });
});

describe('a submodule', () => {
  function withSubmodule(): { parent: TestRepository; sub: TestRepository; commit: string } {
    const library = new TestRepository();
    library.commitFile('lib.txt', 'lib\n');
    const parent = new TestRepository();
    parent.commitFile('start.txt', 'start\n');
    parent.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'deps/lib');
    const sub = TestRepository.at(join(parent.path, 'deps/lib'));
    const commit = sub.commitFile('a.env', `KEY=${key}\n`, 'in the submodule');
    parent.commit('bump the submodule');
    return { parent, sub, commit };
  }

  it('is audited from inside', async () => {
    const { sub, commit } = withSubmodule();
    const { findings, scan } = await report(['audit'], { cwd: sub.path });
    expect(scan).toMatchObject({ complete: true, commits: 2 });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', line: 1, column: 5, commit, present: true }] }]);
  });

  it('is audited by its path', async () => {
    const { parent, commit } = withSubmodule();
    const { findings } = await report(['audit', 'deps/lib'], { cwd: parent.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit }] }]);
  });

  it('is no object of its parent, and none that is missing there', async () => {
    const { parent } = withSubmodule();
    const { findings, scan, run } = await report(['audit'], { cwd: parent.path });
    expect(findings).toEqual([]);
    expect(scan).toMatchObject({ complete: true, commits: 2, skipped: [] });
    expect(run.code).toBe(0);
  });
});

describe('alternates', () => {
  it('are part of the repository that borrows from them', async () => {
    const source = rich();
    const path = join(temporaryFolder(), 'borrower');
    source.git('clone', '-q', '--shared', source.path, path);
    const borrower = TestRepository.at(path);
    const commit = borrower.commitFile('own.env', `KEY=${anthropicKey('own')}\n`, 'of its own');
    const { findings, scan } = await report(['audit'], { cwd: path });
    expect(scan.complete).toBe(true);
    expect(findings).toHaveLength(7);
    expect(findings.flatMap((finding) => finding.places)).toContainEqual(
      expect.objectContaining({ path: 'own.env', commit, reachable: true, present: true }),
    );
  });

  it('that are gone make the audit incomplete', async () => {
    const source = rich();
    const path = join(temporaryFolder(), 'borrower');
    source.git('clone', '-q', '--shared', source.path, path);
    writeFileSync(join(path, '.git/objects/info/alternates'), '/nowhere/at/all/objects\n');
    const { scan, run } = await report(['audit'], { cwd: path });
    expect(scan.complete).toBe(false);
    expect(run.code).toBe(2);
  });
});

describe('what makes history look different hides nothing:', () => {
  it('a replaced blob', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile('a.env', `KEY=${key}\n`);
    repository.git('replace', repository.blob('HEAD', 'a.env'), repository.store('# clean\n'));
    expect(repository.git('cat-file', '-p', 'HEAD:a.env')).toBe('# clean');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([
      { occurrences: 1, places: [{ path: 'a.env', line: 1, column: 5, commit, reachable: true, present: true }] },
    ]);
    const range = await report(['range', `${commit}..HEAD`], { cwd: repository.path });
    expect(range.findings).toEqual([]);
  });

  it('a replaced commit', async () => {
    const repository = new TestRepository();
    repository.commitFile('start.txt', 'start\n');
    const commit = repository.commitFile('a.env', `KEY=${key}\n`);
    repository.commitFile('b.txt', 'b\n');
    const clean = repository.git('commit-tree', '-m', 'clean', repository.git('rev-parse', 'HEAD~2^{tree}'));
    repository.git('replace', commit, clean);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, reachable: true, present: true }] }]);
    const range = await report(['range', 'HEAD~2..HEAD'], { cwd: repository.path });
    expect(range.findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('a graft that gives a commit a parent which has the secret already', async () => {
    const repository = new TestRepository();
    const start = repository.commitFile('start.txt', 'start\n');
    const commit = repository.commitFile('a.env', `KEY=${key}\n`);
    const alike = repository.git('commit-tree', '-m', 'alike', `${commit}^{tree}`);
    mkdirSync(join(repository.path, '.git/info'), { recursive: true });
    writeFileSync(join(repository.path, '.git/info/grafts'), `${commit} ${alike}\n${alike} ${start}\n`);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, reachable: true, present: true }] }]);
    const range = await report(['range', `${start}..${commit}`], { cwd: repository.path });
    expect(range.findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
  });

  it('a graft that cuts the history off', async () => {
    const repository = new TestRepository();
    const start = repository.commitFile('start.txt', 'start\n');
    const commit = repository.commitFile('a.env', `KEY=${key}\n`);
    repository.commitFile('a.env', '# clean\n');
    const last = repository.commitFile('b.txt', 'b\n');
    mkdirSync(join(repository.path, '.git/info'), { recursive: true });
    writeFileSync(join(repository.path, '.git/info/grafts'), `${last}\n`);
    const audit = await report(['audit'], { cwd: repository.path });
    const range = await report(['range', `${start}..${last}`], { cwd: repository.path });
    for (const { findings } of [audit, range]) {
      expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, reachable: true, present: false }] }]);
    }
  });
});

describe('HEAD may be', () => {
  it('one of several roots', async () => {
    const repository = new TestRepository();
    const first = repository.commitFile('a.env', `KEY=${key}\n`);
    repository.git('checkout', '-q', '--orphan', 'pages');
    repository.git('rm', '-q', '-rf', '.');
    const second = repository.commitFile('site/b.env', `GROQ=${groqKey()}\n`);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings.map((finding) => finding.places)).toMatchObject([
      [{ path: 'a.env', commit: first, reachable: true, present: true }],
      [{ path: 'site/b.env', commit: second, reachable: true, present: true }],
    ]);
  });

  it('detached, where no branch is', async () => {
    const repository = new TestRepository({ bare: false });
    repository.commitFile('start.txt', 'start\n');
    repository.git('checkout', '-q', '--detach');
    const commit = repository.commitFile('a.env', `KEY=${key}\n`);
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, reachable: true, present: true }] }]);
  });

  it('on a branch that has no commit, while others have', async () => {
    const repository = new TestRepository();
    const commit = repository.commitFile('a.env', `KEY=${key}\n`);
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    repository.git('read-tree', '--empty');
    const { findings } = await report(['audit'], { cwd: repository.path });
    expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, reachable: true, present: true }] }]);
  });
});

it('a repository without commits is complete and clean', async () => {
  const repository = new TestRepository();
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(run.code).toBe(0);
  expect(findings).toEqual([]);
  expect(scan).toMatchObject({ complete: true, objects: 0, commits: 0, skipped: [] });
});

it('a repository with nothing but an index is audited', async () => {
  const repository = new TestRepository();
  const object = repository.stage('src/a.env', `KEY=${key}\n`);
  const { findings, scan } = await report(['audit'], { cwd: repository.path });
  expect(scan).toMatchObject({ complete: true, commits: 0 });
  expect(findings).toMatchObject([
    { places: [{ path: 'src/a.env', line: 1, column: 5, object, commit: '', reachable: true, present: true }] },
  ]);
});

it.each([
  { what: 'spaces and emoji', name: ' a 🦞 repository ' },
  { what: 'a newline', name: 'a\nrepository' },
  { what: 'a leading dash', name: '-C' },
])('a repository whose own folder has $what in its name is audited', async ({ name }) => {
  const path = join(temporaryFolder(), name);
  mkdirSync(path);
  const repository = new TestRepository({ path });
  const commit = repository.commitFile('a.env', `KEY=${key}\n`);
  const { findings, scan } = await report(['audit'], { cwd: path });
  expect(scan.complete).toBe(true);
  expect(findings).toMatchObject([{ places: [{ path: 'a.env', commit, present: true }] }]);
});

it('nothing that the repository configures is run, or changes the report', async () => {
  const repository = rich();
  const plain = essence(await report(['audit'], { cwd: repository.path }));
  const ran = join(temporaryFolder(), 'ran');
  const script = join(temporaryFolder(), 'evil.sh');
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${ran}'\ncat\n`);
  chmodSync(script, 0o755);
  for (const [name, value] of Object.entries({
    'core.fsmonitor': script,
    'core.pager': script,
    'core.editor': script,
    'core.sshCommand': script,
    'diff.external': script,
    'diff.evil.textconv': script,
    'diff.evil.command': script,
    'filter.evil.clean': script,
    'filter.evil.smudge': script,
    'filter.evil.process': script,
    'gpg.program': script,
    'credential.helper': script,
    'core.quotePath': 'true',
    'core.abbrev': '4',
    'core.precomposeUnicode': 'true',
    'color.ui': 'always',
    'diff.renames': 'copies',
    'diff.noprefix': 'true',
    'diff.relative': 'true',
    'diff.ignoreSubmodules': 'all',
    'diff.orderFile': '/dev/null',
    'log.showSignature': 'true',
    'log.showRoot': 'false',
    'log.date': 'relative',
    'i18n.logOutputEncoding': 'UTF-16',
    'alias.cat-file': `!${script}`,
  })) {
    repository.git('config', name, value);
  }
  writeFileSync(join(repository.path, '.git/info/attributes'), '* diff=evil filter=evil -text\n');
  const hostile = essence(await report(['audit'], { cwd: repository.path }));
  expect(hostile).toEqual(plain);
  await report(['range', 'main~1..main'], { cwd: repository.path });
  await report(['staged'], { cwd: repository.path });
  expect(existsSync(ran)).toBe(false);
});

it('an audit changes nothing in the repository', async () => {
  const repository = rich();
  const listing = () => readdirSync(join(repository.path, '.git'), { recursive: true }).sort();
  const before = listing();
  const { code } = await clawback(['audit'], { cwd: repository.path });
  expect(code).toBe(1);
  expect(listing()).toEqual(before);
});
