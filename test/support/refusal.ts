import { expect } from 'vitest';
import { clawback, type Run, type RunOptions } from './clawback.ts';

/** What a run says that could not be done: one line on standard error, and nothing else anywhere. */
export function refusalOf(run: Run): string {
  expect(run.out).toBe('');
  expect(run.err).toMatch(/^clawback: [^\n]+\n$/);
  expect(run.err).not.toContain('defect');
  expect(run.code).toBe(2);
  return run.err.slice('clawback: '.length, -1);
}

/** Runs the program, which must refuse, and gives its reason. */
export async function refused(args: string[], options: RunOptions): Promise<string> {
  return refusalOf(await clawback(args, options));
}
