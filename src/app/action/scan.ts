import { resolve } from 'node:path';
import type { Skip } from '../../domain/blob.ts';
import { ClawbackError } from '../../domain/errors.ts';
import { bringRange, bringTip } from '../../git/deepen.ts';
import { type Origin, originOf, originUrl } from '../../git/fetch.ts';
import { rangeOf } from '../../git/range.ts';
import { findRepository, type Repository, resolveCommit } from '../../git/repository.ts';
import type { Plan, Wish } from '../../github/event.ts';
import { isProposal, planFor } from '../../github/event.ts';
import { trustIn } from '../../github/trust.ts';
import type { Arguments } from '../flags.ts';
import { prepare, readSource, type Scanned, scanWith } from '../perform.ts';
import { settled } from '../run-scan.ts';
import { scanRange } from '../scan-changes.ts';
import { filesAt, filesOnDisk, type Settings } from '../settings.ts';
import type { World } from '../world.ts';
import type { ActionContext } from './context.ts';
import type { Inputs } from './inputs.ts';

/** What was scanned, and by whose settings. */
export type ActionScan = {
  scanned: Scanned;
  repository: Repository | null;
  /** The commit whose settings counted; null: those of the checkout. */
  settingsFrom: string | null;
  /** Where the range ends and what it leaves out; null: no range was scanned. */
  range: { head: string; not: string[] } | null;
};

/** Events that only somebody who may push can bring about: what is checked out is theirs, as the workflow is. */
const OWN = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'];

/** Whether a run is about what somebody proposes: that must not say how it is judged. */
export const isJudgedByOthers = (event: string): boolean => !OWN.includes(event);

/** What to scan, as the inputs or else the event say. */
export function planOf(
  { event, payload }: ActionContext,
  { mode = 'auto', ...inputs }: Inputs,
): Plan | { scan: 'worktree' } | { scan: 'named' } {
  if (mode === 'worktree') return { scan: 'worktree' };
  if (mode === 'history') return { scan: 'history' };
  if (inputs['base-ref'] !== undefined || inputs['head-ref'] !== undefined) return { scan: 'named' };
  const plan = planFor(event, payload);
  if (mode === 'range' && plan.scan === 'history')
    throw new ClawbackError(
      'usage',
      `the input "mode": "${event}" brings no range: give base-ref, and head-ref if it does not end at what is checked out`,
    );
  return plan;
}

/** Brings what the plan takes, scans it, and asks about what was found. */
export async function scanFor(
  world: World,
  context: ActionContext,
  inputs: Inputs,
  plan: Exclude<ReturnType<typeof planOf>, { scan: 'nothing' }>,
): Promise<ActionScan> {
  const started = world.clock();
  // The workspace is the runner's own, whoever owns it in a container; what git may do there is bounded anyway.
  const here: World = { ...world, cwd: resolve(world.cwd, inputs['working-directory'] ?? '.'), safeDirectory: '*' };
  const repository = await findRepository({ cwd: here.cwd, env: here.env, ambient: true, safeDirectory: '*' });
  if (repository === null && plan.scan !== 'worktree')
    throw new ClawbackError(
      'not-a-repository',
      'nothing is checked out here: run actions/checkout before this step, or name its folder as working-directory',
    );
  if (isJudgedByOthers(context.event)) await requireOwn(repository, context);
  const credentials = inputs.token === undefined ? null : { server: context.serverUrl, token: inputs.token };
  const origin = repository === null ? null : await originOf(repository, credentials);
  const settingsFrom = await settingsCommit(repository, origin, context, inputs);

  const gaps: Skip[] = [];
  let range: ActionScan['range'] = null;
  let trouble: string | null = null;
  if (plan.scan === 'range' || plan.scan === 'named') {
    const wish =
      plan.scan === 'range'
        ? plan.range
        : await namedWish(repository!, origin!, inputs, context.payload.pull_request?.head);
    const held = await bringRange(repository!, wish, origin!);
    trouble = held.problem;
    range = { head: wish.head, not: held.not };
    if (trouble !== null && (await resolveCommit(repository!, wish.head).catch(() => null)) === null)
      throw new ClawbackError('no-such-ref', `commit ${wish.head} could not be fetched: ${trouble}`);
    if (trouble !== null)
      gaps.push({ what: 'commits of the range', why: `they could not be fetched: ${trouble}`, incomplete: true });
  } else if (plan.scan === 'history' && repository!.shallow) {
    const refs = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
    const failed = await origin!.bring(refs, ['--unshallow']);
    if (failed !== null)
      gaps.push({ what: 'the rest of the history', why: `it could not be fetched: ${failed}`, incomplete: true });
  }

  const { args, adjust, refused } = settingsOf(context, inputs, plan.scan);
  if (refused !== null) gaps.push({ what: 'revoking', why: refused, incomplete: true });
  try {
    const prepared = await prepare(here, args, {
      files: (target) =>
        settingsFrom === null
          ? filesOnDisk(target.root, !isJudgedByOthers(context.event))
          : filesAt(target.repository!, settingsFrom, true),
      adjust,
      proposal: isJudgedByOthers(context.event),
    });
    const scanned = await scanWith(here, args, prepared, async (source) => {
      if (range === null) return readSource(here, args, prepared.target, prepared.settings, source);
      const target = prepared.target.repository!;
      return scanRange(target, await rangeOf(target, { ids: [range.head], not: range.not }), source);
    });
    const withGaps = { ...scanned, source: { ...scanned.source, skipped: [...scanned.source.skipped, ...gaps] } };
    return {
      scanned: await settled(here, args, withGaps, started),
      repository: prepared.target.repository,
      settingsFrom,
      range,
    };
  } catch (error) {
    if (trouble === null || !(error instanceof ClawbackError)) throw error;
    throw new ClawbackError(error.code, `${error.message}; fetching it failed: ${trouble}`, { cause: error });
  }
}

/**
 * The commit whose settings count: the tip of the default branch for what is proposed, whatever it is proposed for.
 *
 * @throws ClawbackError where that cannot be had: then nobody can say how to judge
 */
async function settingsCommit(
  repository: Repository | null,
  origin: Origin | null,
  { event, payload }: ActionContext,
  inputs: Inputs,
): Promise<string | null> {
  if (!isJudgedByOthers(event) || repository === null || origin === null) return null;
  const branch = payload.repository?.default_branch ?? payload.pull_request?.base?.repo?.default_branch;
  const tip = branch === undefined ? null : await bringTip(repository, branch, origin);
  if (tip !== null) return tip;
  // A proposal for the default branch itself names a commit of it.
  const base = payload.pull_request?.base ?? { sha: payload.merge_group?.base_sha, ref: branch };
  if (base.sha !== undefined && (branch === undefined || base.ref === branch)) {
    const here = await resolveCommit(repository, base.sha).catch(() => null);
    if (here !== null) return here;
    await origin.bring([base.sha], repository.shallow ? ['--depth=1'] : []);
    return resolveCommit(repository, base.sha);
  }
  throw new ClawbackError(
    'no-such-ref',
    `the default branch${branch === undefined ? '' : ` "${branch}"`} cannot be read, whose settings count for "${event}": ${inputs.token === undefined ? 'give the input "token"' : 'the job needs "permissions: contents: read"'}`,
  );
}

/**
 * What is proposed is judged by what the repository itself says: that has to be where the checkout came from.
 *
 * @throws ClawbackError where it is not, or nobody can tell
 */
async function requireOwn(repository: Repository | null, { event, repository: name }: ActionContext): Promise<void> {
  if (repository === null)
    throw new ClawbackError(
      'not-a-repository',
      `without a git checkout nobody can tell whose settings count for "${event}": install git before actions/checkout`,
    );
  const url = await originUrl(repository);
  const from = url?.replace(/\/?(?:\.git)?\/?$/, '').toLowerCase();
  if (
    from === undefined ||
    name === '' ||
    new RegExp(`[/:]${name.toLowerCase().replace(/[.+*?^$(){}|[\]\\]/g, '\\$&')}$`).test(from)
  )
    return;
  throw new ClawbackError(
    'usage',
    `the checkout is not of ${name}: check out the repository itself, not the fork (Clawback fetches what the fork proposes)`,
  );
}

/** A range that the workflow names. */
async function namedWish(
  repository: Repository,
  origin: Origin,
  inputs: Inputs,
  pull: { sha?: string; ref?: string } | undefined,
): Promise<Wish> {
  const named = async (name: string): Promise<string> => {
    for (const form of [`refs/remotes/origin/${name}`, name]) {
      const id = await resolveCommit(repository, form).catch(() => null);
      if (id !== null) return id;
    }
    if (/^[0-9a-f]{40,64}$/.test(name)) return name;
    for (const form of [`refs/heads/${name}`, `refs/tags/${name}`]) {
      const id = await origin.tipOf(form);
      if (id !== null) return id;
    }
    throw new ClawbackError(
      'no-such-ref',
      `neither the checkout nor its origin has "${name}": base-ref and head-ref name branches, tags or commits`,
    );
  };
  const base = inputs['base-ref'];
  if (base === undefined)
    throw new ClawbackError('usage', 'the input "head-ref" says where a range ends: give base-ref, too');
  const end = inputs['head-ref'] ?? 'HEAD';
  const from = await named(base);
  // Whoever proposes may call their branch as they like: the event says which commit it is.
  const to = end === pull?.ref && pull.sha !== undefined ? pull.sha : await named(end);
  return { head: to, headRef: null, bases: [from], against: null, count: null, forced: false };
}

/** The command that the run comes to, and what the inputs change of its settings. */
function settingsOf(
  { event, payload, ref }: ActionContext,
  inputs: Inputs,
  scan: string,
): { args: Arguments; adjust: (settings: Settings) => Settings; refused: string | null } {
  const trust = trustIn(event, payload as Parameters<typeof trustIn>[1], ref);
  const refused = inputs.revoke === 'confirmed' ? trust.revoke : null;
  const mode = refused === null ? inputs.revoke : 'off';
  const command = scan === 'worktree' ? 'scan' : scan === 'history' ? 'audit' : 'range';
  const args: Arguments = {
    command,
    words: [],
    flags: {
      quiet: true,
      ...(inputs['config-file'] === undefined ? {} : { config: inputs['config-file'] }),
      ...(inputs['baseline-file'] === undefined ? {} : { baseline: inputs['baseline-file'] }),
      ...(inputs['min-confidence'] === undefined ? {} : { 'min-confidence': inputs['min-confidence'] }),
      ...(mode === undefined ? {} : { revoke: mode }),
    },
  };
  const adjust = (settings: Settings): Settings => {
    const { operator, notes } = settings;
    const said = [
      inputs.include === undefined ? '' : `the workflow scans only ${inputs.include.join(', ')}`,
      inputs.exclude === undefined ? '' : `the workflow leaves out ${inputs.exclude.join(', ')}`,
      trust.revoke !== null && operator.revoke.mode === 'confirmed' ? `nothing is revoked: ${trust.revoke}` : '',
      inputs['fail-on'] === undefined ? '' : `the workflow fails on ${inputs['fail-on'].join(', ') || 'nothing'}`,
    ].filter(Boolean);
    const openclaw = {
      ...operator.openclaw,
      ...(inputs['openclaw-revocation-url'] === undefined
        ? {}
        : { 'revocation-url': inputs['openclaw-revocation-url'] }),
      ...(inputs['openclaw-gateway-url'] === undefined ? {} : { 'gateway-url': inputs['openclaw-gateway-url'] }),
    };
    const revoke = {
      ...operator.revoke,
      // The configuration may say it, too; where it may not be done, that is an error of the workflow.
      mode: trust.revoke !== null && operator.revoke.mode === 'confirmed' ? ('off' as const) : operator.revoke.mode,
      rules: inputs['revoke-rules'] ?? operator.revoke.rules,
      owners: inputs['revoke-owners'] ?? operator.revoke.owners,
    };
    return {
      ...settings,
      failOn: inputs['fail-on'] ?? settings.failOn,
      include: inputs.include ?? settings.include,
      exclude: [...settings.exclude, ...(inputs.exclude ?? [])],
      operator: {
        ...operator,
        openclaw,
        verify: { ...operator.verify, enabled: inputs.verify ?? operator.verify.enabled },
        revoke,
      },
      notes: [...notes, ...said],
    };
  };
  return { args, adjust, refused };
}

/** Whether verdicts may be told where everybody can read them. */
export function showsVerdicts({ event, payload, ref }: ActionContext, fork: boolean): boolean {
  const about = isProposal(event) || isJudgedByOthers(event);
  return !fork && (!about || trustIn(event, payload as Parameters<typeof trustIn>[1], ref).verify === null);
}
