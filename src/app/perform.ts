import builtInRules from 'clawback:rules';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createEngine } from '../detect/engine.ts';
import type { Skip } from '../domain/blob.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Confidence } from '../domain/rule.ts';
import { findRepository, openRepository, type Repository, withoutWorkTree } from '../git/repository.ts';
import type { GitContext } from '../git/run.ts';
import { AdaptiveScanner } from './adaptive.ts';
import { buildFindings, type Findings, MAX_FINDINGS } from './findings.ts';
import { Fingerprints, fingerprintKey } from './fingerprint.ts';
import type { Arguments } from './flags.ts';
import { Masker } from './masker.ts';
import type { PathQuestion } from './paths.ts';
import type { PoolOptions } from './pool.ts';
import { NO_PROGRESS, ProgressBar } from './progress.ts';
import { type EngineSpec, MAX_MATCHES, rulesOf } from './scanner.ts';
import { filesAt, filesOnDisk, maskTexts, readSettings, type Settings, type SettingsFiles } from './settings.ts';
import type { SourceContext, SourceResult } from './source.ts';
import type { World } from './world.ts';

/** The longest that one object may take, unless the user says otherwise. */
const OBJECT_TIMEOUT_MS = 30_000;

/** A scan that ran: what it found, and what is needed to tell of it. */
export type Scanned = Findings & {
  source: SourceResult;
  facts: { objects: number; bytes: number };
  repository: Repository | null;
  settings: Settings;
  fingerprints: Fingerprints;
  masker: Masker;
};

/** What holds for a run, read before anything is scanned. */
export type Prepared = {
  target: Target;
  settings: Settings;
  fingerprints: Fingerprints;
  masker: Masker;
  /** See `FindingRules`. */
  proposal: boolean;
};

/** Whoever is not at a command line has settings from elsewhere. */
export type Preparing = {
  files?: (target: Target) => SettingsFiles;
  adjust?: (settings: Settings) => Settings;
  proposal?: boolean;
};

/** Finds what is meant, and reads the settings. */
export async function prepare(world: World, args: Arguments, how: Preparing = {}): Promise<Prepared> {
  const { flags } = args;
  const fingerprints = new Fingerprints(fingerprintKey(world.env));
  const target = await openTarget(world, args);
  const read = await readSettings(
    how.files?.(target) ?? settingsFiles(target, flags),
    world.cwd,
    {
      ...(flags.config === undefined ? {} : { config: flags.config as string }),
      ...(flags.baseline === undefined ? {} : { baseline: flags.baseline as string }),
      ...(flags['min-confidence'] === undefined ? {} : { minConfidence: flags['min-confidence'] as Confidence }),
    },
    fingerprints,
    new Set(builtInRules.map((rule) => rule.id)),
  );
  const settings = how.adjust?.(read) ?? read;
  // Rules of the user's own may be slow, and run on worker threads only.
  const masker = new Masker(() => createEngine(builtInRules, { now: world.now }));
  maskTexts(settings, (text) => masker.mask(text));
  return { target, settings, fingerprints, masker, proposal: how.proposal === true };
}

/** Reads the settings, scans what the command line means, and makes findings. */
export async function performScan(world: World, args: Arguments): Promise<Scanned> {
  const prepared = await prepare(world, args);
  return scanWith(world, args, prepared, (context) =>
    readSource(world, args, prepared.target, prepared.settings, context),
  );
}

/** Scans what a source reads, and makes findings. */
export async function scanWith(
  world: World,
  args: Arguments,
  { target, settings, fingerprints, masker, proposal }: Prepared,
  read: (context: SourceContext) => Promise<SourceResult>,
): Promise<Scanned> {
  const { flags } = args;
  const hash = args.command === 'scan' ? (target.repository?.objectFormat ?? 'sha1') : null;
  const spec: EngineSpec = { disable: settings.disable, custom: settings.custom, now: world.now, hash };
  const options: PoolOptions = {
    jobs: positive(flags.jobs, '--jobs') ?? world.cores,
    cores: world.cores,
    timeoutMs: (positive(flags['object-timeout'], '--object-timeout') ?? OBJECT_TIMEOUT_MS / 1000) * 1000,
    script: world.worker,
  };
  const scanner = new AdaptiveScanner(spec, options);
  const walk: SourceContext['walk'] = async (work, take) => {
    const { walkPacks } = await import('./walk-packs.ts');
    await walkPacks(work, spec, options, scanner.tally, take);
  };
  const progress = world.stderr.isTTY && flags.quiet !== true ? new ProgressBar(world.stderr) : null;
  try {
    const source = await read({ scanner, progress: progress ?? NO_PROGRESS, walk });
    const rules = rulesOf(spec);
    const found = buildFindings(source.located, {
      rules: new Map(rules.map((rule) => [rule.id, rule])),
      fingerprints,
      masker,
      proposal,
      matchesPath: await pathQuestion(settings, source),
      ...settings,
    });
    const skipped = [...source.skipped, ...flood(scanner.tally.dropped + found.dropped)];
    return {
      ...found,
      source: { ...source, skipped },
      facts: scanner.tally,
      repository: target.repository,
      settings,
      fingerprints,
      masker,
    };
  } finally {
    progress?.stop();
    await scanner.close();
  }
}

/** What is told where there was more than a run keeps. */
function flood(dropped: number): Skip[] {
  if (dropped === 0) return [];
  const [matches, secrets] = [MAX_MATCHES, MAX_FINDINGS].map((limit) => limit.toLocaleString('en-US'));
  const why = `a run keeps ${matches} and tells of ${secrets} secrets: exclude the paths that are full of them`;
  return [{ what: 'matches', why, count: dropped, incomplete: true }];
}

/** What is scanned, and the top of it, where its configuration is looked for. */
export type Target = { git: GitContext; repository: Repository | null; root: string | null };

async function openTarget(world: World, { command, words, flags }: Arguments): Promise<Target> {
  const named = command === 'audit' || command === 'baseline' || command === 'scan' ? words[0] : undefined;
  const cwd = named === undefined ? world.cwd : folderOf(resolve(world.cwd, named), named, command !== 'scan');
  const git: GitContext = {
    cwd,
    env: world.env,
    ambient: named === undefined,
    ...(world.safeDirectory === undefined ? {} : { safeDirectory: world.safeDirectory }),
  };
  if (command === 'scan') {
    if (flags.stdin) return { git: { ...git, cwd: world.cwd }, repository: null, root: null };
    const repository = await findRepository(git);
    return { git: { ...git, cwd: world.cwd }, repository, root: repository?.root ?? cwd };
  }
  if (command === 'verify' || command === 'revoke') {
    const repository = await findRepository(git);
    // As for a scan: the settings of a folder without git are its own, and standard input has no folder.
    const folder = repository || flags.stdin ? null : realpathSync(cwd);
    return { git, repository, root: repository?.root ?? folder };
  }
  const repository = await openRepository(git);
  if (command === 'staged' && repository.bare) throw withoutWorkTree(repository);
  return { git, repository, root: repository.root };
}

function settingsFiles({ repository, root }: Target, flags: Arguments['flags']): SettingsFiles {
  const revision = flags['settings-from'] as string | undefined;
  if (revision === undefined) return filesOnDisk(root);
  if (repository === null) throw new ClawbackError('usage', '--settings-from needs a repository');
  return filesAt(repository, revision);
}

/** The folder to look for a repository from. */
function folderOf(path: string, named: string, mustBeFolder: boolean): string {
  if (!existsSync(path))
    throw new ClawbackError('no-such-path', `cannot scan ${named}: there is no such file or folder`);
  const stat = statSync(path);
  if (stat.isDirectory()) return realpathSync(path);
  if (mustBeFolder) throw new ClawbackError('not-a-repository', `${named} is not a repository: name its folder`);
  // What is no file may have no real path: a pipe named by /dev/stdin has none.
  return dirname(stat.isFile() ? realpathSync(path) : path);
}

export async function readSource(
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
      if (flags['stdin-name'] !== undefined)
        throw new ClawbackError('usage', '--stdin-name names what --stdin reads: give both');
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
      const { readPush, readRange } = await import('../git/range.ts');
      if ((flags['since-push'] === true) === (words[0] !== undefined)) {
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

/** @throws ClawbackError `usage` */
function positive(value: string | boolean | undefined, flag: string): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 4096)
    throw new ClawbackError('usage', `${flag} must be a whole number from 1 to 4096`);
  return number;
}
