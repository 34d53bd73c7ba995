import * as z from 'zod';
import { ClawbackError } from '../../domain/errors.ts';
import { CONFIDENCES, SEVERITIES } from '../../domain/rule.ts';
import { REVOKE_MODES } from '../../live/policy.ts';
import { type githubConfig, githubDefaults, githubShape } from './github-schema.ts';

/*
 * The action's inputs: one definition of each gives its check, its default, its line in action.yml and its row in
 * docs/action.md (scripts/docs.mjs). action.yml itself holds no default but the token's: it would count before
 * the configuration file.
 */

/** A switch, as YAML's core schema writes it; @actions/core reads the same. */
const flag = z
  .enum(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'], 'is true or false')
  .transform((text) => text.toLowerCase() === 'true');

/** One a line, or parted by commas; what stands behind "#" at the beginning of a line is a comment. */
const lines = z.string().transform((text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#')),
);
const list = lines.transform((rows) =>
  rows.flatMap((row) => row.split(',').map((word) => word.trim())).filter(Boolean),
);

const address = (schemes: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.split(' ').includes(new URL(text).protocol),
      `is an address that begins with ${schemes.replaceAll(' ', ' or ')}//`,
    );

export const MODES = ['auto', 'range', 'history', 'worktree'] as const;

/** Every input, in the order of action.yml. */
export const INPUTS = {
  token: z.string().describe('Reads the repository and writes comments; by default the token of the workflow.'),
  mode: z
    .enum(MODES)
    .describe(
      'What to scan: auto (by the event: what a pull request, a push or a merge group brings, else the whole history), range, history, or worktree (the files that are checked out).',
    ),
  'base-ref': z.string().describe('Where a range begins: a branch, tag or commit. Its commits are not scanned.'),
  'head-ref': z.string().describe('Where a range ends; by default what is checked out.'),
  'working-directory': z.string().describe('Where the repository is checked out, below the workspace.'),
  'config-file': z
    .string()
    .describe(
      "A configuration to use instead of the repository's .clawback.yaml. It may hold what only an operator may say (providers, openclaw, verify, revoke). A file of the repository is read as the default branch has it, unless the event is a push, a schedule or a dispatch.",
    ),
  'baseline-file': z.string().describe('A baseline: what it knows is left out.'),
  include: lines.describe('Globs of the only paths to scan, one a line.'),
  exclude: lines.describe('Globs of paths to leave out, one a line; in addition to those of the configuration.'),
  'min-confidence': z.enum(CONFIDENCES).describe('The least sure findings to report: low, medium (default) or high.'),
  'fail-on': list
    .pipe(z.array(z.enum(SEVERITIES)))
    .describe('Severities that fail the job: critical, high and medium by default.'),
  'warn-only': flag.describe('true: leaks do not fail the job. A scan that could not see everything still does.'),
  verify: flag.describe('true: ask the providers whether what was found is live. Never done for forks.'),
  revoke: z
    .enum(REVOKE_MODES)
    .describe(
      'off (default), dry-run or confirmed: end what is live and the operator lets be ended. confirmed only for push, schedule and workflow_dispatch on the default branch.',
    ),
  'revoke-rules': list.describe('Which kinds may be revoked, with * for anything; none by default.'),
  'revoke-owners': list.describe(
    'Whose credentials may be revoked, as providers name the owners; none by default, * is all.',
  ),
  'openclaw-revocation-url': address('https: http:').describe("Address of the OpenClaw platform's revocation API."),
  'openclaw-gateway-url': address('wss: ws:').describe('Address of the OpenClaw gateway that tokens are asked at.'),
  comment: githubShape.comment.describe('The comment on the pull request: never, on-findings (default) or always.'),
  'review-comments': githubShape['review-comments'].describe(
    'off (default); file: a comment on each file; suggest: on the line, with a replacement (its mail shows the line, with the secret, to everyone who watches).',
  ),
  annotations: flag.describe('false: no annotations.'),
  'job-summary': flag.describe('false: no summary of the job.'),
  'sarif-file': z.string().describe('Where to write the findings as SARIF, below the workspace.'),
  'upload-sarif': flag.describe('true: send them to code scanning (needs security-events: write).'),
  category: z
    .string()
    .regex(/^[\w .:/-]{1,60}$/, 'is up to 60 letters, digits, spaces and . : / - _')
    .describe('Tells runs on one pull request apart: each category has a comment and an analysis of its own.'),
  'github-api-url': address('https: http:').describe(
    'Address of the API; by default that of the runner (GitHub Enterprise Server has its own).',
  ),
} as const satisfies Record<string, z.ZodType>;

export type InputName = keyof typeof INPUTS;

const schema = z.strictObject(INPUTS).partial();

/** What the workflow said; what it left out is not there. */
export type Inputs = z.infer<typeof schema>;

/** Every output, in the order of action.yml. */
export const OUTPUTS = {
  'findings-count': 'How many leaks were found that fail the job, or would without warn-only.',
  'new-findings-count':
    'Those of them that the comment of an earlier run did not list yet; all of them where there is none.',
  'live-count': 'How many findings are live, as their providers say.',
  'revoked-count': 'How many were revoked.',
  findings: 'The findings as JSON, masked; at most 100, in the form of docs/report.schema.json.',
  'sarif-file': 'Where the SARIF file was written.',
  complete: 'true if everything could be scanned.',
  'scanned-commits': 'How many commits were scanned.',
  'comment-id': 'The comment on the pull request.',
} as const;

export type OutputName = keyof typeof OUTPUTS;

/** What counts for the run's page: the input, else the configuration, else the default. */
export type PageOptions = z.infer<typeof githubDefaults>;

export function pageOptions(inputs: Inputs, config: z.infer<typeof githubConfig>): PageOptions {
  const said = Object.keys(githubShape).flatMap((key) => {
    const value = inputs[key as keyof PageOptions];
    return value === undefined ? [] : [[key, value] as const];
  });
  return githubDefaults.parse({ ...config, ...Object.fromEntries(said) });
}

/**
 * Reads the inputs.
 *
 * @param read gives an input's text, empty where the workflow says nothing
 * @throws ClawbackError `usage` that names the input and what it may be
 */
export function readInputs(read: (name: InputName) => string): Inputs {
  const given = (Object.keys(INPUTS) as InputName[]).flatMap((name) => {
    const text = read(name).trim();
    return text === '' ? [] : [[name, text] as const];
  });
  const { success, data, error } = schema.safeParse(Object.fromEntries(given));
  if (success) return data;
  const [{ path, message }] = error.issues as [z.core.$ZodIssue];
  throw new ClawbackError('usage', `the input "${String(path[0])}": ${message}`);
}
