import * as z from 'zod';

/** What a comment remembers of the run that wrote it, in a place that is not shown. No secret is in it. */
export type CommentState = {
  /** The workflow run: a later one has a higher number. */
  run: number;
  /** The beginnings of the fingerprints that it lists. */
  found: string[];
  /** What to tell of once it is gone. */
  told: { title: string; mask: string; path: string; console: string | null }[];
};

/** So much of a fingerprint tells the findings of one pull request apart. */
const SHORT = 8;
const MOST_FOUND = 600;
/** What a resolved comment lists. */
export const MOST_TOLD = 20;

/** Anybody who may write to the repository can change a comment: what it remembers is text like any other. */
const schema = z.strictObject({
  run: z.number(),
  found: z
    .string()
    .regex(/^[0-9a-f]*$/)
    .max(SHORT * MOST_FOUND),
  told: z
    .array(
      z.strictObject({
        title: z.string().max(200),
        mask: z.string().max(200),
        path: z.string().max(300),
        console: z
          .string()
          .max(300)
          .regex(/^https:\/\//)
          .nullable(),
      }),
    )
    .max(MOST_TOLD),
});

/** By which a comment is found again: one for each category. */
export function marker(category: string): string {
  return `<!-- clawback:comment ${Buffer.from(category, 'utf8').toString('base64url')} -->`;
}

export const shortFingerprint = (fingerprint: string): string => fingerprint.slice(4, 4 + SHORT);

/** The state as a comment of HTML, in letters that can end none. */
export function writeState(state: CommentState): string {
  const kept = {
    run: state.run,
    found: state.found.map(shortFingerprint).slice(0, MOST_FOUND).join(''),
    told: state.told.slice(0, MOST_TOLD),
  };
  return `<!-- clawback:state ${Buffer.from(JSON.stringify(kept), 'utf8').toString('base64url')} -->`;
}

/** What a comment remembers; null where it is not ours to read. */
export function readState(body: string): CommentState | null {
  const encoded = /<!-- clawback:state ([\w-]+) -->/.exec(body)?.[1];
  if (encoded === undefined) return null;
  try {
    const { found, ...rest } = schema.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
    return { ...rest, found: found.match(/.{8}/g) ?? [] };
  } catch {
    return null;
  }
}
