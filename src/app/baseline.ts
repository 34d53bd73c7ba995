import * as z from 'zod';
import { ClawbackError } from '../domain/errors.ts';
import type { Finding } from '../domain/finding.ts';
import { FINGERPRINT, requireKey, requireSameKey } from './fingerprint.ts';

/** A baseline file: findings that were known when it was made. One a line, sorted, so that merges are easy. */
export const baselineSchema = z.strictObject({
  version: z.literal(1),
  key: z.string().describe('The key that the fingerprints were made with, or "none".'),
  findings: z.array(
    z.strictObject({
      fingerprint: z.string().regex(FINGERPRINT),
      rule: z.string(),
      path: z.string(),
    }),
  ),
});

export type Baseline = z.infer<typeof baselineSchema>;

/** Makes the text of a baseline file. It holds no secrets. */
export function writeBaseline(findings: readonly Finding[], keyId: string): string {
  const lines = findings
    .map(({ fingerprint, rule, places }) => JSON.stringify({ fingerprint, rule, path: places[0]?.path ?? '' }))
    .sort();
  const list = lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "key": ${JSON.stringify(keyId)},\n  "findings": ${list}\n}\n`;
}

/**
 * Reads a baseline file.
 *
 * @throws ClawbackError `bad-baseline`
 */
export function readBaseline(text: string, file: string, keyId: string): Set<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ClawbackError(
      'bad-baseline',
      `${file}: not a baseline (no valid JSON): make one with "clawback baseline"`,
    );
  }
  const result = baselineSchema.safeParse(value);
  if (!result.success) {
    const at = result.error.issues[0]!.path.join('.');
    throw new ClawbackError(
      'bad-baseline',
      `${file}: not a baseline of this version (at ${at || 'the top'}): make one with "clawback baseline"`,
    );
  }
  requireSameKey(result.data.key, keyId, `${file}: its fingerprints were`, 'bad-baseline');
  for (const { fingerprint } of result.data.findings) requireKey(fingerprint, keyId, file, 'bad-baseline');
  return new Set(result.data.findings.map((finding) => finding.fingerprint));
}
