import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import type { Confidence, Rule, RuleText, Severity } from '../domain/rule.ts';
import { type Repository, readFileAt, resolveCommit } from '../git/repository.ts';
import type { Located } from '../rules/yaml.ts';
import type { AllowEntry, Config } from './config.ts';
import { CONFIG_FILE, IGNORE_FILE, isInside, readOwnText, readText } from './file-names.ts';
import { type Fingerprints, requireKey } from './fingerprint.ts';
import type { IgnoreFile } from './ignore.ts';
import { NO_OPERATOR, type Operator } from './operator.ts';

/** What the configuration, the ignore file, the baseline and the flags come to. */
export type Settings = {
  minConfidence: Confidence;
  failOn: Severity[];
  include: string[];
  exclude: string[];
  disable: string[];
  custom: Rule[];
  customTexts: RuleText[];
  allow: AllowEntry[];
  ignore: IgnoreFile | null;
  baseline: Set<string> | null;
  /** What only an operator may say: nothing, unless a configuration from outside what is scanned does. */
  operator: Operator;
  /** What it says of the action's pages. */
  github: Config['github'];
  /** What files of the scanned repository changed, one sentence each, for the report. */
  notes: string[];
};

export type SettingsFlags = { config?: string; baseline?: string; minConfidence?: Confidence };

const DEFAULTS = {
  minConfidence: 'medium',
  failOn: ['critical', 'high', 'medium'],
} as const satisfies Partial<Settings>;

/** Reads the files that settings come from. The scanned repository's own go by their name; null where there is none. */
export type SettingsFiles = {
  own(name: string): Promise<string | null>;
  /** A file that the user or the workflow named, by its path; null where there is none. */
  named(path: string): Promise<string | null>;
  /** Whether a file that was named lies outside of what is scanned, whatever it is called and linked by. */
  isOutside(path: string): boolean;
};

/**
 * Its files as they are on disk.
 *
 * @param trusted whether only those could write them who may write the workflow, too
 */
export function filesOnDisk(root: string | null, trusted = false): SettingsFiles {
  return {
    own: async (name) => (root === null ? null : readOwnText(root, name)),
    named: async (path) => readText(path),
    isOutside: (path) => trusted || isOutside(path, root),
  };
}

/**
 * Its files as they are in a commit: what is scanned must not decide how it is judged. So is a file
 * that was named, if it lies in the work tree: the proposal is checked out there.
 *
 * @param trusted whether the commit is one that only those could write who may write the workflow: a file of it
 *   that was named may say what an operator may
 */
export function filesAt(repository: Repository, revision: string, trusted = false): SettingsFiles {
  const own = async (name: string): Promise<string | null> =>
    readFileAt(repository, await resolveCommit(repository, revision), name);
  const named = async (path: string): Promise<string | null> => {
    const { root } = repository;
    const inside = [path, realPlace(path)].find((place) => root !== null && isInside(place, root));
    return inside === undefined ? readText(path) : own(relative(root!, inside).split(sep).join('/'));
  };
  return { own, named, isOutside: (path) => trusted || isOutside(path, repository.root) };
}

/** Whether a file lies outside of a folder, whatever it is called and linked by. */
export function isOutside(path: string, root: string | null): boolean {
  return root === null || ![path, realPlace(path), realFile(path)].some((place) => isInside(place, realFile(root)));
}

function realFile(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A path by the real name of its folder. */
function realPlace(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}

/**
 * Gathers the settings. The parsers of configuration files are loaded only where there is such a
 * file: a commit hook in a repository without one need not wait for them.
 *
 * @param files where settings come from
 * @throws ClawbackError
 */
export async function readSettings(
  files: SettingsFiles,
  cwd: string,
  flags: SettingsFlags,
  fingerprints: Fingerprints,
  builtIn: ReadonlySet<string>,
): Promise<Settings> {
  const settings: Settings = {
    minConfidence: DEFAULTS.minConfidence,
    failOn: [...DEFAULTS.failOn],
    include: [],
    exclude: [],
    disable: [],
    custom: [],
    customTexts: [],
    allow: [],
    ignore: null,
    baseline: null,
    operator: NO_OPERATOR,
    github: {},
    notes: [],
  };
  const named = flags.config === undefined ? undefined : resolve(cwd, flags.config);
  const config = named === undefined ? await files.own(CONFIG_FILE) : await files.named(named);
  if (named !== undefined && config === null) {
    throw new ClawbackError('bad-config', `--config ${flags.config}: there is no such file`);
  }
  if (config !== null) {
    const { parseConfig } = await import('./config.ts');
    const file = flags.config ?? CONFIG_FILE;
    const operators = named !== undefined && files.isOutside(named);
    await applyConfig(settings, parseConfig(config, file, operators), {
      file,
      folder: named === undefined ? cwd : dirname(named),
      builtIn,
      keyId: fingerprints.keyId,
    });
  }
  if (flags.minConfidence !== undefined) settings.minConfidence = flags.minConfidence;
  const ignored = await files.own(IGNORE_FILE);
  if (ignored !== null) {
    const { parseIgnoreFile } = await import('./ignore.ts');
    settings.ignore = parseIgnoreFile(ignored, IGNORE_FILE, fingerprints.keyId);
  }
  if (flags.baseline !== undefined) {
    const text = await files.named(resolve(cwd, flags.baseline));
    if (text === null)
      throw new ClawbackError(
        'bad-baseline',
        `--baseline ${flags.baseline}: there is no such file (make one with "clawback baseline")`,
      );
    const { readBaseline } = await import('./baseline.ts');
    settings.baseline = readBaseline(text, flags.baseline, fingerprints.keyId);
  }
  return settings;
}

/**
 * The texts of a configuration's own rules as they may be shown: they are no safer than anything
 * else in a repository.
 */
export function maskTexts(settings: Settings, mask: (text: string) => string): void {
  settings.custom = settings.custom.map((rule) => ({ ...rule, title: mask(rule.title) }));
  settings.customTexts = settings.customTexts.map((text) => ({
    ...text,
    description: mask(text.description),
    remedy: {
      console: text.remedy.console === null ? null : mask(text.remedy.console),
      steps: text.remedy.steps.map(mask),
    },
  }));
}

async function applyConfig(
  settings: Settings,
  { value: config, at }: Located<Config>,
  { file, folder, builtIn, keyId }: { file: string; folder: string; builtIn: ReadonlySet<string>; keyId: string },
): Promise<void> {
  const { paths, rules, report, allow, github, providers, openclaw, verify, revoke } = config;
  settings.operator = { providers, openclaw, verify, revoke };
  // Told from where the operator's file is, not from where somebody happens to stand.
  if (revoke.trail !== undefined)
    settings.operator = { ...settings.operator, revoke: { ...revoke, trail: resolve(folder, revoke.trail) } };
  const customAt = (index: number): string => at(['rules', 'custom', index]);
  const custom =
    rules.custom.length === 0
      ? { rules: [], texts: [] }
      : (await import('../rules/compile.ts')).compileCustom(rules.custom, (rule) => customAt(rule));
  if (Object.keys(providers).length > 0) {
    const { default: apis } = await import('clawback:apis');
    for (const id of Object.keys(providers)) {
      if (!apis.some((api) => api.id === id))
        throw new ClawbackError(
          'bad-config',
          `${at(['providers', id])}: there is no provider "${id}" that can be asked`,
        );
    }
  }
  const known = new Set([...builtIn, ...custom.rules.map((rule) => rule.id)]);
  for (const [index, { id }] of custom.rules.entries()) {
    if (builtIn.has(id))
      throw new ClawbackError(
        'bad-config',
        `${customAt(index)}: rules.custom: "${id}" is the id of a built-in rule: choose another`,
      );
  }
  const asked = [
    ...rules.disable.map((id, index) => ({ id, path: ['rules', 'disable', index] })),
    ...allow.map(({ rule: id }, index) => ({ id, path: ['allow', index, 'rule'] })),
  ];
  for (const { id, path } of asked) {
    if (id !== undefined && !known.has(id))
      throw new ClawbackError(
        'bad-config',
        `${at(path)}: there is no rule "${id}": "clawback rules list" names them all`,
      );
  }
  for (const [index, { fingerprint }] of allow.entries()) {
    if (fingerprint !== undefined) requireKey(fingerprint, keyId, at(['allow', index, 'fingerprint']), 'bad-config');
  }
  settings.minConfidence = report['min-confidence'];
  settings.failOn = report['fail-on'];
  settings.include = paths.include;
  settings.exclude = paths.exclude;
  settings.disable = rules.disable;
  settings.custom = custom.rules.filter((rule) => !rules.disable.includes(rule.id));
  settings.customTexts = custom.texts.filter((text) => !rules.disable.includes(text.id));
  settings.allow = allow;
  settings.github = github;

  const changes = [
    rules.disable.length > 0 ? `switches off ${rules.disable.join(', ')}` : '',
    custom.rules.length > 0 ? `adds ${custom.rules.length === 1 ? 'a rule' : `${custom.rules.length} rules`}` : '',
    paths.include.length > 0 ? `scans only ${paths.include.join(', ')}` : '',
    paths.exclude.length > 0 ? `leaves out ${paths.exclude.join(', ')}` : '',
    report['min-confidence'] !== DEFAULTS.minConfidence ? `reports from ${report['min-confidence']} confidence on` : '',
    github['warn-only'] === true ? 'lets leaks not fail the job' : '',
    report['fail-on'].join() !== DEFAULTS.failOn.join() ? `fails on ${report['fail-on'].join(', ') || 'nothing'}` : '',
  ].filter(Boolean);
  if (changes.length > 0) settings.notes.push(`${file} ${changes.join('; ')}`);
}
