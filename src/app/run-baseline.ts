import { resolve } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import { writeBaseline } from './baseline.ts';
import { BASELINE_FILE } from './file-names.ts';
import type { Arguments } from './flags.ts';
import { isStandardOutput, writeWhole } from './output.ts';
import { performScan } from './perform.ts';
import type { Outcome, World } from './world.ts';

/** Writes down every finding of the history, and of the work tree where there is one. */
export async function runBaseline(world: World, args: Arguments): Promise<Outcome> {
  const audit = await performScan(world, { ...args, command: 'audit' });
  const scans = [audit];
  const root = audit.source.root;
  if (root !== null) scans.push(await performScan(world, { ...args, command: 'scan', words: [root] }));

  const gaps = scans.flatMap((scan) => scan.source.skipped).filter((skip) => skip.incomplete);
  if (gaps.length > 0 && !args.flags['allow-incomplete']) {
    const [first] = gaps;
    throw new ClawbackError(
      'unreadable',
      `no baseline was written: not everything could be scanned (${audit.masker.mask(first!.what)}: ${first!.why}); --allow-incomplete writes it all the same`,
    );
  }
  const findings = new Map(scans.flatMap((scan) => scan.findings).map((finding) => [finding.fingerprint, finding]));
  const output = (args.flags.output as string | undefined) ?? BASELINE_FILE;
  const path = resolve(world.cwd, output);
  const text = writeBaseline([...findings.values()], audit.fingerprints.keyId);
  const printed = isStandardOutput(path);
  // The usual place lies in what was scanned, and a link there is not ours.
  if (!printed) writeWhole(path, text, { refuseLinks: args.flags.output === undefined });
  const number = findings.size === 1 ? '1 finding' : `${findings.size} findings`;
  const err = args.flags.quiet ? '' : `clawback: wrote ${number} to ${output}: use it with --baseline ${output}\n`;
  return { code: 0, out: printed ? text : '', err };
}
