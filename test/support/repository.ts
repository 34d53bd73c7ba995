import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { cleanEnvironment } from './clawback.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clawback-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real repository, made for one test. Authors and dates are fixed, so ids are the same on every run. */
export class TestRepository {
  readonly path: string;
  #clock = 1_700_000_000;

  /** @param options.existing whether a repository stands at `path` already */
  constructor(options: { bare?: boolean; objectFormat?: 'sha1' | 'sha256'; path?: string; existing?: boolean } = {}) {
    this.path = options.path ?? temporaryFolder();
    if (options.existing) return;
    this.git(
      'init',
      '-q',
      '-b',
      'main',
      `--object-format=${options.objectFormat ?? 'sha1'}`,
      ...(options.bare ? ['--bare'] : []),
    );
  }

  /** Runs git here, and gives what it printed, without the last line feed. */
  git(...args: string[]): string {
    return this.gitWith({}, ...args);
  }

  /** The same with variables in the environment, or bytes on standard input. */
  gitWith(options: { env?: NodeJS.ProcessEnv; input?: string | Uint8Array }, ...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.path,
      env: this.#environment(options.env),
      input: options.input ?? '',
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    })
      .toString('utf8')
      .replace(/\n$/, '');
  }

  /** Runs git where it may well fail: a hook may stop it. */
  attempt(...args: string[]): { code: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: this.path, env: this.#environment(), input: '' });
    return { code: status, out: `${stdout}${stderr}` };
  }

  /** Writes a file, with the folders above it. */
  write(path: string, content: string | Uint8Array): void {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  link(path: string, target: string): void {
    symlinkSync(target, join(this.path, path));
  }

  /** Installs a hook. */
  hook(name: string, script: string): void {
    const file = join(this.path, '.git/hooks', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  }

  /** Stages everything and commits it; gives the commit's id. */
  commit(message = 'a commit'): string {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Writes one file and commits it. */
  commitFile(path: string, content: string | Uint8Array, message = `write ${path}`): string {
    this.write(path, content);
    return this.commit(message);
  }

  /** The id of a file's content at a revision. */
  blob(revision: string, path: string): string {
    return this.git('rev-parse', `${revision}:${path}`);
  }

  /** A repository that is there already: a linked work tree, a submodule, a clone. */
  static at(path: string): TestRepository {
    return new TestRepository({ path, existing: true });
  }

  /** Clones it as over a network: nothing is linked, and `--depth` and `--filter` count. */
  clone(...options: string[]): TestRepository {
    const path = join(temporaryFolder(), 'clone');
    this.git('clone', '-q', ...options, `file://${this.path}`, path);
    return TestRepository.at(path);
  }

  /** Stores content as an object that nothing leads to; gives its id. */
  store(content: string | Uint8Array): string {
    return this.gitWith({ input: content }, 'hash-object', '-w', '--stdin');
  }

  /** Puts content into the index alone, at any path that git can hold; gives its id. */
  stage(path: string | Uint8Array, content: string | Uint8Array, mode = '100644'): string {
    const id = this.store(content);
    this.stageObject(path, id, mode);
    return id;
  }

  /** Puts an object into the index alone: in a stage of a merge, if one is named. */
  stageObject(path: string | Uint8Array, id: string, mode = '100644', stage = 0): void {
    const entry = Buffer.concat([Buffer.from(`${mode} ${id} ${stage}\t`), Buffer.from(path), Buffer.from('\0')]);
    this.gitWith({ input: entry }, 'update-index', '-z', '--index-info');
  }

  /** Commits what is staged, and nothing else; gives the commit's id. */
  commitStaged(message = 'a commit'): string {
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Where a loose object is stored. */
  objectFile(id: string): string {
    const folder = resolve(this.path, this.git('rev-parse', '--git-path', 'objects'));
    return join(folder, id.slice(0, 2), id.slice(2));
  }

  /** Every call is a minute later than the one before it. */
  #environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    this.#clock += 60;
    const date = `${this.#clock} +0000`;
    return cleanEnvironment({
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      ...extra,
    });
  }
}
