// What is tested: the built command line, as an operator runs it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Clawback, as an operator has configured it. */
export function clawback({ gateway, gatewayToken, repository }) {
  const folder = mkdtempSync(join(tmpdir(), 'clawback-gateway-operator-'));
  const config = join(folder, 'operator.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      openclaw: { 'gateway-url': gateway },
      revoke: { rules: ['openclaw-device-token'], owners: [new URL(gateway).host] },
    }),
  );
  const env = { ...process.env, CLAWBACK_OPENCLAW_GATEWAY_TOKEN: gatewayToken };

  /** Runs a command for its report; an exit code of 2 is a failure. */
  async function report(...args) {
    const child = spawn(process.execPath, [CLI, ...args, '--format', 'json'], { cwd: repository, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0 && code !== 1) throw new Error(`clawback ${args[0]} ended with ${code}: ${err}`);
    return JSON.parse(out);
  }

  /** A report of this finding alone. */
  function reportOf({ report: whole, fingerprint }) {
    const file = join(folder, `${fingerprint}.json`);
    const findings = whole.findings.filter((finding) => finding.fingerprint === fingerprint);
    writeFileSync(file, JSON.stringify({ ...whole, findings }));
    return file;
  }

  return {
    close: () => rmSync(folder, { recursive: true, force: true }),
    /** What it finds in the repository; `value` is for the test alone. */
    async find() {
      const args = ['audit', '--min-confidence', 'low'];
      const whole = await report(...args);
      const shown = await report(...args, '--reveal');
      return shown.findings.map(({ rule, secret, parts, fingerprint }) => ({
        rule,
        parts,
        value: secret,
        fingerprint,
        report: whole,
      }));
    },
    async verify(found) {
      const { findings } = await report('verify', reportOf(found), '--config', config);
      return findings[0].verdict;
    },
    async revoke(found) {
      const trail = join(folder, 'trail.jsonl');
      const args = ['revoke', reportOf(found), '--confirmed', '--config', config, '--trail', trail];
      const { findings } = await report(...args);
      return findings[0];
    },
  };
}
