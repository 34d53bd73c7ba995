// Runs a scanner on a folder as a user would, and tells where it reported something.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const options = { encoding: 'utf8', maxBuffer: 1 << 29 };

/** @returns places as { path, rule, line, column, endLine, endColumn }, or for a peer { path, rule, line, endLine, secret } */
export function runClawback(cli, folder) {
  const ran = spawnSync(process.execPath, [resolve(cli), 'scan', folder, '--format', 'json'], options);
  if (ran.error || ran.status === null || ran.status > 1) {
    throw new Error(`the scan ended with ${ran.status}: ${ran.error?.message ?? ran.stderr}`);
  }
  const report = JSON.parse(ran.stdout);
  const omitted = report.findings.filter((finding) => finding.placesOmitted).length;
  if (omitted > 0) throw new Error(`${omitted} findings do not list all of their places`);
  return report.findings.flatMap((finding) =>
    finding.places.map((place) => ({ ...place, path: within(folder, place.path), rule: finding.rule })),
  );
}

export function runGitleaks(program, folder) {
  // Not /dev/null: gitleaks deletes the file before it writes it.
  const report = `${folder}.gitleaks.json`;
  const ran = spawnSync(
    program,
    ['dir', '--no-banner', '--exit-code', '0', '--report-format', 'json', '--report-path', report, folder],
    options,
  );
  if (ran.error || ran.status !== 0)
    throw new Error(`${program} ended with ${ran.status}: ${ran.error?.message ?? ran.stderr}`);
  const findings = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return findings.map((finding) => ({
    path: within(folder, finding.File),
    rule: finding.RuleID,
    line: finding.StartLine,
    endLine: finding.EndLine,
    secret: finding.Secret,
  }));
}

/** The name and version of a peer, for the table. */
export function versionOf(program) {
  const { stdout, stderr } = spawnSync(program, ['version'], options);
  return `gitleaks ${/\d+\.\d+[\w.]*/.exec(`${stdout}${stderr}`)?.[0] ?? ''}`.trim();
}

const within = (folder, path) => (path.startsWith(folder) ? relative(folder, path) : path);
