import { resolve } from 'node:path';
import type { Report, ReportedFinding } from '../domain/report.ts';
import type { RuleText } from '../domain/rule.ts';
import type { RevokeMode } from '../live/policy.ts';
import { exitCode, isFailing } from './decide.ts';
import type { Arguments, Format } from './flags.ts';
import type { LiveOptions } from './live.ts';
import { performScan, type Scanned } from './perform.ts';
import type { Outcome, World } from './world.ts';

/** Runs `scan`, `staged`, `range` or `audit`, and makes its report. */
export async function runScan(world: World, args: Arguments): Promise<Outcome> {
  const started = world.clock();
  const scanned = await settled(world, args, await performScan(world, args), started);
  return report(world, args, scanned, started);
}

/** Asks about what was found, and ends it, where the user or the operator wants that. */
export async function settled(world: World, { flags }: Arguments, scanned: Scanned, started: number): Promise<Scanned> {
  const { operator } = scanned.settings;
  const verify = flags.verify === true || operator.verify.enabled;
  const mode = (flags.revoke as RevokeMode | undefined) ?? operator.revoke.mode;
  if (!verify && mode === 'off' && !operator.revoke.webhook) return scanned;
  const trail = (flags.trail as string | undefined) ?? null;
  return settleScan(world, scanned, { verify, mode, trail, started });
}

/** The same for whatever was found, in whichever way. */
export async function settleScan(
  world: World,
  scanned: Scanned,
  options: Pick<LiveOptions, 'verify' | 'mode' | 'trail' | 'started'>,
): Promise<Scanned> {
  const { settle } = await import('./live.ts');
  const { repository, masker, settings, source } = scanned;
  const { findings, notes, broken } = await settle(world, scanned.findings, {
    ...options,
    operator: settings.operator,
    masker,
    root: repository?.root ?? source.root,
    ...(repository
      ? {
          onDefaultBranch: async (commits: string[]) =>
            (await import('../git/default-branch.ts')).onDefaultBranch(repository, commits),
        }
      : {}),
  });
  const gap = { what: 'verifying and revoking', why: `it broke off: ${broken}`, incomplete: true };
  return {
    ...scanned,
    findings,
    source: broken === null ? source : { ...source, skipped: [...source.skipped, gap] },
    settings: { ...settings, notes: [...settings.notes, ...notes] },
  };
}

/** Makes the report of what a command came to, and writes it. */
export async function report(world: World, args: Arguments, scanned: Scanned, started: number): Promise<Outcome> {
  const seconds = args.flags.timing ? (world.clock() - started) / 1000 : null;
  const made = await makeReport(world, scanned, seconds);
  const text = await formatReport(world, args, made);

  const printed = await writeReport(world, args, text);
  const failing = made.findings.some((finding) => finding.failing);
  const code = exitCode(failing, made.scan.complete, args.flags['allow-incomplete'] === true);
  const format = (args.flags.format as Format | undefined) ?? 'text';
  const quiet = args.flags.quiet === true;
  const tellsItself = format === 'text' && printed;
  const err = quiet || tellsItself ? '' : `${shortSummary(made, code)}\n`;
  return { code, out: printed ? text : '', err };
}

/** Writes the report where `--output` says. Returns whether it is to be printed instead. */
async function writeReport({ cwd }: World, { flags }: Arguments, text: string): Promise<boolean> {
  if (flags.output === undefined) return true;
  const { isStandardOutput, writeWhole } = await import('./output.ts');
  const path = resolve(cwd, flags.output as string);
  if (isStandardOutput(path)) return true;
  // A report with the secrets in it is nobody else's to read.
  writeWhole(path, text, { secret: flags.reveal === true });
  return false;
}

/** What a scan came to, ready to be shown. */
export async function makeReport(world: World, scanned: Scanned, seconds: number | null): Promise<Report> {
  const { findings, settings, source, masker } = scanned;
  const told = new Map<string, Pick<RuleText, 'remedy' | 'env'>>();
  if (findings.length > 0) {
    const { default: texts } = await import('clawback:rule-texts');
    for (const text of [...texts, ...settings.customTexts]) told.set(text.id, text);
  }
  const skipped = source.skipped.map((skip) => ({ ...skip, what: masker.mask(skip.what) }));
  if (scanned.excluded > 0) {
    skipped.push({
      what: 'excluded paths',
      why: 'the configuration leaves them out',
      count: scanned.excluded,
      incomplete: false,
    });
  }
  return {
    tool: { name: 'clawback', version: world.version },
    scan: {
      kind: source.kind,
      complete: !skipped.some((skip) => skip.incomplete),
      objects: scanned.facts.objects,
      bytes: scanned.facts.bytes,
      commits: source.commits,
      skipped,
      seconds,
    },
    findings: findings.map((finding): ReportedFinding => {
      return {
        ...finding,
        failing: isFailing(finding, settings.failOn),
        remedy: told.get(finding.rule)?.remedy ?? { console: null, steps: [] },
        variables: told.get(finding.rule)?.env ?? [],
      };
    }),
    suppressed: scanned.suppressed.map((one) => ({ ...one, reason: masker.mask(one.reason) })),
    belowConfidence: scanned.below,
    minConfidence: settings.minConfidence,
    failOn: settings.failOn,
    notes: settings.notes.map((note) => masker.mask(note)),
  };
}

async function formatReport(world: World, { flags }: Arguments, report: Report): Promise<string> {
  const show = flags.reveal ? revealed : masked;
  switch ((flags.format as Format | undefined) ?? 'text') {
    case 'json':
      return (await import('../report/json.ts')).toJson(report, show);
    case 'jsonl':
      return (await import('../report/json.ts')).toJsonLines(report, show);
    case 'sarif':
      return (await import('../report/sarif.ts')).toSarif(report, show);
    case 'text':
      return (await import('../report/text.ts')).toText(report, show, wantsColour(world, flags));
  }
}

const masked = (secret: { mask: string }): string => secret.mask;
const revealed = (secret: { reveal(): string }): string => secret.reveal();

/** NO_COLOR and FORCE_COLOR as no-color.org and Node have them. */
function wantsColour({ env, stdout }: World, flags: Arguments['flags']): boolean {
  if (flags['no-color'] || flags.output !== undefined || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return stdout.isTTY === true && env.TERM !== 'dumb';
}

/** One line for standard error, where the report itself goes to a program or a file. */
function shortSummary({ findings, scan }: Report, code: number): string {
  const failing = findings.filter((finding) => finding.failing).length;
  const gaps = scan.skipped.filter((skip) => skip.incomplete).length;
  const incomplete = scan.complete
    ? ''
    : `; incomplete: ${gaps === 1 ? 'something' : `${gaps} things`} could not be scanned`;
  return `clawback: ${failing === 0 ? 'no leaks' : failing === 1 ? '1 leak' : `${failing} leaks`}${incomplete} (exit code ${code})`;
}
