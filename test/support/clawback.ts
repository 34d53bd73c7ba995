import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';

/** What a run of the program came to. */
export type Run = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };

export type RunOptions = {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  stdin?: string | Uint8Array;
  /** Arguments for node itself. */
  node?: string[];
};

/** An environment in which nothing of this machine's git configuration counts. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|TMPDIR|SystemRoot)$/.test(name)),
  );
  return { ...kept, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', NO_COLOR: '1', ...extra };
}

/** Where the built command line stands. */
export function cliPath(): string {
  return join(inject('dist'), 'cli.js');
}

/** Runs the built command line as a process of its own. */
export function clawback(args: string[], options: RunOptions): Promise<Run> {
  const child = spawn(process.execPath, [...(options.node ?? []), cliPath(), ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') });
    });
  });
}

/** The parts of a JSON report that tests look at. */
export type JsonReport = {
  version: number;
  tool: { name: string; version: string };
  scan: {
    kind: string;
    complete: boolean;
    objects: number;
    bytes: number;
    commits: number;
    skipped: { what: string; why: string; count?: number; incomplete: boolean }[];
    seconds: number | null;
    notes: string[];
  };
  findings: JsonFinding[];
  suppressed: { fingerprint: string; rule: string; by: string; reason: string; places: JsonPlace[] }[];
};

export type JsonFinding = {
  fingerprint: string;
  rule: string;
  provider: string;
  title: string;
  severity: string;
  confidence: string;
  secret: string;
  parts: Record<string, string>;
  reasons: string[];
  occurrences: number;
  verdict: { state: string; because?: string; why?: string };
  failing: boolean;
  places: JsonPlace[];
  placesOmitted?: number;
};

export type JsonPlace = {
  kind: string;
  path: string;
  pathBytes?: string;
  header?: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  offset: number;
  within?: { path: string; offset: number };
  encodings?: string[];
  object: string;
  commit: string;
  author: string;
  date: string;
  ref?: string;
  reachable: boolean;
  present: boolean;
};

/** Runs a scanning command for its JSON report. */
export async function report(args: string[], options: RunOptions): Promise<JsonReport & { run: Run }> {
  const run = await clawback([...args, '--format', 'json'], options);
  if (!run.out.startsWith('{')) throw new Error(`no report: exit ${run.code}, ${run.err}`);
  return { ...(JSON.parse(run.out) as JsonReport), run };
}
