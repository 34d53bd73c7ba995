import * as z from 'zod';
import { HEADERS } from '../domain/blob.ts';
import { CONFIDENCES, SEVERITIES } from '../domain/rule.ts';
import { UNSURE, type Unsure } from '../domain/verdict.ts';
import { JSON_VERSION } from './json.ts';

/**
 * The form of `--format json` and `--format jsonl`, for whoever reads them. docs/*.schema.json are
 * made from this; nothing at run time is.
 */

const skip = z.strictObject({
  what: z.string().describe('A path, an object or a class of things.'),
  why: z.string(),
  count: z.int().min(1).optional().describe('How many, where "what" is a class.'),
  incomplete: z.boolean().describe('True if it should have been scanned.'),
});

const scan = z.strictObject({
  kind: z.enum(['scan', 'staged', 'range', 'audit', 'verify', 'revoke']),
  complete: z.boolean().describe('False if anything that should have been scanned was not.'),
  objects: z.int().min(0).describe('Distinct objects, files or messages that were looked into.'),
  bytes: z.int().min(0),
  commits: z.int().min(0),
  skipped: z.array(skip),
  seconds: z.number().min(0).nullable().describe('Null without --timing: a report is the same on every run.'),
  notes: z.array(z.string()).describe('What a configuration file changed, one sentence each.'),
});

const place = z.strictObject({
  kind: z.enum(['file', 'commit-message', 'tag-message', 'note', 'filename']),
  path: z
    .string()
    .describe('From the top of the repository; empty where an object has no name. Secrets in it are masked.'),
  pathBytes: z.string().optional().describe('The path in base64, where it is not UTF-8.'),
  header: z
    .enum(HEADERS)
    .optional()
    .describe('The header of the commit or tag that it stands in, where that is not the message.'),
  line: z
    .int()
    .min(1)
    .describe('From 1: in the file, in the message, or, with a header, in the whole object (git cat-file).'),
  column: z.int().min(1).describe('In UTF-16 code units, from 1.'),
  endLine: z.int().min(1),
  endColumn: z.int().min(1).describe('Behind the last character.'),
  offset: z
    .int()
    .min(0)
    .describe('In bytes, in the object: of the secret, or of the file in it that holds the secret.'),
  within: z
    .strictObject({
      path: z.string().describe('Its name in the archive, with "!/" between archives in archives.'),
      offset: z.int().min(0).describe('Of the secret, in bytes of that file.'),
    })
    .optional()
    .describe('The file of an archive that it is in; "path" then ends with its name, behind "!/".'),
  encodings: z
    .array(z.string())
    .optional()
    .describe(
      'How it is encoded there, the outermost encoding first: lines, columns and offsets are those of the encoded text.',
    ),
  object: z.string().describe("The object's id; empty for standard input."),
  commit: z.string().describe('The commit that brought it there first; empty where none did.'),
  author: z.string(),
  date: z.string().describe('ISO 8601.'),
  ref: z.string().optional().describe('The ref that leads to it, where no commit does.'),
  reachable: z.boolean().describe('Whether a ref, a reflog, the index or the work tree leads to it.'),
  present: z.boolean().describe('Whether it is still there: at the tip of a ref, in the index or in the work tree.'),
});

const placesOmitted = z.int().min(1).optional().describe('How many more places there are than are listed.');

const verdict = z.union([
  z.strictObject({
    state: z.literal('live'),
    because: z.string(),
    proven: z
      .boolean()
      .describe('Whether its provider answered with success; a refusal shows it live, and proves no more.'),
    owners: z
      .array(z.string())
      .describe('Who it belongs to, as its provider says: ids, logins, domains, verified mail addresses.'),
    names: z.array(z.string()).describe('What those are called; anybody can choose such a name.'),
    scopes: z.array(z.string()),
    lastUsed: z.string().nullable().describe('When it was last used, as its provider writes it.'),
  }),
  z.strictObject({ state: z.literal('dead'), because: z.string() }),
  z.strictObject({
    state: z.literal('unknown'),
    why: z.enum(Object.keys(UNSURE) as Unsure[]),
    detail: z.string().optional(),
  }),
]);

const reversible = z.boolean().describe('Whether its provider can bring it back to life.');

const outcome = z.union([
  z.strictObject({
    state: z.literal('revoked'),
    seconds: z.number().describe('From the start of the scan.'),
    reversible,
  }),
  z.strictObject({ state: z.literal('requested'), since: z.string().describe('ISO 8601.'), reversible }),
  z.strictObject({ state: z.literal('planned'), requests: z.array(z.string()) }),
  z.strictObject({ state: z.literal('by-hand'), why: z.string(), over: z.literal(true).optional() }),
  z.strictObject({ state: z.enum(['refused', 'failed']), why: z.string() }),
]);

const finding = z.strictObject({
  fingerprint: z.string(),
  rule: z.string(),
  provider: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(CONFIDENCES),
  secret: z.string().describe('Masked: the literal prefix that all such secrets share, and the length.'),
  parts: z.record(z.string(), z.string()).describe('What belongs to it, such as an access key id, masked.'),
  rivals: z
    .array(z.string())
    .optional()
    .describe('Rules of other providers that it could be a credential of: it is sent to none of them.'),
  reasons: z.array(z.string()),
  occurrences: z.int().min(1).describe('How many distinct objects hold it.'),
  verdict,
  outcome: outcome.nullable().describe('What became of a revocation; null: nobody tried.'),
  failing: z.boolean().describe('Whether this finding makes the run fail.'),
  places: z.array(place).min(1),
  placesOmitted,
  remedy: z.strictObject({ console: z.string().nullable(), steps: z.array(z.string()) }),
});

const suppressed = z.strictObject({
  fingerprint: z.string(),
  rule: z.string(),
  by: z.enum(['baseline', 'ignore-file', 'inline', 'config']),
  reason: z.string(),
  places: z.array(place),
  placesOmitted,
});

/** The whole document of `--format json`. */
export const reportSchema = z.strictObject({
  version: z.literal(JSON_VERSION),
  tool: z.strictObject({ name: z.literal('clawback'), version: z.string() }),
  scan,
  findings: z.array(finding),
  suppressed: z.array(suppressed),
});

/** One line of `--format jsonl`: a finding, or, as the last, the scan. */
export const reportLineSchema = z.union([finding, z.strictObject({ scan })]);
