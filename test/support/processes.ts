import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cleanEnvironment, cliPath, type Run, type RunOptions } from './clawback.ts';

/** A run of the program that a test can watch, signal and stop reading. */
export type Running = { child: ChildProcess; ended: Promise<Run> };

export type StartOptions = RunOptions & {
  /** A command that runs node, such as `setpriv`, with its arguments. */
  through?: string[];
  /** An open file to print to. */
  stdout?: number;
  /** Kills a run that hangs, after so many milliseconds. */
  patience?: number;
};

/** Starts the built command line. */
export function startClawback(args: string[], options: StartOptions): Running {
  const [command, ...rest] = [
    ...(options.through ?? []),
    process.execPath,
    ...(options.node ?? []),
    cliPath(),
    ...args,
  ];
  const child = spawn(command!, rest, {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(options.patience === undefined ? {} : { timeout: options.patience }),
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin!.on('error', () => {});
  child.stdin!.end(options.stdin ?? '');
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') });
    });
  });
  return { child, ended };
}

/** Root may read everything; without these rights it is held to a file's permissions like anybody. */
export const WITHOUT_ROOT_RIGHTS =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];

/** The processes that a process started and that are still alive. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * How much time of the processors a process has had, its threads included, in seconds; without end
 * once it has ended.
 */
export function secondsUsed(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // Behind the name: state is 0, utime 11 and stime 12, in hundredths of a second (proc(5)).
    return /[ZX]/.test(fields[0]!) ? Number.POSITIVE_INFINITY : (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Waits until something holds. The limit only keeps a broken test from waiting for ever. */
export async function until(holds: () => boolean, limit = 30_000): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > limit) throw new Error('what was waited for never came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs the built command line at a terminal of its own, and gives what one would see there. */
export async function clawbackAtTerminal(args: string[], options: RunOptions): Promise<string> {
  const quoted = [process.execPath, cliPath(), ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['-qec', quoted, '/dev/null'], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return Buffer.concat(out).toString('utf8');
}
