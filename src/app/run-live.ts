import builtInRules from 'clawback:rules';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createEngine, type Engine } from '../detect/engine.ts';
import type { Skip } from '../domain/blob.ts';
import { ClawbackError } from '../domain/errors.ts';
import type { Candidate, Finding, Place } from '../domain/finding.ts';
import type { ScanKind } from '../domain/report.ts';
import { Secret } from '../domain/secret.ts';
import { readFile, readStdin } from '../files/read.ts';
import { readObjects } from '../git/objects.ts';
import { reportSchema } from '../report/schema.ts';
import { requireKey, sameness } from './fingerprint.ts';
import type { Arguments } from './flags.ts';
import { type Prepared, prepare } from './perform.ts';
import { report, settleScan } from './run-scan.ts';
import type { Outcome, World } from './world.ts';

/** Runs `verify` or `revoke`: on what a report names, or on one credential from standard input. */
export async function runLive(world: World, args: Arguments): Promise<Outcome> {
  const started = world.clock();
  const { flags, words, command } = args;
  if ((flags.stdin === true) === (words[0] !== undefined))
    throw new ClawbackError(
      'usage',
      `name a report of --format json, as in "clawback ${command} report.json", or give --stdin`,
    );
  if (flags.rule !== undefined && flags.stdin !== true)
    throw new ClawbackError('usage', '--rule says what --stdin reads: give both');
  const prepared = await prepare(world, args);
  const engine = createEngine(builtInRules, { now: world.now });
  const { findings, skipped, bytes } = flags.stdin
    ? await fromStdin(world, args, prepared, engine)
    : await fromReport(world, words[0]!, prepared, engine);
  prepared.masker.learn(findings.flatMap(({ secret, parts }) => [secret, ...Object.values(parts)]));
  const scanned = await settleScan(
    world,
    {
      findings,
      suppressed: [],
      below: 0,
      excluded: 0,
      dropped: 0,
      source: { kind: command as ScanKind, located: [], commits: 0, skipped, root: prepared.target.root },
      facts: { objects: findings.length, bytes },
      repository: prepared.target.repository,
      settings: prepared.settings,
      fingerprints: prepared.fingerprints,
      masker: prepared.masker,
    },
    {
      verify: true,
      mode: command === 'verify' ? 'off' : flags.confirmed ? 'confirmed' : 'dry-run',
      trail: (flags.trail as string | undefined) ?? null,
      started,
    },
  );
  return report(world, args, scanned, started);
}

type Taken = { findings: Finding[]; skipped: Skip[]; bytes: number };

/** The credential that standard input holds: what a rule finds there, or all of it where the rule is named. */
async function fromStdin(
  world: World,
  { flags }: Arguments,
  { fingerprints }: Prepared,
  engine: Engine,
): Promise<Taken> {
  const bytes = await readStdin(world.stdin);
  const rule = flags.rule as string | undefined;
  if (rule !== undefined && !engine.rules.has(rule))
    throw new ClawbackError('usage', `there is no rule "${rule}": "clawback rules list" names them all`);
  const found = engine.scan(bytes).candidates.filter((one) => rule === undefined || one.rule === rule);
  const distinct = new Map(found.map((one) => [`${one.rule} ${sameness(one.secret)}`, one]));
  if (distinct.size > 1)
    throw new ClawbackError(
      'usage',
      `standard input holds ${distinct.size} credentials: give one, or name its rule with --rule`,
    );
  const [only] = distinct.values();
  const text = Buffer.from(bytes).toString('utf8').trim();
  const candidate = only ?? (rule === undefined || text === '' ? null : { rule, secret: new Secret(text), parts: {} });
  if (candidate === null)
    throw new ClawbackError('usage', 'no rule knows what standard input holds: name the rule with --rule');
  return {
    findings: [
      findingOf({ rivals: [], keyName: '', offline: null, ...candidate }, [HERE], engine, (secret) =>
        fingerprints.of(secret, '', candidate.rule),
      ),
    ],
    skipped: [],
    bytes: bytes.length,
  };
}

const HERE: Place = {
  kind: 'file',
  path: '',
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
  offset: 0,
  object: '',
  commit: '',
  author: '',
  date: '',
  reachable: true,
  present: true,
  frame: null,
};

type Seen = Pick<Candidate, 'rule' | 'secret' | 'parts' | 'keyName' | 'offline' | 'rivals'>;

function findingOf(
  { rule: id, secret, parts, offline, rivals = [] }: Seen,
  places: Place[],
  engine: Engine,
  fingerprint: (secret: Secret) => string,
): Finding {
  const rule = engine.rules.get(id)!;
  return {
    fingerprint: fingerprint(secret),
    rule: id,
    provider: rule.provider,
    title: rule.title,
    severity: rule.severity,
    confidence: 'high',
    secret,
    parts,
    partSets: [parts],
    reasons: ['it was given to be asked about'],
    verdict: offline ?? { state: 'unknown', why: 'not-asked' },
    outcome: null,
    rivals,
    occurrences: 1,
    places,
    placesOmitted: 0,
  };
}

/**
 * Finds each secret of a report again, where the report says that it stands: reports hold no secret.
 *
 * @throws ClawbackError `usage` for what is no report
 */
async function fromReport(world: World, name: string, prepared: Prepared, engine: Engine): Promise<Taken> {
  const told = readReport(resolve(world.cwd, name), name);
  for (const { fingerprint } of told) requireKey(fingerprint, prepared.fingerprints.keyId, name, 'usage');
  const objects = await objectsOf(told, prepared);
  const findings: Finding[] = [];
  const skipped: Skip[] = [];
  let bytes = 0;
  for (const finding of told) {
    const seen = findAgain(finding, objects, prepared, engine);
    if (seen === null) {
      const why = 'it was not found again where the report names it: scan again, and use the new report';
      skipped.push({ what: `${finding.title} ${finding.fingerprint}`, why, incomplete: true });
      continue;
    }
    bytes += Buffer.byteLength(seen.secret.mask);
    const places = finding.places.map((place): Place => {
      const { line, column, endLine, endColumn, pathBytes, header, within, encodings, ref, ...rest } = place;
      return {
        ...rest,
        ...(pathBytes === undefined ? {} : { pathBytes }),
        ...(header === undefined ? {} : { header }),
        ...(within === undefined ? {} : { within }),
        ...(encodings === undefined ? {} : { encodings }),
        ...(ref === undefined ? {} : { ref }),
        start: { line, column },
        end: { line: endLine, column: endColumn },
        frame: null,
      };
    });
    const made = findingOf(seen, places, engine, () => finding.fingerprint);
    findings.push({
      ...made,
      confidence: finding.confidence,
      reasons: finding.reasons,
      occurrences: finding.occurrences,
    });
  }
  return { findings, skipped, bytes };
}

type ToldFinding = ReturnType<typeof reportSchema.parse>['findings'][number];

function readReport(path: string, name: string): ToldFinding[] {
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
  return parsed.data.findings;
}

/** The objects that a report names, by their ids; and files of the work tree by their paths. */
async function objectsOf(told: readonly ToldFinding[], { target }: Prepared): Promise<Map<string, Uint8Array>> {
  const objects = new Map<string, Uint8Array>();
  const ids = new Set(
    told.flatMap(({ places }) => places.map(({ object }) => object)).filter((id) => /^[0-9a-f]{40,64}$/.test(id)),
  );
  if (target.repository) {
    for await (const batch of readObjects(target.repository.context, [...ids])) {
      for (const { id, bytes } of batch.objects) objects.set(id, Uint8Array.from(bytes));
    }
  }
  const root = target.root ?? target.git.cwd;
  for (const { places } of told) {
    for (const { kind, path, pathBytes, object } of places) {
      if (kind !== 'file' || path === '' || objects.has(object)) continue;
      const name = pathBytes === undefined ? Buffer.from(path) : Buffer.from(pathBytes, 'base64');
      // An absolute path of a scan outside of any repository stays as it is.
      const file = path.startsWith('/') ? name : Buffer.concat([Buffer.from(join(root, '/')), name]);
      const read = readFile(file);
      if (read.is === 'content') objects.set(object, read.bytes);
    }
  }
  return objects;
}

/** What has a finding's fingerprint in one of its objects; null where nothing has. */
function findAgain(
  { fingerprint, places, rule }: ToldFinding,
  objects: ReadonlyMap<string, Uint8Array>,
  { fingerprints }: Prepared,
  engine: Engine,
): Seen | null {
  let found: Seen | null = null;
  for (const { object, path } of places) {
    const bytes = objects.get(object);
    if (!bytes) continue;
    for (const candidate of engine.scan(bytes).candidates) {
      const { secret, keyName } = candidate;
      if (fingerprints.of(secret, path, keyName || candidate.rule) !== fingerprint) continue;
      // The rule that told of it knows what belongs to it.
      if (candidate.rule === rule) return candidate;
      found ??= candidate;
    }
  }
  return found;
}
