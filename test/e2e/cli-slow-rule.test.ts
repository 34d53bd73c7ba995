import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../support/clawback.ts';
import { startClawback } from '../support/processes.ts';
import { refusalOf } from '../support/refusal.ts';
import { TestRepository } from '../support/repository.ts';
import { groqKey } from '../support/secrets.ts';
import { LONG, SLOW_RULE } from '../support/slow-rule.ts';

/** Ends a run that hangs; far more than any of these takes. */
const PATIENCE = 30_000;

function slowRepository(): TestRepository {
  const repository = new TestRepository();
  repository.write('rule.yaml', SLOW_RULE);
  repository.write('.gitignore', 'rule.yaml\n');
  repository.write('a.txt', `key = ${groqKey('a')}\n`);
  repository.write('b.txt', `${`${LONG}\n`.repeat(30)}key = ${groqKey('b')}\n`);
  repository.write('c.txt', `key = ${groqKey('c')}\n`);
  repository.commit();
  return repository;
}

const ARGUMENTS = ['--config', 'rule.yaml', '--object-timeout', '1', '--format', 'json'];

describe('a rule that takes for ever', () => {
  it.each([
    ['scan', '1'],
    ['scan', '4'],
    ['audit', '2'],
    ['audit', '1'],
  ])('makes %s with %s threads incomplete, and what stands before and behind is scanned', async (command, jobs) => {
    const repository = slowRepository();
    const args = [command, ...ARGUMENTS, '--jobs', jobs];
    const run = await startClawback(args, { cwd: repository.path, patience: PATIENCE }).ended;
    expect(run).toMatchObject({ code: 2, signal: null });
    const { scan, findings }: JsonReport = JSON.parse(run.out);
    const what = command === 'scan' ? 'b.txt' : `object ${repository.blob('HEAD', 'b.txt')}`;
    expect(scan.complete).toBe(false);
    expect(scan.skipped).toEqual([
      { what, why: 'a rule took too long on it (see --object-timeout)', incomplete: true },
    ]);
    expect(findings.flatMap(({ places }) => places.map(({ path }) => path))).toEqual(['a.txt', 'c.txt']);
  });

  it('does not make "rules test" hang', async () => {
    const repository = slowRepository();
    const args = ['rules', 'test', 'slow-rule', '--config', 'rule.yaml'];
    const run = await startClawback(args, { cwd: repository.path, patience: PATIENCE }).ended;
    expect(refusalOf(run)).toMatch(
      /^the examples take longer than 10 seconds: a pattern of the configuration is too slow/,
    );
  });
});
