import { describe, expect, it } from 'vitest';
import { clawback, report } from '../support/clawback.ts';
import { refused } from '../support/refusal.ts';
import { TestRepository, temporaryFolder } from '../support/repository.ts';
import { alphanumeric, groqKey } from '../support/secrets.ts';

describe('scan --stdin', () => {
  it('scans what it is given, which has no path', async () => {
    const { findings, scan, run } = await report(['scan', '--stdin'], {
      cwd: temporaryFolder(),
      stdin: `first\nkey = ${groqKey()}\n`,
    });
    expect(run.code).toBe(1);
    expect(scan).toMatchObject({ kind: 'scan', objects: 1, bytes: 69, complete: true });
    expect(findings).toMatchObject([
      { rule: 'groq-api-key', places: [{ kind: 'file', path: '', object: '', line: 2, column: 7, offset: 12 }] },
    ]);
  });

  it('takes nothing for nothing', async () => {
    const { scan, run } = await report(['scan', '--stdin'], { cwd: temporaryFolder() });
    expect(run.code).toBe(0);
    expect(scan).toMatchObject({ objects: 1, bytes: 0, complete: true });
  });

  it('takes bytes that are no text', async () => {
    const stdin = Buffer.concat([Buffer.from([0, 255, 254, 10, 1]), Buffer.from(groqKey())]);
    const { findings } = await report(['scan', '--stdin'], { cwd: temporaryFolder(), stdin });
    expect(findings).toMatchObject([{ rule: 'groq-api-key', places: [{ offset: 5 }] }]);
  });

  it('takes the name that is given for its path, for rules that ask for one', async () => {
    const stdin = JSON.stringify({ version: 1, socket: { token: alphanumeric(32, 'socket') } });
    const cwd = temporaryFolder();
    const named = await report(['scan', '--stdin', '--stdin-name', 'state/exec-approvals.json'], { cwd, stdin });
    expect(named.findings).toMatchObject([
      { rule: 'openclaw-exec-approval-token', places: [{ path: 'state/exec-approvals.json' }] },
    ]);
    const rules = (await report(['scan', '--stdin'], { cwd, stdin })).findings.map(({ rule }) => rule);
    expect(rules).not.toContain('openclaw-exec-approval-token');
  });

  it('reads no configuration of the folder that it runs in', async () => {
    const repository = new TestRepository();
    repository.write('.clawback.yaml', 'rules: { disable: [groq-api-key, generic-secret] }\n');
    const { findings } = await report(['scan', '--stdin'], { cwd: repository.path, stdin: groqKey() });
    expect(findings).toHaveLength(1);
  });

  it('heeds the configuration that is named', async () => {
    const repository = new TestRepository();
    repository.write('mine.yaml', 'paths: { exclude: ["docs/**"] }\n');
    const args = ['scan', '--stdin', '--stdin-name', 'docs/x.md', '--config', 'mine.yaml'];
    const { findings, scan } = await report(args, { cwd: repository.path, stdin: groqKey() });
    expect(findings).toEqual([]);
    expect(scan.skipped).toMatchObject([{ what: 'excluded paths', count: 1, incomplete: false }]);
  });

  it('is named as it is in a text report, or by the name that is given', async () => {
    const options = { cwd: temporaryFolder(), stdin: `key = ${groqKey()}\n` };
    expect((await clawback(['scan', '--stdin'], options)).out).toContain('\n  standard input:1:7\n');
    const named = await clawback(['scan', '--stdin', '--stdin-name', 'a/b.txt'], options);
    expect(named.out).toContain('\n  a/b.txt:1:7\n');
  });

  it('is what --stdin-name asks for', async () => {
    const line = '--stdin-name names what --stdin reads: give both';
    expect(await refused(['scan', '--stdin-name', 'x'], { cwd: temporaryFolder() })).toBe(line);
  });

  it('excludes paths', async () => {
    const folder = temporaryFolder();
    expect(await refused(['scan', '--stdin', '.'], { cwd: folder })).toBe('--stdin and paths exclude each other');
  });
});
