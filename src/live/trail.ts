import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { ClawbackError } from '../domain/errors.ts';

/** A line of the trail. No field of it may hold a secret. */
export type TrailEvent = {
  /**
   * `asked`: a request that changes nothing was sent; `verify`: what it came to; `request`: one that ends something is
   * about to be sent; `answer`, `outcome`: what came of that; `alarm`: the webhook.
   */
  event: 'asked' | 'verify' | 'request' | 'answer' | 'outcome' | 'alarm';
  fingerprint?: string;
  rule?: string;
  /** Method and address, as a template. */
  endpoint?: string;
  /** The request itself, with masks for secrets. */
  parameters?: string;
  /** What it ends, by the provider's name for it. */
  target?: string;
  status?: number | null;
  milliseconds?: number;
  outcome?: string;
  detail?: string;
};

type Line = TrailEvent & { time: string; run: string; chain: string };

/** What every trail begins with. */
const ROOT = createHash('sha256').update('clawback trail v1').digest('hex');

/**
 * An append-only record of what was asked and told, a JSON object a line. Each line's `chain` is the SHA-256 of
 * the one before it and of the line itself without it, so that a line that was taken out or changed is seen.
 * What is about to be sent is on the disk before it is sent.
 */
export class Trail {
  readonly #descriptor: number;
  readonly #run: string;
  readonly #now: () => number;
  #chain: string;
  /** How large the file is, as far as this run wrote it. */
  #size: number;
  /** Fingerprints of which a request was sent, or was about to be, and nothing came of it: a run was killed. */
  readonly unsettled: ReadonlySet<string>;

  /**
   * @param path a file of the operator's; it is made, with nobody else allowed to read it, or continued
   * @param run names this run
   * @throws ClawbackError `output`: a link, no regular file, not writable, or a trail that was changed
   */
  constructor(path: string, run: string, now: () => number) {
    this.#run = run;
    this.#now = now;
    this.#descriptor = open(path);
    try {
      const { text, rest } = whole(readFileSync(this.#descriptor, 'utf8'));
      const { chain, unsettled } = follow(text, path);
      // Half a line of a run that was killed; nothing is cut off what is no trail.
      if (rest !== '' && text === '' && !BEGINNING.startsWith(rest.slice(0, BEGINNING.length)))
        throw new ClawbackError('output', `${path} is no trail: name another file`);
      this.#size = Buffer.byteLength(text);
      if (rest !== '') ftruncateSync(this.#descriptor, this.#size);
      this.#chain = chain;
      this.unsettled = unsettled;
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
  }

  /** Writes a line down, and waits until the disk has it. */
  write(event: TrailEvent): void {
    const line = { time: new Date(this.#now()).toISOString(), run: this.#run, ...event };
    const chain = link(this.#chain, line);
    const bytes = Buffer.from(`${JSON.stringify({ ...line, chain })}\n`, 'utf8');
    if (fstatSync(this.#descriptor).size !== this.#size)
      throw new ClawbackError(
        'output',
        'somebody else writes this trail: give each run a trail of its own, with --trail',
      );
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
      fsyncSync(this.#descriptor);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new ClawbackError('output', `the trail could not be written (${code}): nothing more was sent`, {
        cause: error,
      });
    }
    this.#chain = chain;
    this.#size += bytes.length;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function open(path: string): number {
  let descriptor: number;
  try {
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    descriptor = openSync(path, flags | (constants.O_NONBLOCK ?? 0), 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ELOOP' || code === 'EMLINK' ? 'it is a link: remove it, or name another file' : code;
    throw new ClawbackError('output', `cannot write the trail ${path} (${why})`, { cause: error });
  }
  const stat = fstatSync(descriptor);
  if (stat.isFile() && stat.nlink === 1) return descriptor;
  closeSync(descriptor);
  const what = stat.isFile() ? 'it has a second name (a hard link)' : 'it is no file';
  throw new ClawbackError('output', `cannot write the trail ${path} (${what}): name another file`);
}

/** A run that was killed may have left half a line: it says nothing. */
function whole(text: string): { text: string; rest: string } {
  const end = text.lastIndexOf('\n') + 1;
  return { text: text.slice(0, end), rest: text.slice(end) };
}

/** How each line begins. */
const BEGINNING = '{"time":"';

/** What ends the story of a request; `requested` and `failed` do not: it may still have come through. */
const SETTLED: readonly (string | undefined)[] = ['revoked', 'refused', 'by-hand'];

function follow(text: string, path: string): { chain: string; unsettled: Set<string> } {
  let chain = ROOT;
  const unsettled = new Set<string>();
  const lines = text.split('\n').slice(0, -1);
  for (const [index, source] of lines.entries()) {
    const line = parsed(source);
    const { chain: told, ...rest } = line ?? { chain: '' };
    chain = link(chain, rest);
    if (line === null || told !== chain)
      throw new ClawbackError(
        'output',
        `the trail ${path} was changed at line ${index + 1}: keep it for whoever looks into that, and name another file`,
      );
    if (line.fingerprint === undefined) continue;
    if (line.event === 'request') unsettled.add(line.fingerprint);
    if (line.event === 'outcome' && SETTLED.includes(line.outcome)) unsettled.delete(line.fingerprint);
  }
  return { chain, unsettled };
}

function parsed(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Line) : null;
  } catch {
    return null;
  }
}

function link(chain: string, line: object): string {
  return createHash('sha256').update(chain).update(JSON.stringify(line)).digest('hex');
}
