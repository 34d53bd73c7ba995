import type { EventPayload } from '../../github/event.ts';

/** What a runner says of the run, read once by the shell. */
export type ActionContext = {
  event: string;
  payload: EventPayload & { [key: string]: unknown };
  /** The full ref of the run, and its commit. */
  ref: string;
  sha: string;
  /** As `owner/name`. */
  repository: string;
  serverUrl: string;
  /** Of the API; null: as the runner says. */
  apiUrl: string | null;
  runId: number;
};

/** A note beside a line, a file, or the run as a whole (where `file` is empty). */
export type Annotation = {
  level: 'error' | 'warning' | 'notice';
  title: string;
  message: string;
  file: string;
  line: number;
};

/** What the shell has to show and to set. */
export type ActionOutcome = {
  code: number;
  /** Why the job fails; null: it does not. */
  failure: string | null;
  log: string;
  annotations: Annotation[];
  /** The job's summary; empty: none. */
  summary: string;
  outputs: Record<string, string | number | boolean>;
  /** Values that the runner must blank in every log from now on. */
  secrets: string[];
};
