import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ClawbackError } from '../../domain/errors.ts';
import type { Report } from '../../domain/report.ts';
import { textsIn } from '../../git/grep.ts';
import { attempt, type GitHub, gitHubAt } from '../../github/client.ts';
import { type Proposal, proposalIn, proposalOf, wishOf } from '../../github/event.ts';
import { pullsOfRun } from '../../github/pulls.ts';
import { visible } from '../../report/escape.ts';
import { toJson } from '../../report/json.ts';
import type { AddedIgnore, Situation } from '../../report/markdown/advice.ts';
import { shortFingerprint } from '../../report/markdown/state.ts';
import { toSummary } from '../../report/markdown/summary.ts';
import { toSarif } from '../../report/sarif.ts';
import { toText } from '../../report/text.ts';
import { EXIT, exitCode } from '../decide.ts';
import { isInside } from '../file-names.ts';
import { writeWhole } from '../output.ts';
import { makeReport } from '../run-scan.ts';
import type { World } from '../world.ts';
import { addedIgnores } from './added-ignores.ts';
import { annotationsOf } from './annotations.ts';
import type { ActionContext, ActionOutcome, Annotation } from './context.ts';
import { fileComments } from './file-comments.ts';
import { type Inputs, type PageOptions, pageOptions } from './inputs.ts';
import { type Published, publishComment, publishFileComments, publishSarif } from './publish.ts';
import { type ActionScan, planOf, scanFor, showsVerdicts } from './scan.ts';

/** So many findings are given as an output, and so many characters: a job's outputs have 1 MB together. */
const MAX_OUTPUT_FINDINGS = 100;
const MAX_OUTPUT = 200_000;

type Plan = ReturnType<typeof planOf>;

/** Scans what the event asks for, and writes of it where people look. */
export async function runAction(
  world: World,
  context: ActionContext,
  inputs: Inputs,
  log: (line: string) => void,
): Promise<ActionOutcome> {
  const { repository, payload, event } = context;
  const github =
    inputs.token === undefined || repository === '' ? null : gitHubAt(context.apiUrl, repository, inputs.token, log);
  if (event !== 'workflow_run' || (inputs.mode ?? 'auto') !== 'auto')
    return runOne(world, context, inputs, github, planOf(context, inputs), proposalIn(event, payload));
  // The companion of a run that could write nothing: what that was about, the API says.
  if (github === null)
    throw new ClawbackError(
      'usage',
      'for "workflow_run" the action asks the API for the pull request: give the input "token"',
    );
  const pulls = await attempt('the pull requests of the run could not be read', 'pull-requests: read', () =>
    pullsOfRun(github, payload),
  );
  if ('failed' in pulls) throw new ClawbackError('git-failed', pulls.failed);
  const outcomes: ActionOutcome[] = [];
  for (const pull of pulls.value) {
    const [wish, proposal] = [wishOf(pull), proposalOf(pull)];
    if (wish && proposal)
      outcomes.push(
        await runOne(world, context, inputs, github, { scan: 'range', range: wish }, proposal).catch(broken),
      );
  }
  return outcomes.length === 0
    ? nothing('no open pull request has the commit that the run was for')
    : together(outcomes);
}

async function runOne(
  world: World,
  context: ActionContext,
  inputs: Inputs,
  github: GitHub | null,
  plan: Plan,
  proposal: Proposal | null,
): Promise<ActionOutcome> {
  if (plan.scan === 'nothing') return nothing(`nothing new to scan: ${plan.why}`);
  // Before anything is scanned: what was found must not be lost for a name.
  const sarifPath = sarifPathOf(world, inputs);
  const scan = await scanFor(world, context, inputs, plan);
  const report = await makeReport(world, scan.scanned, null);
  const options = pageOptions(inputs, scan.scanned.settings.github);
  const ignores = await ignoresOf(scan, report);
  const page = {
    report,
    repository: `${context.serverUrl}/${context.repository}`,
    head: proposal?.head ?? context.sha,
    verdicts: showsVerdicts(context, proposal?.fork === true),
    situation: await situationOf(scan, report, proposal, context),
    ignores,
  };
  const runUrl = context.runId === 0 ? '' : `${page.repository}/actions/runs/${context.runId}`;
  const warnings: string[] = [];
  let published: Published = { commentId: null, before: null, warnings: [] };
  if (proposal !== null && github !== null && context.event !== 'merge_group') {
    if (options.comment !== 'never') {
      const whole = { ...page, category: options.category, run: context.runId, runUrl };
      published = await publishComment(github, proposal, options.comment, whole);
      warnings.push(...published.warnings);
    }
    if (options['review-comments'] !== 'off' && scan.repository !== null) {
      const suggest = options['review-comments'] === 'suggest';
      const comments = await fileComments(scan.repository, report, scan.scanned.masker, {
        category: options.category,
        suggest,
      });
      warnings.push(
        ...(await publishFileComments(github, proposal, comments, {
          category: options.category,
          complete: report.scan.complete,
        })),
      );
    }
  }
  if (options['upload-sarif']) {
    if (github === null) warnings.push('the results were not uploaded to code scanning: that takes the input "token"');
    else warnings.push(...(await publishSarif(github, context, proposal, report, options.category)));
  }
  if (sarifPath !== null) {
    const sarif = toSarif(report, (secret) => secret.mask, { category: options.category });
    writeWhole(sarifPath, sarif, { refuseLinks: true });
  }
  const sarifFile = inputs['sarif-file'] ?? '';
  return outcomeOf(report, options, { warnings, published, sarifFile, summary: { ...page, notes: warnings } });
}

/** What the proposal brings to silence something; nothing where nobody else judges. */
async function ignoresOf(
  { repository, settingsFrom, range, scanned }: ActionScan,
  report: Report,
): Promise<AddedIgnore[]> {
  if (repository === null || settingsFrom === null || range === null) return [];
  return addedIgnores(repository, report, scanned.masker, { head: range.head, settings: settingsFrom });
}

/** Where the leaks stand; for a pull request also, which of them its base has, too. */
async function situationOf(
  { repository, range, scanned }: ActionScan,
  { findings }: Report,
  proposal: Proposal | null,
  { serverUrl, repository: name }: ActionContext,
): Promise<Situation> {
  const none = { inBase: new Set<string>(), baseRef: '', baseRemote: 'origin', commits: scanned.source.commits };
  if (proposal === null || repository === null || range === null) return none;
  // A secret of several lines is looked for by its longest one.
  const texts = new Map(
    findings.map(
      ({ fingerprint, secret }) =>
        [
          fingerprint,
          secret
            .reveal()
            .split('\n')
            .reduce((a, b) => (b.length > a.length ? b : a)),
        ] as const,
    ),
  );
  const held = new Set<string>();
  for (const base of range.not) for (const text of await textsIn(repository, base, [...texts.values()])) held.add(text);
  return {
    ...none,
    inBase: new Set([...texts].flatMap(([fingerprint, text]) => (held.has(text) ? [fingerprint] : []))),
    baseRef: proposal.baseRef,
    baseRemote: proposal.fork ? `${serverUrl}/${name}` : 'origin',
  };
}

/**
 * Where SARIF is to be written; null: nowhere.
 *
 * @throws ClawbackError where the file would lie outside of the workspace
 */
function sarifPathOf({ cwd }: World, inputs: Inputs): string | null {
  const name = inputs['sarif-file'];
  if (name === undefined) return null;
  const path = resolve(cwd, name);
  // By its real name: a folder may be a link that a proposal committed.
  if (!isInside(path, cwd) || !isInside(realFolder(dirname(path)), realFolder(cwd)))
    throw new ClawbackError('usage', `the input "sarif-file": ${name} lies outside of the workspace`);
  return path;
}

/** @throws ClawbackError where there is none */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw new ClawbackError('output', `the input "sarif-file": there is no folder ${path}`);
  }
}

function outcomeOf(
  report: Report,
  options: PageOptions,
  {
    warnings,
    published,
    sarifFile,
    summary,
  }: { warnings: string[]; published: Published; sarifFile: string; summary: Parameters<typeof toSummary>[0] },
): ActionOutcome {
  const failing = report.findings.filter((finding) => finding.failing);
  const { complete, commits } = report.scan;
  const code = exitCode(failing.length > 0 && !options['warn-only'], complete, false);
  const known = new Set(published.before?.found ?? []);
  const noted = warnings.map(
    (message): Annotation => ({ level: 'warning', title: 'Clawback', message: visible(message), file: '', line: 1 }),
  );
  return {
    code,
    failure: failureText(code, failing.length),
    log: toText(report, (secret) => secret.mask, false),
    annotations: [...(options.annotations ? annotationsOf(report, options['warn-only']) : []), ...noted],
    summary: options['job-summary'] ? toSummary(summary) : '',
    outputs: {
      'findings-count': failing.length,
      'new-findings-count': failing.filter(({ fingerprint }) => !known.has(shortFingerprint(fingerprint))).length,
      'live-count': report.findings.filter(
        ({ verdict, outcome }) => verdict.state === 'live' && outcome?.state !== 'revoked',
      ).length,
      'revoked-count': report.findings.filter(({ outcome }) => outcome?.state === 'revoked').length,
      findings: findingsOutput(report),
      'sarif-file': sarifFile,
      complete,
      'scanned-commits': commits,
      'comment-id': published.commentId ?? '',
    },
    secrets: secretsOf(report),
  };
}

/** The first findings as JSON, masked: as many as fit, none of them in part. */
function findingsOutput(report: Report): string {
  const { findings } = JSON.parse(
    toJson({ ...report, findings: report.findings.slice(0, MAX_OUTPUT_FINDINGS) }, (secret) => secret.mask),
  ) as { findings: object[] };
  let kept = findings;
  while (JSON.stringify(kept).length > MAX_OUTPUT) kept = kept.slice(0, Math.floor(kept.length / 2));
  return JSON.stringify(kept);
}

/** A short value or a plain number would blank half of every log. */
function secretsOf({ findings, suppressed }: Report): string[] {
  return [...findings, ...suppressed.map(({ finding }) => finding)]
    .flatMap(({ secret }) => secret.reveal().split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.length >= 8 && !/^\d+$/.test(line));
}

function failureText(code: number, failing: number): string | null {
  if (code === EXIT.incomplete) return 'the scan is incomplete: see the log for what could not be scanned';
  if (code === EXIT.clean) return null;
  return `${failing === 1 ? 'a leak was' : `${failing} leaks were`} found`;
}

function nothing(log: string): ActionOutcome {
  const outputs = {
    'findings-count': 0,
    'new-findings-count': 0,
    'live-count': 0,
    'revoked-count': 0,
    findings: '[]',
    'sarif-file': '',
    complete: true,
    'scanned-commits': 0,
    'comment-id': '',
  };
  return { code: EXIT.clean, failure: null, log: `${log}\n`, annotations: [], summary: '', outputs, secrets: [] };
}

/** Several pull requests of one commit: the worst counts, and what was found in each. */
function together(outcomes: ActionOutcome[]): ActionOutcome {
  const worst = outcomes.reduce((a, b) => (b.code > a.code ? b : a));
  const sum = (name: string): number => outcomes.reduce((all, { outputs }) => all + Number(outputs[name]), 0);
  const counts = ['findings-count', 'new-findings-count', 'live-count', 'revoked-count', 'scanned-commits'];
  return {
    ...worst,
    log: outcomes.map(({ log }) => log).join('\n'),
    annotations: outcomes.flatMap(({ annotations }) => annotations),
    summary: outcomes.map(({ summary }) => summary).join('\n'),
    outputs: {
      ...worst.outputs,
      ...Object.fromEntries(counts.map((name) => [name, sum(name)])),
      complete: outcomes.every(({ outputs }) => outputs.complete === true),
    },
    secrets: outcomes.flatMap(({ secrets }) => secrets),
  };
}

/** A pull request that could not be scanned: the others are, and the run is not green. */
function broken(error: unknown): ActionOutcome {
  if (!(error instanceof ClawbackError)) throw error;
  const none = nothing(`not scanned: ${visible(error.message)}`);
  return {
    ...none,
    code: EXIT.incomplete,
    failure: failureText(EXIT.incomplete, 0),
    outputs: { ...none.outputs, complete: false },
  };
}
