/** Everything that a command may know of where it runs; read once, by the shell. */
export type World = {
  version: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdin: AsyncIterable<Buffer> & { isTTY?: boolean };
  stdout: { isTTY?: boolean };
  stderr: NodeJS.WriteStream;
  /** Milliseconds since the epoch. */
  now: number;
  /** The same, at any later moment. */
  time: () => number;
  /** Milliseconds since some moment, for durations. */
  clock: () => number;
  /** How many threads may run at once. */
  cores: number;
  /** A folder that git may read although another user owns it: the workspace of a container. */
  safeDirectory?: string;
  /** The worker's module. */
  worker: URL;
};

/** What a command came to: the shell writes it and exits. */
export type Outcome = {
  code: number;
  /** For standard output. */
  out: string;
  /** For standard error. */
  err: string;
  /** It broke off: what was under way need not be waited for. */
  broken?: true;
};
