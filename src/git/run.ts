import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { ClawbackError } from '../domain/errors.ts';
import { onHang, PATIENCE } from './watchdog.ts';

/** Where git runs, and what it may know of the world. */
export type GitContext = {
  cwd: string;
  /** The environment of this process; never read from anywhere else. */
  env: NodeJS.ProcessEnv;
  /**
   * Whether the variables that tie git to one repository count. A hook needs them (`git commit -a`
   * works on an index of its own, named by GIT_INDEX_FILE); a path that names a repository must
   * not be overridden by them.
   */
  ambient: boolean;
  /** A folder that git may read although another user owns it. */
  safeDirectory?: string;
  signal?: AbortSignal;
  /** How long git may be silent and idle before it is ended, in milliseconds; a minute, if nothing is said. */
  patience?: number;
};

/** Variables by which git hands its own repository to a hook. */
const REPOSITORY_VARIABLES = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
];

/** Variables that say how to read any repository. */
const GENERAL_VARIABLES = /^GIT_(?:CONFIG_.*|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/;

/**
 * What every call is told. Nothing of the scanned repository runs: no hooks, no file monitor, no
 * external diff, no signature check. No replace refs and no fetching of missing objects: the
 * variable exists since git 2.45, so older ones are denied every transport.
 */
const HARDENING = [
  '--no-pager',
  '--no-replace-objects',
  ...[
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'diff.external=',
    'log.showSignature=false',
    'protocol.allow=never',
  ].flatMap((setting) => ['-c', setting]),
];

/** The last of what git says on standard error that is kept for an error message. */
const STDERR_KEPT = 4000;

/** How a process of git ended. */
export type GitEnd = {
  code: number;
  /** The end of what it wrote to standard error. */
  stderr: string;
  /** Whether any line that it wrote there tells of an error, though it may have gone on. */
  complained: boolean;
};

export type GitProcess = {
  child: ChildProcessWithoutNullStreams;
  /** Ends with the process. */
  ended: Promise<GitEnd>;
};

/**
 * Starts git. Its standard output is bytes; its standard error never reaches the terminal. Where it hangs
 * it is killed, and `ended` is rejected with `git-failed`.
 */
export function startGit(context: GitContext, args: string[]): GitProcess {
  // Where ownership is not asked for, a repository that somebody committed as a folder must not be taken for the checkout.
  const safe =
    context.safeDirectory === undefined
      ? []
      : ['-c', `safe.directory=${context.safeDirectory}`, '-c', 'safe.bareRepository=explicit'];
  const child = spawn('git', [...HARDENING, ...safe, ...args], {
    cwd: context.cwd,
    env: gitEnvironment(context),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(context.signal ? { signal: context.signal } : {}),
  });
  // It begins with a line end, so that each line of it does.
  let stderr = '\n';
  let complained = false;
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
    complained ||= /\n(?:error|fatal):/.test(stderr);
    stderr = stderr.slice(-STDERR_KEPT);
  });
  // A process that ends early closes its input; its exit code tells what happened.
  child.stdin.on('error', () => {});
  const ended = new Promise<GitEnd>((resolve, reject) => {
    onHang(child, context.patience ?? PATIENCE, (silence) => {
      // Nothing that git does here needs it to clean up, and a stopped process hears nothing else.
      child.kill('SIGKILL');
      reject(new ClawbackError('git-failed', hangText(args, silence)));
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new ClawbackError('git-failed', 'git was not found on the PATH: install git 2.31 or newer')
          : error,
      );
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? (signal ? 128 : 1), stderr: stderr.trimStart(), complained });
    });
  });
  // Whoever awaits it gets the error; a process that nobody waits for any more must not end ours.
  ended.catch(() => {});
  return { child, ended };
}

function hangText(args: string[], silence: number): string {
  const command = args.find((word) => !word.startsWith('-'));
  const seconds = `${silence / 1000} second${silence === 1000 ? '' : 's'}`;
  return `git ${command} said nothing for ${seconds} and was ended: a pipe may stand in the place of one of git's files, or a disk does not answer`;
}

function gitEnvironment({ env, ambient }: GitContext): NodeJS.ProcessEnv {
  const clean: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('GIT_') || GENERAL_VARIABLES.test(name)) clean[name] = value;
  }
  if (ambient) for (const name of REPOSITORY_VARIABLES) if (env[name] !== undefined) clean[name] = env[name];
  return {
    ...clean,
    LC_ALL: 'C',
    LANGUAGE: 'C',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Grafts (gitrepository-layout, info/grafts) would give commits other parents.
    GIT_GRAFT_FILE: devNull,
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

/** Runs git to its end. For small answers: all of the output is held in memory. */
export async function runGit(
  context: GitContext,
  args: string[],
  input?: string | Uint8Array,
): Promise<GitEnd & { stdout: Buffer }> {
  const { child, ended } = startGit(context, args);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(input ?? '');
  const end = await ended;
  return { ...end, stdout: Buffer.concat(chunks) };
}

/**
 * Runs git and gives what it printed.
 *
 * @throws ClawbackError `git-failed` if it exits with anything but 0
 */
export async function askGit(context: GitContext, args: string[], input?: string | Uint8Array): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(context, args, input);
  if (code !== 0) throw gitError(args[0]!, code, stderr);
  return stdout;
}

/** An error that names the git command and the first line of what it said. */
export function gitError(command: string, code: number, stderr: string): ClawbackError {
  const said = stderr
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /^(?:fatal|error):/.test(line));
  return new ClawbackError('git-failed', `git ${command} failed with exit code ${code}${said ? ` (${said})` : ''}`);
}

/** A stream's pieces between NUL bytes, as Latin-1 so that no byte is lost. */
export async function* nulSeparated(stream: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of stream) {
    const pieces = (rest + chunk.toString('latin1')).split('\0');
    rest = pieces.pop()!;
    if (pieces.length > 0) yield pieces;
  }
  if (rest !== '') yield [rest];
}
