import { readFileSync } from 'node:fs';
import type { GitProcess } from './run.ts';

/**
 * How long git may say nothing and do nothing, in milliseconds. A file of the repository that is a pipe
 * keeps it waiting for ever; a disk that has to wake up takes seconds.
 */
export const PATIENCE = 60_000;

/**
 * So many times longer it may say nothing while it computes: the order of a history, the renames of a
 * commit and the files of a work tree are all found out before the first of them is told.
 */
const THINKING = 10;

/** How often it is looked at while patience lasts. */
const LOOKS = 10;

/**
 * Calls back, once, when a process has hung: it prints nothing, takes no input that is there for it, and
 * either uses no processor for as long as patience lasts, or has not stopped computing ten times as long.
 * Output that nobody fetches, and input that nobody has written yet, are no fault of its.
 *
 * @param onHung told for how many milliseconds there was nothing
 */
export function onHang(child: GitProcess['child'], patience: number, onHung: (silence: number) => void): void {
  const { stdin, stdout, stderr } = child;
  let heard = 0;
  stderr.on('data', (chunk: Buffer) => {
    heard += chunk.length;
  });
  let said = '';
  let used: string | null = null;
  let silent = 0;
  let idle = 0;
  // Looks are counted, not time: where our own thread was busy, what has come meanwhile is read before the next one.
  const timer = setInterval(() => {
    const now = `${bytesRead(stdout)} ${heard} ${stdin.writableLength}`;
    const waitsForUs = stdout.readableLength > 0 || (stdin.writableLength === 0 && !stdin.writableEnded);
    const ticks = processorTime(child.pid);
    silent = waitsForUs || now !== said ? 0 : silent + 1;
    // Where the system does not tell, it may be computing.
    idle = silent === 0 || ticks === null || ticks !== used ? 0 : idle + 1;
    said = now;
    used = ticks;
    if (idle < LOOKS && silent < LOOKS * THINKING) return;
    clearInterval(timer);
    onHung((silent * patience) / LOOKS);
  }, patience / LOOKS).unref();
  for (const event of ['exit', 'error']) child.once(event, () => clearInterval(timer));
}

/** What has come in so far: the streams of a process are sockets, which count it. */
function bytesRead(stream: object): number {
  return (stream as { bytesRead?: number }).bytesRead ?? 0;
}

/** What a process has had of the processors, in some unit; null where the system does not tell. */
function processorTime(pid: number | undefined): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    // Behind the name: utime is 11, stime 12 (proc(5)).
    return `${fields[11]} ${fields[12]}`;
  } catch {
    return null;
  }
}
