import * as z from 'zod';
import { ClawbackError } from '../domain/errors.ts';
import { CONFIDENCES, SEVERITIES } from '../domain/rule.ts';
import { ruleSchema } from '../rules/schema.ts';
import { type Located, readLocated } from '../rules/yaml.ts';
import { githubConfig } from './action/github-schema.ts';
import { FINGERPRINT } from './fingerprint.ts';
import { MAX_GLOB } from './glob.ts';
import { operatorShape } from './operator-schema.ts';

/** Keys of the operator: a scanned repository must not say where secrets go or what is revoked. */
const OPERATOR_KEYS = ['providers', 'openclaw', 'verify', 'revoke'];

const glob = z
  .string()
  .min(1)
  .max(MAX_GLOB)
  .refine((text) => !text.startsWith('!'), 'would mean everything else: list what is meant, without "!"');

const allowEntry = z
  .strictObject({
    rule: z.string().min(1).optional(),
    path: glob.optional(),
    fingerprint: z.string().regex(FINGERPRINT, 'is not a fingerprint (cb1_…)').optional(),
    reason: z.string().default(''),
  })
  .refine((entry) => entry.rule ?? entry.path ?? entry.fingerprint, 'needs a rule, a path or a fingerprint');

/** Every key of a configuration file, with its default. */
export const configSchema = z.strictObject({
  paths: z
    .strictObject({
      include: z.array(glob).default([]).describe('Globs of what is scanned; none means everything.'),
      exclude: z.array(glob).default([]).describe('Globs of what is not.'),
    })
    .prefault({}),
  rules: z
    .strictObject({
      disable: z.array(z.string().min(1)).default([]).describe('Ids of rules to switch off.'),
      custom: z.array(ruleSchema).default([]).describe('Rules of your own, in the form of the files in rules/.'),
    })
    .prefault({}),
  report: z
    .strictObject({
      'min-confidence': z.enum(CONFIDENCES).default('medium'),
      'fail-on': z.array(z.enum(SEVERITIES)).default(['critical', 'high', 'medium']),
    })
    .prefault({}),
  allow: z.array(allowEntry).default([]).describe('Findings that are known and accepted.'),
  github: githubConfig.prefault({}).describe('What the action shows; its inputs count before this.'),
  ...operatorShape,
});

export type Config = z.infer<typeof configSchema>;
export type AllowEntry = Config['allow'][number];

/**
 * Reads a configuration.
 *
 * @param file its name, for messages
 * @param operators whether it is the operator's: one of the scanned repository may not say where secrets go
 * @throws ClawbackError `bad-config` with file, line and what is allowed
 */
export function parseConfig(text: string, file: string, operators = false): Located<Config> {
  if (!operators) {
    const said = readLocated(text, file, z.looseObject({}), 'bad-config');
    const own = OPERATOR_KEYS.find((key) => Object.hasOwn(said.value, key));
    if (own !== undefined)
      throw new ClawbackError(
        'bad-config',
        `${said.at([], own)}: "${own}" is the operator's to say: move it to a file outside of what is scanned, and name that with --config`,
      );
  }
  return readLocated(text, file, configSchema, 'bad-config');
}
