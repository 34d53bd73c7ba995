import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { report } from '../support/clawback.ts';
import { until } from '../support/processes.ts';
import { temporaryFolder } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';

/** Runs a script that never ends by itself, until the test does. */
function disturb(script: string, cwd: string): void {
  const child = spawn(process.execPath, ['-e', `const fs = require('node:fs'); ${script}`], { cwd, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
}

it('says that a file kept changing while it was read, and scans the state that it saw', async () => {
  const folder = temporaryFolder();
  // Large enough for a change to fall into every one of the attempts to read it.
  writeFileSync(join(folder, 'log.txt'), `key = ${groqKey()}\n${'all is well\n'.repeat(4 << 20)}`);
  disturb(
    `const file = fs.openSync('log.txt', 'r+'); fs.writeFileSync('started', '');
     for (let at = 100; ; at = (at % 1000000) + 100) fs.writeSync(file, 'w', at);`,
    folder,
  );
  await until(() => existsSync(join(folder, 'started')));
  const { scan, findings, run } = await report(['scan', 'log.txt'], { cwd: folder });
  expect(scan.skipped).toEqual([{ what: 'log.txt', why: 'it kept changing while it was read', incomplete: true }]);
  expect(findings).toMatchObject([{ places: [{ path: 'log.txt', line: 1 }] }]);
  expect(run.code).toBe(2);
});

it('does no harm where files come and go, and where their kind changes', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rest.txt'), `key = ${groqKey()}\n`);
  disturb(
    `fs.writeFileSync('started', '');
     for (let turn = 0; ; turn += 1) {
       const name = 'coming-' + (turn % 40);
       fs.rmSync(name, { recursive: true, force: true });
       if (turn % 3 === 0) fs.writeFileSync(name, 'x'); else if (turn % 3 === 1) fs.mkdirSync(name); else fs.symlinkSync('rest.txt', name);
     }`,
    folder,
  );
  await until(() => existsSync(join(folder, 'started')));
  for (let turn = 0; turn < 4; turn += 1) {
    const { findings, run } = await report(['scan'], { cwd: folder });
    expect(findings.flatMap(({ places }) => places.map(({ path }) => path))).toEqual(['rest.txt']);
    expect(run.err).toMatch(/^clawback: 1 leak[^\n]*\n$/);
  }
});
