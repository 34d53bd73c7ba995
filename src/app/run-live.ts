import { resolve } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import type { Candidate } from '../domain/finding.ts';
import type { ScanKind } from '../domain/report.ts';
import { Secret } from '../domain/secret.ts';
import { readStdin } from '../files/read.ts';
import { sameness } from './fingerprint.ts';
import type { Arguments } from './flags.ts';
import { type Prepared, prepare, type Scanned, scanWith } from './perform.ts';
import { report, settleScan } from './run-scan.ts';
import { placeOfText, scanStdin } from './scan-files.ts';
import { scanReport } from './scan-report.ts';
import { rulesOf } from './scanner.ts';
import type { SourceContext, SourceResult } from './source.ts';
import { keepNamed, readReport } from './told-report.ts';
import type { Outcome, World } from './world.ts';

/** Runs `verify` or `revoke`: on what a report names, or on one credential from standard input. */
export async function runLive(world: World, args: Arguments): Promise<Outcome> {
  const started = world.clock();
  const { flags, words, command } = args;
  const [name] = words;
  if ((flags.stdin === true) === (name !== undefined))
    throw new ClawbackError(
      'usage',
      `name a report of --format json, as in "clawback ${command} report.json", or give --stdin`,
    );
  if (flags.rule !== undefined && flags.stdin !== true)
    throw new ClawbackError('usage', '--rule says what --stdin reads: give both');
  const prepared = await prepare(world, args);
  const scanned =
    name === undefined ? await findGiven(world, args, prepared) : await findNamed(world, args, prepared, name);
  const settled = await settleScan(world, scanned, {
    verify: true,
    mode: command === 'verify' ? 'off' : flags.confirmed ? 'confirmed' : 'dry-run',
    trail: (flags.trail as string | undefined) ?? null,
    started,
  });
  return report(world, args, settled, started);
}

/** Finds each secret of a report again, and judges it by the settings of this run. */
async function findNamed(world: World, args: Arguments, prepared: Prepared, name: string): Promise<Scanned> {
  const { settings, target, fingerprints } = prepared;
  const told = readReport(resolve(world.cwd, name), name, fingerprints.keyId);
  // What the report tells of was sure enough, unless the user says otherwise.
  const least = args.flags['min-confidence'] === undefined ? 'low' : settings.minConfidence;
  const all: Prepared = { ...prepared, settings: { ...settings, minConfidence: 'low' } };
  const scanned = await scanWith(world, args, all, (context) =>
    scanReport(told, target, args.command as ScanKind, context),
  );
  return keepNamed(scanned, told, least);
}

/** Takes the credential that standard input holds. It is meant, whatever the repository here says of such. */
async function findGiven(world: World, args: Arguments, prepared: Prepared): Promise<Scanned> {
  const nothing = { disable: [], include: [], exclude: [], allow: [], ignore: null, baseline: null };
  const settings = { ...prepared.settings, ...nothing, minConfidence: 'low' } as const;
  const rule = args.flags.rule as string | undefined;
  if (rule !== undefined && !rulesOf(settings).some(({ id }) => id === rule))
    throw new ClawbackError('usage', `there is no rule "${rule}": "clawback rules list" names them all`);
  const bytes = await readStdin(world.stdin);
  return scanWith(world, args, { ...prepared, settings }, (context) =>
    scanGiven(bytes, rule, args.command as ScanKind, context),
  );
}

/** What a rule finds in a text; or all of the text, where the rule is named. */
async function scanGiven(
  bytes: Uint8Array,
  rule: string | undefined,
  kind: ScanKind,
  context: SourceContext,
): Promise<SourceResult> {
  const source = await scanStdin(bytes, null, context);
  const found = source.located
    .flatMap(({ candidates }) => candidates)
    .filter((one) => rule === undefined || one.rule === rule);
  const distinct = new Map(found.map((one) => [`${one.rule} ${sameness(one.secret)}`, one]));
  if (distinct.size > 1)
    throw new ClawbackError(
      'usage',
      `standard input holds ${distinct.size} credentials: give one, or name its rule with --rule`,
    );
  const [only] = distinct.values();
  const text = Buffer.from(bytes).toString('utf8').trim();
  const candidate = only ?? (rule === undefined || text === '' ? null : wholeText(rule, text));
  if (candidate === null)
    throw new ClawbackError('usage', 'no rule knows what standard input holds: name the rule with --rule');
  const given: Candidate = {
    ...candidate,
    confidence: 'high',
    reasons: ['it was given to be asked about'],
    files: [],
    allow: null,
  };
  return { ...source, kind, located: [{ candidates: [given], places: [placeOfText('')] }] };
}

function wholeText(rule: string, text: string): Omit<Candidate, 'confidence' | 'reasons' | 'files' | 'allow'> {
  const span = { start: 0, end: Buffer.byteLength(text) };
  const start = { line: 1, column: 1 };
  return {
    rule,
    detector: 0,
    span,
    evidence: span,
    secret: new Secret(text),
    parts: {},
    partSpans: [],
    keyName: '',
    offline: null,
    start,
    end: start,
    frame: null,
  };
}
