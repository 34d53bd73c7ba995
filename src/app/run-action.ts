import { resolve } from 'node:path';
import { ClawbackError } from '../domain/errors.ts';
import { fetchCommits } from '../git/fetch.ts';
import { openRepository } from '../git/repository.ts';
import type { EventPayload } from '../github/event.ts';
import { planFor } from '../github/event.ts';
import { visible } from '../report/escape.ts';
import { toText } from '../report/text.ts';
import { EXIT, exitCode } from './decide.ts';
import type { Arguments } from './flags.ts';
import { performScan } from './perform.ts';
import { makeReport, settled } from './run-scan.ts';
import type { World } from './world.ts';

/** What a workflow gives to the action: its inputs, and the event that started it. */
export type ActionInputs = {
  event: string;
  payload: EventPayload;
  token: string | null;
  /** The server that the token is for. */
  serverUrl: string;
  configFile: string | null;
  baselineFile: string | null;
  minConfidence: string | null;
  workingDirectory: string;
};

/** A finding as an annotation of a file. */
export type Annotation = { title: string; message: string; file: string; line: number; failing: boolean };

/** What the action does with it: the shell prints, annotates and sets outputs. */
export type ActionOutcome = {
  code: number;
  log: string;
  annotations: Annotation[];
  findings: number;
  complete: boolean;
  /** Values that the runner must blank in every log from now on. */
  secrets: string[];
};

/** Scans what the event asks for. */
export async function runAction(world: World, inputs: ActionInputs): Promise<ActionOutcome> {
  const plan = planFor(inputs.event, inputs.payload);
  if (plan.scan === 'nothing') {
    return {
      code: EXIT.clean,
      log: 'nothing new to scan\n',
      annotations: [],
      findings: 0,
      complete: true,
      secrets: [],
    };
  }
  const here: World = { ...world, cwd: resolve(world.cwd, inputs.workingDirectory) };
  const repository = await openRepository({ cwd: here.cwd, env: here.env, ambient: true });
  const failed = await fetchCommits(
    repository,
    plan.scan === 'range' ? [plan.base, plan.head] : [],
    inputs.token === null ? null : { server: inputs.serverUrl, token: inputs.token },
  );

  const args: Arguments = {
    command: plan.scan,
    words: plan.scan === 'range' ? [`${plan.base}..${plan.head}`] : [],
    flags: {
      ...(inputs.configFile === null ? {} : { config: inputs.configFile }),
      ...(inputs.baselineFile === null ? {} : { baseline: inputs.baselineFile }),
      ...(inputs.minConfidence === null ? {} : { 'min-confidence': inputs.minConfidence }),
      ...(plan.settingsFrom === null ? {} : { 'settings-from': plan.settingsFrom }),
      quiet: true,
    },
  };
  const started = here.clock();
  const scanned = await performScan(here, args).catch((error: unknown) => {
    if (failed === null || !(error instanceof ClawbackError)) throw error;
    throw new ClawbackError(error.code, `${error.message}; fetching it failed: ${failed}`, { cause: error });
  });
  const report = await makeReport(here, await settled(here, args, scanned, started), null);
  const failing = report.findings.filter((finding) => finding.failing);
  return {
    code: exitCode(failing.length > 0, report.scan.complete, false),
    log: toText(report, (secret) => secret.mask, false),
    annotations: report.findings.flatMap((finding) =>
      finding.places.slice(0, 1).map((place) => ({
        title: `Leaked ${finding.title}`,
        message: visible(`${finding.secret.mask}: revoke it, then take it out (${finding.reasons.join('; ')})`),
        file: place.path,
        line: place.start.line,
        failing: finding.failing,
      })),
    ),
    findings: failing.length,
    complete: report.scan.complete,
    // A short value or a plain number would blank half of every log.
    secrets: report.findings
      .flatMap((finding) => finding.secret.reveal().split('\n'))
      .filter((line) => line.length >= 8 && !/^\d+$/.test(line)),
  };
}
