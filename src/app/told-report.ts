import { readFileSync } from 'node:fs';
import type { Skip } from '../domain/blob.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Confidence } from '../domain/rule.ts';
import { reportSchema } from '../report/schema.ts';
import { atLeast } from './decide.ts';
import { requireKey } from './fingerprint.ts';
import type { Scanned } from './perform.ts';
import { rulesOf } from './scanner.ts';
import type { Settings } from './settings.ts';
import { leavesOut } from './spots.ts';

/** A report of `--format json`, as somebody hands it to us: only its form is known to be right. */
export type ToldReport = ReturnType<typeof reportSchema.parse>;
export type ToldFinding = ToldReport['findings'][number];
export type ToldPlace = ToldFinding['places'][number];

/**
 * Reads a report.
 *
 * @param name how the user calls it
 * @param keyId the key of this run's fingerprints
 * @throws ClawbackError for what is none, or one that was made with another key
 */
export function readReport(path: string, name: string, keyId: string): ToldReport {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ClawbackError(
      'no-such-path',
      `cannot read ${name}: ${code === 'ENOENT' ? 'there is no such file' : code}`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = reportSchema.safeParse(json);
  if (!parsed.success)
    throw new ClawbackError(
      'usage',
      `${name} is no report of this version: make one with --format json --output ${name}`,
    );
  for (const { fingerprint } of parsed.data.findings) requireKey(fingerprint, keyId, name, 'usage');
  return parsed.data;
}

/** A path of a report without the name of the file in the archive that it leads to. */
export function archiveOf(path: string, within: ToldPlace['within']): string {
  if (within === undefined) return path;
  return path.split('!/').slice(0, -within.path.split('!/').length).join('!/');
}

/**
 * What was found again of a report, and nothing else: other secrets beside those were not asked for. Tells of
 * what was not found, and of what the report itself had not seen.
 *
 * @param scanned what is in the places that the report names
 * @param least the least sure findings that are wanted
 */
export async function keepNamed(scanned: Scanned, told: ToldReport, least: Confidence): Promise<Scanned> {
  const named = new Map(told.findings.map((finding) => [finding.fingerprint, finding]));
  const suppressed = scanned.suppressed.filter(({ finding }) => named.has(finding.fingerprint));
  const silenced = new Set(suppressed.map(({ finding }) => finding.fingerprint));
  const found = scanned.findings.flatMap((finding) => {
    const known = named.get(finding.fingerprint);
    if (!known) return [];
    // Where only one of the rivals was found again, the report's own rule may be another.
    const rivals = new Set(known.rivals ? [known.rule, ...known.rivals, ...finding.rivals] : finding.rivals);
    rivals.delete(finding.rule);
    // The report names some of the objects and places only; which of the others are silenced nobody can tell.
    const more = silenced.has(finding.fingerprint) ? null : known;
    return {
      ...finding,
      rivals: [...rivals].sort(),
      occurrences: Math.max(finding.occurrences, more?.occurrences ?? 0),
      placesOmitted: Math.max(finding.placesOmitted, more?.placesOmitted ?? 0),
    };
  });
  const findings = found.filter(({ confidence }) => atLeast(confidence, least));
  const again = new Set([...found.map(({ fingerprint }) => fingerprint), ...silenced]);
  const missing = [...named.values()].filter(({ fingerprint }) => !again.has(fingerprint));
  const { source, settings } = scanned;
  const skipped = [...gapsOf(told), ...source.skipped, ...(await whyMissing(missing, settings))];
  const distinct = new Map(skipped.map((skip) => [JSON.stringify([skip.what, skip.why]), skip]));
  return {
    ...scanned,
    findings,
    suppressed: suppressed.filter(({ finding }) => atLeast(finding.confidence, least)),
    below: found.length - findings.length,
    source: { ...source, skipped: [...distinct.values()] },
    settings: { ...settings, minConfidence: least },
  };
}

/** What the report's own scan could not look at: there may be more, of which it does not tell. */
function gapsOf({ scan }: ToldReport): Skip[] {
  const gaps = scan.skipped
    .filter(({ incomplete }) => incomplete)
    .map(({ count, ...gap }): Skip => ({ ...gap, ...(count === undefined ? {} : { count }) }));
  if (gaps.length > 0 || scan.complete) return gaps;
  return [{ what: 'the report', why: 'its scan was incomplete', incomplete: true }];
}

async function whyMissing(missing: readonly ToldFinding[], settings: Settings): Promise<Skip[]> {
  if (missing.length === 0) return [];
  const { matchesPath } = await import('./paths.ts');
  const rules = new Set(rulesOf(settings).map(({ id }) => id));
  return missing.map(({ title, fingerprint, rule, places }): Skip => {
    const what = `${title} ${fingerprint}`;
    if (settings.disable.includes(rule))
      return { what, why: `the configuration switches off its rule "${rule}"`, incomplete: false };
    if (!rules.has(rule)) {
      const why = `this run has no rule "${rule}": name the configuration that adds it with --config`;
      return { what, why, incomplete: true };
    }
    if (places.every(({ path, within }) => leavesOut({ ...settings, matchesPath }, path, archiveOf(path, within))))
      return { what, why: 'the configuration leaves its paths out', incomplete: false };
    const why = places.every(({ kind }) => kind === 'filename')
      ? 'it stands in a name, which a report does not show: scan again, with --verify or --revoke'
      : 'it was not found again where the report names it: scan again, and use the new report';
    return { what, why, incomplete: true };
  });
}
