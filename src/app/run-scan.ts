import builtInRules from 'clawback:rules';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createEngine } from '../detect/engine.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Report, ReportedFinding } from '../domain/report.ts';
import type { Confidence, Remedy } from '../domain/rule.ts';
import { findRepository, openRepository, type Repository } from '../git/repository.ts';
import type { GitContext } from '../git/run.ts';
import { AdaptiveScanner } from './adaptive.ts';
import { exitCode, isFailing } from './decide.ts';
import { buildFindings, type Findings } from './findings.ts';
import { Fingerprints } from './fingerprint.ts';
import type { Arguments, Format } from './flags.ts';
import { Masker } from './masker.ts';
import type { PathQuestion } from './paths.ts';
import { NO_PROGRESS, ProgressBar } from './progress.ts';
import { type EngineSpec, rulesOf } from './scanner.ts';
import { readSettings, type Settings } from './settings.ts';
import type { SourceContext, SourceResult } from './source.ts';
import type { Outcome, World } from './world.ts';

/** The longest that one object may take, unless the user says otherwise. */
const OBJECT_TIMEOUT_MS = 30_000;

/** A scan that ran: what it found, and what is needed to tell of it. */
export type Scanned = Findings & {
  source: SourceResult;
  facts: { objects: number; bytes: number };
  settings: Settings;
  fingerprints: Fingerprints;
  masker: Masker;
};

/** Runs `scan`, `staged`, `range` or `audit`, and makes its report. */
export async function runScan(world: World, args: Arguments): Promise<Outcome> {
  const started = world.clock();
  const scanned = await performScan(world, args);
  const seconds = args.flags.timing ? (world.clock() - started) / 1000 : null;
  const report = await makeReport(world, scanned, seconds);
  const text = await formatReport(world, args, report);

  const output = args.flags.output as string | undefined;
  if (output !== undefined) {
    const { writeWhole } = await import('./output.ts');
    writeWhole(resolve(world.cwd, output), text);
  }
  const failing = report.findings.some((finding) => finding.failing);
  const code = exitCode(failing, report.scan.complete, args.flags['allow-incomplete'] === true);
  const format = (args.flags.format as Format | undefined) ?? 'text';
  const quiet = args.flags.quiet === true;
  const tellsItself = format === 'text' && output === undefined;
  const err = quiet || tellsItself ? '' : `${shortSummary(report, code)}\n`;
  return { code, out: output === undefined ? text : '', err };
}

/** Reads the settings, scans, and makes findings. */
export async function performScan(world: World, args: Arguments): Promise<Scanned> {
  const { flags } = args;
  const fingerprints = new Fingerprints(fingerprintKey(world.env));
  const target = await openTarget(world, args);
  const settings = await readSettings(
    target.root,
    world.cwd,
    {
      ...(flags.config === undefined ? {} : { config: flags.config as string }),
      ...(flags.baseline === undefined ? {} : { baseline: flags.baseline as string }),
      ...(flags['min-confidence'] === undefined ? {} : { minConfidence: flags['min-confidence'] as Confidence }),
    },
    fingerprints,
    new Set(builtInRules.map((rule) => rule.id)),
  );
  const hash = args.command === 'scan' ? (target.repository?.objectFormat ?? 'sha1') : null;
  const spec: EngineSpec = { disable: settings.disable, custom: settings.custom, now: world.now, hash };
  const scanner = new AdaptiveScanner(spec, {
    jobs: positive(flags.jobs, '--jobs') ?? world.cores,
    timeoutMs: (positive(flags['object-timeout'], '--object-timeout') ?? OBJECT_TIMEOUT_MS / 1000) * 1000,
    script: world.worker,
  });
  const progress = world.stderr.isTTY && flags.quiet !== true ? new ProgressBar(world.stderr) : null;
  try {
    const source = await readSource(world, args, target, settings, { scanner, progress: progress ?? NO_PROGRESS });
    const rules = rulesOf(spec);
    // Rules of the user's own may be slow, and run on worker threads only.
    const masker = new Masker(() => createEngine(builtInRules, { now: world.now }));
    const found = buildFindings(source.located, {
      rules: new Map(rules.map((rule) => [rule.id, rule])),
      fingerprints,
      masker,
      matchesPath: await pathQuestion(settings, source),
      ...settings,
    });
    return { ...found, source, facts: scanner.tally, settings, fingerprints, masker };
  } finally {
    progress?.stop();
    await scanner.close();
  }
}

/** What is scanned, and the top of it, where its configuration is looked for. */
type Target = { git: GitContext; repository: Repository | null; root: string | null };

async function openTarget(world: World, { command, words, flags }: Arguments): Promise<Target> {
  const named = command === 'audit' || command === 'baseline' || command === 'scan' ? words[0] : undefined;
  const cwd = named === undefined ? world.cwd : folderOf(resolve(world.cwd, named), named, command !== 'scan');
  const git: GitContext = { cwd, env: world.env, ambient: named === undefined };
  if (command === 'scan') {
    if (flags.stdin) return { git: { ...git, cwd: world.cwd }, repository: null, root: null };
    const repository = await findRepository(git);
    return { git: { ...git, cwd: world.cwd }, repository, root: repository?.root ?? cwd };
  }
  const repository = await openRepository(git);
  return { git, repository, root: repository.root };
}

/** The folder to look for a repository from. */
function folderOf(path: string, named: string, mustBeFolder: boolean): string {
  if (!existsSync(path))
    throw new ClawbackError('no-such-path', `cannot scan ${named}: there is no such file or folder`);
  const real = realpathSync(path);
  if (statSync(real).isDirectory()) return real;
  if (mustBeFolder) throw new ClawbackError('not-a-repository', `${named} is not a repository: name its folder`);
  return dirname(real);
}

async function readSource(
  world: World,
  args: Arguments,
  target: Target,
  settings: Settings,
  context: SourceContext,
): Promise<SourceResult> {
  const { command, words, flags } = args;
  switch (command) {
    case 'scan': {
      const { scanFiles, scanStdin } = await import('./scan-files.ts');
      if (flags.stdin) {
        if (words.length > 0) throw new ClawbackError('usage', '--stdin and paths exclude each other');
        const { readStdin } = await import('../files/read.ts');
        return scanStdin(await readStdin(world.stdin), (flags['stdin-name'] as string | undefined) ?? null, context);
      }
      const { matchesPath } = await import('./paths.ts');
      const options = {
        paths: words,
        all: flags['all-files'] === true,
        matchesPath,
        include: settings.include,
        exclude: settings.exclude,
      };
      return scanFiles(target.git, options, context);
    }
    case 'staged': {
      const { scanStaged } = await import('./scan-changes.ts');
      return scanStaged(target.repository!, context);
    }
    case 'range': {
      const { scanRange } = await import('./scan-changes.ts');
      const { readPush, readRange } = await import('../git/changes.ts');
      if (flags['since-push'] === (words[0] !== undefined)) {
        throw new ClawbackError('usage', 'name a range, as in "clawback range main..HEAD", or give --since-push');
      }
      const range = flags['since-push']
        ? await readPush(target.repository!, await pushInput(world))
        : await readRange(target.repository!, words[0]!);
      return scanRange(target.repository!, range, context);
    }
    default: {
      const { scanHistory } = await import('./scan-history.ts');
      return scanHistory(target.repository!, context);
    }
  }
}

/** What git tells a pre-push hook; nothing at a terminal. */
async function pushInput(world: World): Promise<string> {
  if (world.stdin.isTTY) return '';
  const { readStdin } = await import('../files/read.ts');
  return Buffer.from(await readStdin(world.stdin)).toString('utf8');
}

/** The glob library is loaded only if there is a glob to ask about. */
async function pathQuestion(settings: Settings, source: SourceResult): Promise<PathQuestion> {
  const asks =
    settings.include.length + settings.exclude.length > 0 ||
    settings.allow.some((entry) => entry.path !== undefined) ||
    (settings.ignore?.globs.length ?? 0) > 0 ||
    source.located.some(({ candidates }) => candidates.some((candidate) => candidate.files.length > 0));
  return asks ? (await import('./paths.ts')).matchesPath : (_, globs) => globs.length === 0;
}

async function makeReport(world: World, scanned: Scanned, seconds: number | null): Promise<Report> {
  const { findings, settings, source, masker } = scanned;
  const remedies = new Map<string, Remedy>();
  if (findings.length > 0) {
    const { default: texts } = await import('clawback:rule-texts');
    for (const text of [...texts, ...settings.customTexts]) remedies.set(text.id, text.remedy);
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
        remedy: remedies.get(finding.rule) ?? { console: null, steps: [] },
      };
    }),
    suppressed: scanned.suppressed,
    belowConfidence: scanned.below,
    minConfidence: settings.minConfidence,
    failOn: settings.failOn,
    notes: settings.notes,
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

function fingerprintKey(env: NodeJS.ProcessEnv): string | null {
  const key = env.CLAWBACK_FINGERPRINT_KEY;
  if (key === undefined || key === '') return null;
  if (key.length < 16)
    throw new ClawbackError(
      'usage',
      'CLAWBACK_FINGERPRINT_KEY is too short: use at least 16 characters, as from "openssl rand -hex 32"',
    );
  return key;
}

/** @throws ClawbackError `usage` */
function positive(value: string | boolean | undefined, flag: string): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 4096)
    throw new ClawbackError('usage', `${flag} must be a whole number from 1 on`);
  return number;
}
