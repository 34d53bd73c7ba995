import { expect, it } from 'vitest';
import { report } from '../support/clawback.ts';
import { TestRepository } from '../support/repository.ts';
import { anthropicKey } from '../support/secrets.ts';

it('finds a key in a history, with path, line, column and commit', async () => {
  const repository = new TestRepository();
  const commit = repository.commitFile('src/app.py', `import os\n\nKEY = "${anthropicKey()}"\n`);
  const { findings, scan, run } = await report(['audit'], { cwd: repository.path });
  expect(run.code).toBe(1);
  expect(scan.complete).toBe(true);
  expect(findings).toMatchObject([
    {
      rule: 'anthropic-api-key',
      places: [{ path: 'src/app.py', line: 3, column: 8, commit, present: true, author: 'Ada' }],
    },
  ]);
});
