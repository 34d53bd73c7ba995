import * as z from 'zod';
import { CHECKS, CONFIDENCES, FILTERS, SEVERITIES, SPECIFICITIES, STRUCTURES } from '../domain/rule.ts';
import { hostsSchema, revokeSchema, verifySchema } from './api-schema.ts';

const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use lower-case words joined by "-"');

const example = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1),
    path: z.string().min(1).optional(),
    confidence: z.enum(CONFIDENCES).optional(),
  }),
]);

/** Literals of at least three characters: a shorter one would stand everywhere. */
const anchors = z
  .array(
    z
      .string()
      .min(3)
      .max(40)
      .regex(/^[\x20-\x7e]+$/, 'use printable ASCII'),
  )
  .min(1);

const detectorShape = {
  anchors: anchors.describe('Literals, case-folded; the detector runs only where one of them stands.'),
  pattern: z.string().min(1).optional().describe('A regular expression; the capture "key" is the secret.'),
  'ignore-case': z.boolean().optional(),
  assigned: z
    .strictObject({ name: z.string().min(1), value: z.string().min(1) })
    .optional()
    .describe('The name that the secret is given, and what its whole value looks like.'),
  json: z.array(z.string().min(1)).min(1).optional().describe('Paths in a JSON or JSON5 document: a.{b,c}.*.**.d'),
  value: z.string().min(1).optional().describe('With json: what the whole value looks like.'),
  structure: z.enum(STRUCTURES).optional().describe('A format that has a reader of its own.'),
  with: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z][a-z0-9]*$/),
        pattern: z.string().min(1),
        'ignore-case': z.boolean().optional(),
        lines: z.int().min(0).max(20),
        required: z.boolean().default(true),
      }),
    )
    .optional()
    .describe('With pattern: other credentials that must or may stand within some lines of the match.'),
  lines: z.int().min(0).max(20).optional().describe('How far from the anchor the match may lie.'),
  files: z.array(z.string().min(1)).optional().describe('Globs; the match counts only in such files.'),
  binary: z.boolean().optional(),
  confidence: z.enum(CONFIDENCES).optional(),
};

const detector = z.strictObject(detectorShape);

const remedy = z.strictObject({
  console: z
    .string()
    .regex(/^https:\/\//, 'use an https:// address')
    .optional(),
  steps: z.array(z.string().min(1)).min(1),
});

const rule = z.strictObject({
  ...detectorShape,
  anchors: anchors.optional(),
  find: z.array(detector).min(1).optional().describe('Several detectors of the same credential.'),
  id,
  title: z.string().min(1),
  description: z.string().min(1).optional(),
  severity: z.enum(SEVERITIES),
  specificity: z.enum(SPECIFICITIES).default('provider'),
  prefixes: z
    .array(z.string().min(3).max(40))
    .optional()
    .describe('With structure: what such secrets begin with, which a mask may show.'),
  entropy: z.number().min(0).max(8).default(0),
  filters: z.array(z.enum(FILTERS)).optional(),
  checks: z.array(z.enum(CHECKS)).default([]),
  hints: z.array(z.enum(CHECKS)).default([]),
  examples: z.strictObject({ match: z.array(example).min(1), ignore: z.array(example).min(1) }),
  remedy: remedy.optional(),
});

/** A rule of a configuration's `rules.custom`: it may find, but say nothing of where secrets are sent. */
export const ruleSchema = rule;

/** A rule of a provider file. */
const providerRule = rule.extend({
  split: z.string().min(1).optional().describe('Takes the secret apart: its captures are for verify and revoke.'),
  verify: verifySchema.optional().describe('How its provider is asked whether such a credential lives.'),
  revoke: z
    .union([revokeSchema.transform((one) => [one]), z.array(revokeSchema).min(1)])
    .default([])
    .describe('How such a credential is ended; several ways are tried in their order.'),
});
export type RuleSource = z.infer<typeof providerRule>;
export type CustomRuleSource = z.infer<typeof rule>;
export type DetectorSource = z.infer<typeof detector>;

/** A file of `rules/`: everything about one provider. */
export const providerSchema = z.strictObject({
  id,
  name: z.string().min(1),
  env: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)).default([]),
  hosts: hostsSchema,
  remedy,
  rules: z.array(providerRule).min(1),
});
export type ProviderSource = z.infer<typeof providerSchema>;
